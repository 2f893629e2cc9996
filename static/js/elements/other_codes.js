// Codes that an event has beside its type: of another scheme the project codes with, or of the same.

import "./attest_combobox.js";
import { h, icon } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { oneStop } from "../lib/roving.js";
import { codeOf, offersOf, withOrWithout } from "./event_type.js";

export class OtherCodesField {
  constructor(form) {
    this.form = form;
    this.rows = h("div", { class: "stack", dataset: { gap: "1" } });
    this.combo = document.createElement("attest-combobox");
    this.combo.setAttribute("label", t("Add a code"));
    this.combo.emptyWords = t("No code fits.");
    this.combo.shownAs = () => "";
    this.combo.offers = (typed) => offersOf(form.work.codes, typed).filter(({ coded }) => !this.#has(coded));
    this.combo.addEventListener("choose", ({ detail }) => detail && this.#add(detail));
    this.combo.connectedCallback();
    this.parts = [this.rows, this.combo];
    this.show();
  }

  fault() {
    const typed = this.combo.typed.trim();
    if (!this.combo.isDirty || !typed) return null;
    return { field: "other_codes", message: t("“%(typed)s” is no code. Choose one of the list, or clear the field.", { typed }) };
  }

  get codes() {
    return this.form.value.other_codes;
  }

  #has({ value, codebook }) {
    const { code, codebook: main } = this.form.value;
    return (value === code && codebook === main) || this.codes.some((one) => one.code === value && one.codebook === codebook);
  }

  #add({ coded, mode }) {
    this.#set([...this.codes, { codebook: coded.codebook, code: coded.value, modes: mode ? [mode] : [] }]);
  }

  #set(codes) {
    this.form.isTouched = true;
    this.form.value.other_codes = codes;
    this.show();
  }

  show() {
    this.rows.replaceChildren(...this.codes.map((one) => this.#row(one)));
    this.rows.hidden = this.codes.length === 0;
    for (const modes of this.rows.querySelectorAll(".pick")) oneStop(modes);
  }

  #row(one) {
    const code = codeOf(this.form.work.codes, one);
    const modes = (code?.modes ?? []).map(({ value, label }) => {
      const isOn = one.modes.includes(value);
      const turn = () => {
        this.#set(this.codes.map((other) => (other === one ? { ...one, modes: withOrWithout(one.modes, value, !isOn) } : other)));
        this.rows.querySelector(`[data-mode="${one.code} ${value}"]`)?.focus();
      };
      const dataset = { mode: `${one.code} ${value}` };
      return h("button", { type: "button", class: "mode-choice", dataset, "aria-pressed": String(isOn), onclick: turn }, label);
    });
    return h(
      "div",
      { class: "other-code", dataset: { row: one.code } },
      h("b", { class: "combo-code", title: code?.definition }, one.code),
      h("span", { class: "smaller quiet" }, one.codebook),
      h(
        "button",
        {
          type: "button",
          class: "button is-quiet is-small",
          "aria-label": t("Remove %(name)s", { name: one.code }),
          onclick: () => {
            this.#set(this.codes.filter((other) => other !== one));
            this.combo.input.focus();
          },
        },
        icon("close"),
      ),
      modes.length ? h("div", { class: "pick" }, modes) : null,
    );
  }
}
