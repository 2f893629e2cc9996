// The fields that not every event needs, in sections one key away: Alt and a letter opens one and goes to its first field.
// A section that says something stands open from the start.

import { freshId, h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

export class FormSections {
  /** `sections` are {name, letter, title, fields, isUsed}; `letter` is that of a key, whatever the layout puts on it. */
  constructor(sections) {
    this.sections = sections.map((section) => this.#section(section));
    this.bar = h(
      "div",
      { class: "section-bar", role: "group", "aria-label": t("More fields") },
      this.sections.map(({ button }) => button),
    );
    this.parts = [this.bar, ...this.sections.map(({ panel }) => panel)];
  }

  #section({ name, letter, title, fields, isUsed }) {
    const panel = h(
      "div",
      { class: "form-section", id: freshId(name), dataset: { section: name }, role: "group", "aria-label": title, hidden: !isUsed },
      h("p", { class: "form-section-title", "aria-hidden": "true" }, title),
      fields,
    );
    const button = h(
      "button",
      {
        type: "button",
        class: "section-toggle",
        "aria-expanded": String(isUsed),
        "aria-controls": panel.id,
        "aria-keyshortcuts": `Alt+${letter.toUpperCase()}`,
        onclick: () => this.#turn(section, panel.hidden),
      },
      title,
      h("kbd", {}, t("Alt %(letter)s", { letter: letter.toUpperCase() })),
    );
    const section = { name, letter, panel, button };
    return section;
  }

  /** Open the section that the key names; whether there is one. */
  key(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
    const section = this.sections.find(({ letter }) => event.code === `Key${letter.toUpperCase()}`);
    if (section) this.#turn(section, true);
    return Boolean(section);
  }

  /** Open the section in which a fault or a field stands. */
  reveal(element) {
    const section = this.sections.find(({ panel }) => panel.contains(element));
    if (section) this.#show(section, true);
  }

  #turn(section, isOpen) {
    this.#show(section, isOpen);
    if (!isOpen) return;
    section.panel.querySelector('input, select, textarea, button:not([tabindex="-1"])')?.focus();
    section.panel.scrollIntoView({ block: "nearest" });
  }

  #show({ panel, button }, isOpen) {
    panel.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
  }
}
