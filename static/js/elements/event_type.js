// What happened: the type in one field, its modes beside it, and what the codebook says of it.

import "./attest_combobox.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { oneStop } from "../lib/roving.js";
import { fit, ranked, shortestPrefixes } from "../lib/type_ahead.js";

const SHOWN_EXAMPLES = 2;

export class TypeField {
  constructor(form) {
    this.form = form;
    this.codes = form.work.codes;
    this.combo = this.#combo();
    this.chosen = h("span", { class: "hint" });
    this.modes = h("div", { class: "pick" });
    this.modesField = h("div", { class: "card-field", role: "group", "aria-label": t("Modes"), dataset: { field: "modes" } });
    this.modesField.append(h("span", { class: "label" }, t("Modes")), this.modes);
    this.guide = h("details", { class: "guide" });
    this.show();
  }

  get parts() {
    return [this.combo, this.chosen, this.guide];
  }

  /** Open or close what the codebook says. */
  turnGuide() {
    this.guide.open = !this.guide.open;
  }

  get value() {
    return this.form.value;
  }

  /** The code of the codebook that is chosen now. */
  get code() {
    return codeOf(this.codes, this.value);
  }

  fault() {
    const typed = this.combo.typed.trim();
    if (!this.combo.isDirty || !typed) return null;
    return { field: "code", message: t("“%(typed)s” is no type. Choose one of the list.", { typed }) };
  }

  #combo() {
    const combo = document.createElement("attest-combobox");
    combo.setAttribute("opens", "");
    combo.emptyWords = t("No type fits. Types are those of the project's codebook.");
    combo.shownAs = ({ code }) => code;
    combo.offers = (typed) => offersOf(this.codes, typed);
    combo.addEventListener("choose", ({ detail }) => this.#take(detail));
    combo.connectedCallback();
    if (this.value.code) combo.set({ value: keyOf(this.value), code: this.value.code });
    return combo;
  }

  #take(choice) {
    this.form.isTouched = true;
    const changes = choice?.coded?.value !== this.value.code || choice?.coded?.codebook !== this.value.codebook;
    this.value.code = choice?.coded?.value ?? null;
    this.value.codebook = choice?.coded?.codebook ?? null;
    if (changes) this.value.modes = [];
    if (choice?.mode) this.value.modes = withOrWithout(this.value.modes, choice.mode, true);
    this.show();
    this.form.typeChanged();
  }

  show() {
    const { code } = this;
    const labels = (code?.modes ?? []).filter(({ value }) => this.value.modes.includes(value)).map(({ label }) => label.toLowerCase());
    this.chosen.textContent = labels.length ? t("Mode: %(modes)s", { modes: labels.join(", ") }) : "";
    this.chosen.hidden = labels.length === 0;
    this.modesField.hidden = !code?.modes.length;
    this.modes.replaceChildren(...(code?.modes ?? []).map((mode) => this.#mode(mode)));
    oneStop(this.modes);
    this.guide.hidden = !code?.definition;
    this.guide.replaceChildren(...guideline(code));
  }

  #mode({ value, label, definition }) {
    const isOn = this.value.modes.includes(value);
    return h(
      "button",
      {
        type: "button",
        class: "mode-choice",
        dataset: { mode: value },
        "aria-pressed": String(isOn),
        title: definition || null,
        onclick: () => {
          this.form.isTouched = true;
          this.value.modes = withOrWithout(this.value.modes, value, !isOn);
          this.show();
          this.modes.querySelector(`[data-mode="${value}"]`).focus();
        },
      },
      label,
    );
  }
}

/** The code that a value names: of its codebook, or the first of that name. */
export function codeOf(codes, { code, codebook }) {
  return codes.find((one) => one.value === code && (!codebook || one.codebook === codebook));
}

/** The offers for what is typed: codes by name, key, meaning; a code with its mode where the mode is what fits. */
export function offersOf(codes, typed) {
  const prefixes = shortestPrefixes(codes.map(({ value }) => value));
  const schemes = new Set(codes.map(({ codebook }) => codebook));
  const wanted = typed.trim().toLowerCase();
  const fitting = ranked(
    typed,
    codes.map((code) => ({ ...code, more: `${code.definition} ${code.modes.map((mode) => `${mode.value} ${mode.label}`).join(" ")}` })),
  );
  const hasMode = (code) => wanted.length > 2 && code.modes.some((mode) => startsWith(mode, wanted));
  const rank = (code) => (wanted && code.key === wanted ? 0 : fit(typed, { ...code, more: "" }) >= 70 ? 1 : hasMode(code) ? 2 : 3);
  const inOrder = fitting.map((code) => [rank(code), code]).sort(([one], [other]) => one - other);
  return inOrder.flatMap(([, code]) => {
    const offer = {
      value: keyOf({ code: code.value, codebook: code.codebook }),
      coded: code,
      code: code.value,
      words: code.definition || code.label,
      key: code.key,
      mark: typed ? (code.value.toLowerCase().startsWith(wanted) ? wanted.length : 0) : prefixes.get(code.value).length,
      group: typed ? undefined : schemes.size > 1 ? `${code.scheme} · ${code.quad || ""}` : code.quad,
    };
    const modes = hasMode(code) ? code.modes.filter((mode) => startsWith(mode, wanted)) : [];
    if (modes.length === 0 || code.value.toLowerCase().startsWith(wanted)) return [offer];
    const finer = modes.map((mode) => ({
      ...offer,
      value: `${offer.value}/${mode.value}`,
      mode: mode.value,
      mark: 0,
      words: t("mode %(label)s: %(definition)s", { label: mode.label.toLowerCase(), definition: mode.definition }),
    }));
    return [...finer, offer];
  });
}

function startsWith({ value, label }, wanted) {
  return value.startsWith(wanted) || label.toLowerCase().startsWith(wanted);
}

function keyOf({ code, codebook }) {
  return `${codebook}/${code}`;
}

/** The list with a value in it or not. */
export function withOrWithout(values, value, isIn) {
  return isIn ? [...new Set([...values, value])].sort() : values.filter((one) => one !== value);
}

/** What the codebook says of a code: definition, then examples and what is no example. */
function guideline(code) {
  if (!code) return [];
  const list = (title, examples) =>
    examples?.length
      ? [h("p", { class: "guide-title" }, title), h("ul", {}, examples.slice(0, SHOWN_EXAMPLES).map((one) => h("li", {}, one)))]
      : [];
  const modes = code.modes.filter(({ definition }) => definition);
  return [
    h("summary", { tabIndex: -1 }, h("span", { dir: "auto" }, code.definition), " ", h("kbd", {}, t("Alt %(letter)s", { letter: "G" }))),
    h(
      "div",
      { class: "guide-body" },
      list(t("Such as"), code.examples),
      list(t("Not"), code.not_examples),
      modes.length
        ? [
            h("p", { class: "guide-title" }, t("Modes")),
            h(
              "dl",
              {},
              modes.flatMap(({ label, definition }) => [h("dt", {}, label), h("dd", { dir: "auto" }, definition)]),
            ),
          ]
        : [],
    ),
  ];
}
