// A field with a list of offers, after the ARIA 1.2 editable combobox: type, arrow, Enter or Tab takes, Esc closes.
// `offers(typed)` answers choices {value, code, words, key, group} now or later; "choose" tells what was taken.

import { freshId, h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

const WAIT = 160;

export class AttestCombobox extends HTMLElement {
  /** What the field shows for a choice. */
  shownAs = (choice) => choice.code ?? choice.words ?? "";
  offers = () => [];
  /** Whether words that are no choice may stay. */
  isFree = false;
  emptyWords = t("Nothing fits.");
  chosen = null;

  connectedCallback() {
    if (this.input) return;
    this.classList.add("combo");
    const listId = freshId("offers");
    this.input = h("input", {
      id: this.getAttribute("input-id") ?? freshId("combo"),
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      dir: "auto",
      placeholder: this.getAttribute("placeholder"),
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": listId,
      "aria-label": this.getAttribute("label"),
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
      onfocus: () => this.hasAttribute("opens") && !this.chosen && !this.typed.trim() && this.open(),
      onblur: () => this.#left(),
    });
    this.list = h("div", {
      id: listId,
      class: "combo-list",
      role: "listbox",
      "aria-label": t("Offers"),
      tabIndex: -1,
      hidden: true,
    });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(this.shown[Number(option.dataset.index)]);
    });
    this.append(this.input, this.list);
    this.#showChosen();
  }

  get isOpen() {
    return !this.list.hidden;
  }

  get typed() {
    return this.input.value;
  }

  /** Show a choice as taken, without telling. */
  set(choice) {
    this.chosen = this.taken = choice;
    if (this.input) this.#showChosen();
  }

  /** Take a choice: show it, close, tell. */
  take(choice) {
    this.isDirty = false;
    this.chosen = this.taken = choice;
    this.#showChosen();
    this.close();
    this.dispatchEvent(new CustomEvent("choose", { detail: choice, bubbles: true }));
  }

  async open() {
    await this.refresh();
  }

  close() {
    clearTimeout(this.timer);
    this.asked = null;
    this.#ask(false);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** Ask for the offers again; an answer that comes too late is dropped. */
  async refresh() {
    const asked = (this.asked = Symbol("asked"));
    const typed = this.isDirty ? this.typed : "";
    const answer = this.offers(typed);
    if (Array.isArray(answer)) return this.#show(answer);
    this.#ask(true);
    for await (const offers of answer) {
      if (this.asked !== asked || !this.contains(document.activeElement)) return;
      this.#show(offers);
    }
    this.#ask(false);
    this.#takeUp();
  }

  #ask(isAsking) {
    this.isAsking = isAsking;
    this.list.setAttribute("aria-busy", String(isAsking));
  }

  /** Enter was pressed before the offers were complete: do now what it meant. */
  #takeUp() {
    const enters = this.enters ?? 0;
    this.enters = 0;
    if (enters === 0 || !this.isOpen || this.active < 0) return;
    this.take(this.shown[this.active]);
    if (enters > 1)
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  }

  #show(offers) {
    const kept = this.shown?.[this.active]?.value;
    this.shown = offers;
    this.list.replaceChildren(...this.#rows(offers));
    // Where any words will do, a list without offers only covers what stands below it.
    const isNeeded = offers.length > 0 || !this.isFree || this.isDirty;
    this.list.hidden = !isNeeded;
    this.input.setAttribute("aria-expanded", String(isNeeded));
    if (isNeeded) this.list.scrollIntoView({ block: "nearest" });
    const again = offers.findIndex(({ value }) => value === (this.wasMoved ? kept : this.chosen?.value));
    // Nothing typed, or nothing that surely fits: Enter must not take what nobody asked for.
    this.#activate(again >= 0 ? again : this.isDirty && offers.length > 0 && !offers[0].isWeak ? 0 : -1);
  }

  #rows(offers) {
    if (offers.length === 0) return [h("div", { class: "combo-none" }, this.emptyWords)];
    const rows = [];
    offers.forEach((offer, index) => {
      if (offer.group && offer.group !== offers[index - 1]?.group) {
        rows.push(h("div", { class: "combo-group", role: "presentation" }, offer.group));
      }
      rows.push(this.#row(offer, index));
    });
    return rows;
  }

  #row(offer, index) {
    const marked = offer.mark ?? 0;
    const code = offer.code
      ? h("span", { class: "combo-code" }, marked ? h("mark", {}, offer.code.slice(0, marked)) : null, offer.code.slice(marked))
      : h("span", {});
    return h(
      "div",
      {
        id: `${this.list.id}-${index}`,
        class: "combo-option",
        role: "option",
        "aria-selected": "false",
        dataset: { index: String(index) },
      },
      code,
      h("span", { class: "combo-words", dir: "auto" }, offer.words ?? ""),
      h("span", { class: "combo-key" }, offer.key ?? ""),
    );
  }

  #activate(index) {
    this.active = index;
    for (const option of this.list.querySelectorAll("[role=option]")) {
      option.setAttribute("aria-selected", String(Number(option.dataset.index) === index));
    }
    const option = index >= 0 ? this.list.querySelector(`[data-index="${index}"]`) : null;
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  #typed() {
    this.isDirty = true;
    this.wasMoved = false;
    if (!this.isFree) this.chosen = null;
    this.dispatchEvent(new CustomEvent("typed", { detail: this.typed, bubbles: true }));
    clearTimeout(this.timer);
    if (!this.hasAttribute("remote")) return this.refresh();
    this.#ask(true);
    this.timer = setTimeout(() => this.refresh(), WAIT);
  }

  #key(event) {
    if (event.isComposing) return;
    const isPlain = !event.ctrlKey && !event.metaKey;
    const count = this.shown?.length ?? 0;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && isPlain) {
      event.preventDefault();
      if (!this.isOpen) this.open();
      else if (count > 0) {
        this.wasMoved = true;
        const from = this.active < 0 && event.key === "ArrowUp" ? 0 : this.active;
        this.#activate((from + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
      }
    } else if (event.key === "Enter" && isPlain && this.isAsking && !this.wasMoved) {
      event.preventDefault();
      event.stopPropagation();
      this.enters = (this.enters ?? 0) + 1;
    } else if (event.key === "Enter" && isPlain && this.isOpen && this.active >= 0) {
      event.preventDefault();
      event.stopPropagation(); // Enter took the offer; the next one saves
      this.take(this.shown[this.active]);
    } else if (event.key === "Tab" && this.isOpen && this.active >= 0 && (this.isDirty || this.wasMoved)) {
      this.take(this.shown[this.active]);
    } else if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      if (!this.isFree) this.#putBack();
    }
  }

  /** A field that was emptied says so: nothing is chosen any more. */
  settle() {
    if (this.isFree || !this.isDirty || this.chosen || this.typed.trim() !== "") return;
    this.isDirty = false;
    this.taken = null;
    this.dispatchEvent(new CustomEvent("choose", { detail: null, bubbles: true }));
  }

  #left() {
    this.close();
    this.settle();
  }

  /** What was chosen before something else was typed. */
  #putBack() {
    this.chosen = this.taken ?? null;
    this.#showChosen();
  }

  #showChosen() {
    this.isDirty = false;
    this.wasMoved = false;
    this.input.value = this.chosen ? this.shownAs(this.chosen) : "";
  }
}

customElements.define("attest-combobox", AttestCombobox);
