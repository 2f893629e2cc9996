// The right column: the tags of the sentence as cards, the open form among them, what came back, its history.

import "./attest_actor_form.js";
import "./attest_event_form.js";
import "./attest_reliability_form.js";
import { h, withKeys } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { correctable } from "../lib/refusals.js";
import { inReadingOrder } from "../lib/tag_set.js";
import { freshActor, freshEvent, freshReliability } from "../lib/tag_values.js";
import { relative } from "../page/shell.js";
import { problemsOf } from "./problems.js";
import { showHistory } from "./history_panel.js";
import { reviewItems } from "./review_panel.js";
import { notes } from "./side_notes.js";
import { card } from "./tag_cards.js";

const DRAFTS = { event: freshEvent, actor: freshActor, reliability: freshReliability };
const TABS = { tags: t("Tags"), history: t("History"), review: t("Review") };

export class AttestDesk extends HTMLElement {
  start(work) {
    this.work = work;
    this.tabs = new Map(Object.entries(TABS).map(([name, words]) => [name, this.#tab(name, words)]));
    this.panels = new Map(
      Object.keys(TABS).map((name) => [
        name,
        h("div", {
          class: "desk-body",
          role: "tabpanel",
          id: `panel-${name}`,
          "aria-labelledby": `tab-${name}`,
          tabIndex: -1,
          hidden: name !== "tags",
        }),
      ]),
    );
    const grip = h("button", {
      type: "button",
      class: "desk-grip",
      "aria-label": t("Show or hide the tags"),
      onclick: () => this.#toggleSheet(),
    });
    this.replaceChildren(
      grip,
      h("div", { class: "desk-tabs", role: "tablist", "aria-label": t("About this sentence") }, ...this.tabs.values()),
      ...this.panels.values(),
    );
    this.addEventListener("keydown", (event) => this.#tabKey(event));
    this.addEventListener("keydown", (event) => this.#cardKey(event));
    work.addEventListener("focus", () => this.#focus());
    work.addEventListener("set", ({ detail }) => detail.sentence === work.focus && this.show());
    work.addEventListener("cursor", () => this.#markCurrent());
    work.addEventListener("form", () => this.#form());
    work.addEventListener("refused", ({ detail }) => this.#refused(detail));
    work.addEventListener("status", () => work.focus !== null && this.show());
  }

  #toggleSheet() {
    this.classList.toggle("is-open");
    this.#tell("sheet-moved");
  }

  /** Show a tab. */
  choose(name) {
    this.work.tab = name;
    for (const [key, tab] of this.tabs) {
      tab.setAttribute("aria-selected", String(key === name));
      tab.tabIndex = key === name ? 0 : -1;
      this.panels.get(key).hidden = key !== name;
    }
    this.show();
  }

  /** Bring the present tab up to date. An open form stays as it is, focus and all. */
  show() {
    const { work } = this;
    const set = work.shown(work.focus);
    this.tabs.get("tags").lastElementChild.textContent = set.tags.length || "";
    this.tabs.get("review").lastElementChild.textContent = work.current.review?.length || "";
    if (work.tab === "history") showHistory(work, this.panels.get("history"), relative);
    else if (work.tab === "review") this.panels.get("review").replaceChildren(...reviewItems(work, relative));
    else this.#showTags(set);
  }

  #showTags(set) {
    const panel = this.panels.get("tags");
    const before = [...notes(this.work, relative), ...problemsOf(this.work, () => this.#settled()), this.asking].filter(Boolean);
    const cards = this.#cards(set);
    const kept =
      this.openCard?.isConnected && cards.includes(this.openCard) ? this.openCard : this.asking?.isConnected ? this.asking : null;
    const wanted = [...before, ...cards];
    if (cards.length === 0) wanted.push(this.#empty(set));
    if (this.suggestions) wanted.push(this.suggestions);
    for (const child of [...panel.children]) if (child !== kept) child.remove();
    const at = wanted.indexOf(kept);
    if (kept) kept.before(...wanted.slice(0, at));
    panel.append(...wanted.slice(at + 1));
  }

  #cards(set) {
    const { form } = this.work;
    const isNew = form && !form.tag;
    const drafts = isNew
      ? [
          {
            kind: form.kind,
            isNew,
            version: 1,
            tag: "",
            value: DRAFTS[form.kind]({ ...form.span, quote: "" }),
          },
        ]
      : [];
    return inReadingOrder([...set.tags, ...drafts]).map((tag) => {
      const isOpen = tag.isNew || (form && form.tag?.tag === tag.tag);
      if (isOpen && this.openCard) return this.openCard;
      const made = card(this.work, tag, {
        isCurrent: this.work.picked === tag.tag,
        open: () => this.#toggle(tag),
        hover: (uid) => this.dispatchEvent(new CustomEvent("tag-hover", { detail: uid, bubbles: true })),
        body: isOpen ? this.formElement : null,
      });
      if (isOpen) this.openCard = made;
      return made;
    });
  }

  #empty(set) {
    if (!this.work.me.can_edit) return h("p", { class: "desk-empty" }, t("No tags here yet."), " ", this.work.me.why_not);
    if (set.outcome === "nothing_to_code")
      return h("p", { class: "desk-empty" }, t("Read, and found nothing to code. Tag something to take that back."));
    const words = t(
      "No tags yet. Go to a word with the arrow keys, widen with Shift, then [e] for an event, [a] for an actor, [r] for reliability. [0] says that there is nothing to code.",
    );
    return h("p", { class: "desk-empty" }, withKeys(words));
  }

  #settled() {
    this.work.dispatchEvent(new CustomEvent("set", { detail: { sentence: this.work.focus } }));
    this.#tell("to-text");
  }

  /** A refused tag opens again with its values and the faults at their fields. */
  #refused({ entry, problem }) {
    const operation = problem?.status === 422 ? correctable(entry) : null;
    if (!operation || entry.sentence !== this.work.focus || this.work.form) return;
    const tag = this.work.shown(entry.sentence).tags.find((one) => one.tag === operation.tag);
    if (tag) this.work.open({ kind: operation.kind, tag });
  }

  #toggle(tag) {
    if (this.work.form?.tag?.tag === tag.tag) return this.work.open(null);
    if (!this.work.me.can_edit) return this.work.pick(tag.tag);
    this.work.open({ kind: tag.kind, tag });
  }

  #form() {
    const { form } = this.work;
    this.openCard = null;
    this.formElement = null;
    this.classList.toggle("has-form", Boolean(form));
    if (form) {
      if (this.work.tab !== "tags") this.choose("tags");
      this.formElement = document.createElement(`attest-${form.kind}-form`);
      this.formElement.start(this.work, form);
    }
    this.show();
    if (!form) return;
    this.classList.add("is-open");
    this.formElement.enter();
    if (form.faults) this.formElement.showFaults(form.faults);
    this.openCard?.scrollIntoView({ block: "nearest" });
  }

  /** Ask something in the column; null takes the question away. */
  ask(panel) {
    this.asking = panel;
    if (panel) this.choose("tags");
    else this.show();
    if (!panel) return;
    this.classList.add("is-open");
    panel.enter();
  }

  #focus() {
    this.asking = null;
    for (const panel of this.panels.values()) panel.scrollTop = 0;
    this.show();
  }

  #markCurrent() {
    for (const element of this.querySelectorAll(".card"))
      element.classList.toggle("is-current", Boolean(this.work.picked) && element.dataset.tag === this.work.picked);
    this.querySelector(".card.is-current")?.scrollIntoView({ block: "nearest" });
  }

  #tab(name, words) {
    const isFirst = name === "tags";
    return h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${name}`,
        "aria-controls": `panel-${name}`,
        "aria-selected": String(isFirst),
        tabIndex: isFirst ? 0 : -1,
        onclick: () => this.choose(name),
      },
      `${words} `,
      h("span", { class: "count" }),
    );
  }

  #cardKey(event) {
    const line = event.target.closest(".card-line");
    if (event.defaultPrevented || event.target.closest("attest-event-form, attest-actor-form, attest-reliability-form")) return;
    if (event.key === "Delete" && line) this.#tell("remove-tag", { tag: line.closest(".card").dataset.tag });
    else if (event.key === "Escape") this.#tell("to-text");
    else return;
    event.preventDefault();
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  #tabKey(event) {
    if (event.target.getAttribute("role") !== "tab" || !/^Arrow(Left|Right)$/u.test(event.key)) return;
    const names = [...this.tabs.keys()];
    const step = (event.key === "ArrowRight") === (getComputedStyle(this).direction === "ltr") ? 1 : -1;
    const next = names[(names.indexOf(this.work.tab) + step + names.length) % names.length];
    event.preventDefault();
    this.choose(next);
    this.tabs.get(next).focus();
  }
}

customElements.define("attest-desk", AttestDesk);
