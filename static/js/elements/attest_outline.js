// The source at a glance: a line per sentence, filtered by words and by what is to do.

import { chip, h } from "../lib/dom.js";
import { plural, t } from "../lib/i18n.js";
import { isToDo, spokenState } from "../lib/tag_set.js";
import { folded } from "../lib/type_ahead.js";
import { STATE_WORDS } from "../lib/wording.js";

const FILTERS = {
  all: { words: t("All"), test: () => true },
  todo: { words: t("To do"), test: isToDo },
  returned: { words: t("Returned"), test: ({ state }) => state === "returned" },
  submitted: { words: t("In review"), test: ({ state }) => state === "submitted" || state === "approved_once" },
  approved: { words: t("Approved"), test: ({ state }) => state === "approved" },
};

export class AttestOutline extends HTMLElement {
  start(work) {
    this.work = work;
    this.rows = new Map(Array.from(this.querySelectorAll(".outline-row"), (row) => [Number(row.dataset.sentence), row]));
    this.search = this.querySelector("input[type=search]");
    this.choice = this.querySelector("select");
    for (const [value, { words }] of Object.entries(FILTERS)) this.choice.append(h("option", { value }, words));
    this.choice.hidden = false;
    this.none = h("p", { class: "desk-empty", hidden: true, role: "status" }, t("No sentence fits."));
    this.querySelector(".outline-list").append(this.none);
    this.search.addEventListener("input", () => this.#filter());
    this.choice.addEventListener("change", () => this.#filter());
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("keydown", (event) => this.#key(event));
    work.addEventListener("set", ({ detail }) => this.#set(detail.sentence));
    work.addEventListener("focus", ({ detail }) => this.#focus(detail));
    for (const id of work.order) this.#state(id);
    this.#count();
  }

  #set(id) {
    this.#state(id);
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.#count());
    if (this.choice.value !== "all") this.#filter();
  }

  #state(id) {
    const state = spokenState(this.work.shown(id));
    const marks = this.rows.get(id)?.querySelector(".outline-marks");
    if (marks && marks.firstElementChild?.dataset.state !== state) marks.replaceChildren(chip(state, STATE_WORDS[state], true));
  }

  #count() {
    const states = this.work.order.map((id) => this.work.shown(id).state);
    const of = (...wanted) => states.filter((state) => wanted.includes(state)).length;
    const parts = {
      approved: of("approved"),
      submitted: of("submitted", "approved_once"),
      draft: of("draft", "returned", "withdrawn"),
    };
    let start = 0;
    for (const [name, number] of Object.entries(parts)) {
      const bar = this.querySelector(`.meter-${name}`);
      const width = states.length ? (100 * number) / states.length : 0;
      bar?.setAttribute("x", String(start));
      bar?.setAttribute("width", String(width));
      start += width;
    }
    const todo = this.work.order.filter((id) => isToDo(this.work.shown(id))).length;
    this.querySelector(".legend").textContent = todo
      ? plural(
          "%(count)s sentence to do, %(submitted)s in review, %(approved)s approved",
          "%(count)s sentences to do, %(submitted)s in review, %(approved)s approved",
          todo,
          parts,
        )
      : t("Nothing to do, %(submitted)s in review, %(approved)s approved", parts);
  }

  #filter() {
    const words = folded(this.search.value).trim();
    const { test } = FILTERS[this.choice.value] ?? FILTERS.all;
    let shown = 0;
    for (const [id, row] of this.rows) {
      const { text, number } = this.work.sentences.get(id);
      const fits = (!words || folded(text.text).includes(words) || String(number) === words) && test(this.work.shown(id));
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    this.none.hidden = shown > 0;
  }

  #focus({ sentence, previous }) {
    this.rows.get(previous)?.removeAttribute("aria-current");
    const row = this.rows.get(sentence);
    row?.setAttribute("aria-current", "true");
    const list = this.querySelector(".outline-list");
    if (!row || row.hidden) return;
    const [top, height] = [row.offsetTop, row.offsetHeight]; // the list is the offset parent
    if (top < list.scrollTop + height) list.scrollTop = top - height * 2;
    else if (top + height * 2 > list.scrollTop + list.clientHeight) list.scrollTop = top + height * 3 - list.clientHeight;
  }

  #click(event) {
    const row = event.target.closest(".outline-row");
    if (!row) return;
    event.preventDefault();
    this.work.goTo(Number(row.dataset.sentence));
    this.dispatchEvent(new CustomEvent("to-text", { bubbles: true }));
  }

  #key(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (event.target === this.search && this.search.value) {
        this.search.value = "";
        this.#filter();
        return;
      }
      this.dispatchEvent(new CustomEvent("to-text", { bubbles: true }));
    } else if (event.key === "Enter" && event.target === this.search) {
      event.preventDefault();
      const first = [...this.rows].find(([, row]) => !row.hidden);
      if (first) this.work.goTo(first[0]);
      this.dispatchEvent(new CustomEvent("to-text", { bubbles: true }));
    }
  }
}

customElements.define("attest-outline", AttestOutline);
