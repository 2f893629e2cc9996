// What the three forms share: Enter saves from anywhere, Esc backs out, faults stand at their fields, words come from the text.

import { freshId, h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

// Fields that share a control under another name.
const ALSO = { codebook: "code", latitude: "coordinates", longitude: "coordinates", date_from: "date_words" };

export class TagForm extends HTMLElement {
  /** Build the form for {kind, tag} or {kind, span}; `values` are what was refused earlier. */
  start(work, form, values) {
    this.work = work;
    this.form = form;
    this.classList.add("card-form");
    this.sentence = work.current;
    this.set = work.shown(work.focus);
    this.value = structuredClone(values ?? form.tag?.value ?? this.fresh(form.span));
    this.errors = h("div", { class: "stack", "data-gap": "1", role: "alert" });
    this.append(...this.fields(), this.errors, this.#actions());
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("input", () => (this.isTouched = true));
    this.addEventListener("focusin", (event) => (this.focused = event.target.closest("attest-span-field")));
    this.showParts();
  }

  /** A labelled field. `control` gets the label's `for` when it is a native control. */
  field(name, label, control, hint) {
    const input = control.matches?.("input, select, textarea") ? control : control.querySelector?.("input");
    if (input && !input.id) input.id = freshId(name);
    return h(
      "div",
      { class: "card-field", dataset: { field: name } },
      input
        ? h("label", { for: input.id }, label)
        : h("span", { class: "label", id: `${name}-label` }, label),
      control,
      hint,
    );
  }

  /** The label of a control that stands among other elements. */
  label(words, input) {
    input.id ||= freshId("field");
    return h("label", { for: input.id }, words);
  }

  /** A select of stored words; `read` makes the stored value of a chosen one, none chosen is null. */
  select(name, words, read = null) {
    const options = Object.entries(words).map(([value, word]) =>
      h("option", { value, selected: String(this.value[name] ?? "") === value }, word),
    );
    const take = ({ target: { value } }) => (this.value[name] = read ? (value === "" ? null : read(value)) : value);
    return h("select", { name, onchange: take }, options);
  }

  /** A note to the tag, for whoever reads it after. */
  note() {
    const text = h("textarea", { name: "note", rows: 2, dir: "auto", oninput: () => (this.value.note = text.value) });
    text.value = this.value.note;
    return this.field("note", t("Note"), text);
  }

  /** Put the words that were chosen in the text where they belong; answers whether they were wanted. */
  takeWords(cursor) {
    const field = this.focused ?? this.querySelector('attest-span-field[name="main"]');
    field?.take(cursor);
    return Boolean(field);
  }

  /** Show in the text which words the form is about. */
  showParts() {
    this.form.span = { start: this.value.start, end: this.value.end };
    this.form.parts = this.parts().filter(({ start }) => start !== null && start !== undefined);
    this.work.moveCursor(this.work.cursor);
  }

  parts() {
    return [];
  }

  /** Whether a key with Alt did something in this form. */
  keyPressed(event) {
    return this.sections?.key(event) ?? false;
  }

  /** Faults as {field, message}; the first field at fault gets the focus. */
  showFaults(faults) {
    this.#forgetFaults();
    for (const { field, message } of faults) {
      const [, name, row] = /^([^[.]*)(?:\[(\d+)\])?/u.exec(field.replace(/^.*\bvalue\.?/u, ""));
      this.#showFault(name, row, message);
    }
    this.querySelector("[aria-invalid]")?.focus();
    this.querySelector(".field-error, .card-problem")?.scrollIntoView({ block: "nearest" });
  }

  #forgetFaults() {
    for (const field of this.querySelectorAll("[data-invalid]")) delete field.dataset.invalid;
    for (const error of this.querySelectorAll(".field-error")) error.remove();
    for (const control of this.querySelectorAll("[aria-invalid]")) {
      control.removeAttribute("aria-invalid");
      if (control.dataset.described) control.setAttribute("aria-describedby", control.dataset.described);
      else control.removeAttribute("aria-describedby");
    }
    this.errors.replaceChildren();
  }

  /** The fault at the field of that name; `row` is which of its rows, counted from 0, where it has some. */
  #showFault(name, row, message) {
    const field =
      this.querySelector(`[data-field="${name}"]`) ??
      this.querySelector(`[data-field="${name.replace(/_?(start|end|edtf|from)$/u, "")}"]`) ??
      this.querySelector(`[data-field="${ALSO[name] ?? ""}"]`);
    if (!field) return this.errors.append(h("p", { class: "card-problem", dataset: { severity: "error" } }, message));
    this.sections?.reveal(field);
    const place = (row && field.querySelectorAll("[data-row]")[row]) || field;
    place.dataset.invalid = "";
    const id = freshId("error");
    (place.closest(".triple")?.parentElement ?? place).append(h("p", { class: "field-error", id }, message));
    const control = place.querySelector("input, textarea") ?? place.querySelector("select, button");
    if (!control) return undefined;
    control.dataset.described = control.getAttribute("aria-describedby") ?? "";
    control.setAttribute("aria-describedby", [control.dataset.described, id].filter(Boolean).join(" "));
    control.setAttribute("aria-invalid", "true");
    return undefined;
  }

  save() {
    for (const combo of this.querySelectorAll("attest-combobox")) combo.settle();
    const faults = this.faults();
    if (faults.length > 0) return this.showFaults(faults);
    this.dispatchEvent(new CustomEvent("tag-save", { detail: { value: this.value }, bubbles: true }));
  }

  #key(event) {
    if (event.isComposing || event.defaultPrevented) return;
    if (this.keyPressed(event)) return event.preventDefault();
    const isButton = event.target.closest("button") && !event.target.closest("attest-span-field");
    if (event.key === "Enter" && !event.shiftKey && !isButton) {
      event.preventDefault();
      this.save();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.dispatchEvent(new CustomEvent("tag-cancel", { bubbles: true }));
    }
  }

  #actions() {
    const tell = (name) => () => this.dispatchEvent(new CustomEvent(name, { bubbles: true }));
    return h(
      "div",
      { class: "card-actions" },
      h(
        "button",
        { type: "button", class: "button is-primary is-small", onclick: () => this.save() },
        t("Save"),
        " ",
        h("kbd", {}, "Enter"),
      ),
      h("button", { type: "button", class: "button is-quiet is-small", onclick: tell("tag-cancel") }, t("Cancel")),
      this.form.tag
        ? h("button", { type: "button", class: "button is-quiet is-small is-danger", onclick: tell("tag-remove") }, t("Remove"))
        : null,
    );
  }
}
