// What can be done with the sentence in focus, as buttons under it: the same verbs as the keys.

import { chip, h, icon } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { isFinished, spokenState } from "../lib/tag_set.js";
import { STATE_WORDS } from "../lib/wording.js";

export class SentenceTools {
  constructor(work, verbs) {
    Object.assign(this, { work, verbs });
    this.element = h("div", { class: "sentence-tools", dir: document.documentElement.dir });
    work.addEventListener("focus", () => this.show());
    work.addEventListener("set", ({ detail }) => detail.sentence === work.focus && this.show());
  }

  show() {
    const set = this.work.shown(this.work.focus);
    const state = spokenState(set);
    if (!this.work.me.can_edit) return this.element.replaceChildren(chip(state, STATE_WORDS[state]));
    const had = this.element.querySelector("details")?.open;
    const parts = [
      this.#button("event", t("Event"), "e"),
      this.#button("actor", t("Actor"), "a"),
      this.#button("reliability", t("Reliability"), "r"),
      h("span", { class: "tools-gap" }),
      this.#closing(set, state),
      this.#menu(set, state),
    ];
    this.element.replaceChildren(...parts.filter(Boolean));
    if (had) this.element.querySelector("details").open = true;
  }

  #button(verb, words, key, extra = "") {
    return h(
      "button",
      {
        type: "button",
        class: `button is-small ${extra}`,
        dataset: { verb },
        title: `${words} (${key})`,
        onclick: () => this.verbs[verb](),
      },
      words,
      h("kbd", {}, key),
    );
  }

  #closing(set, state) {
    if (state === "submitted" || state === "approved_once") return this.#button("withdraw", t("Withdraw"), "w", "is-quiet");
    if (isFinished(set)) return this.#button("submit", t("Submit"), "s", "is-primary");
    if (state === "unread") return this.#button("nothing", t("Nothing to code"), "0", "is-quiet");
    return null;
  }

  #menu(set, state) {
    const item = (verb, words, key) =>
      h("button", { type: "button", dataset: { verb }, onclick: () => this.#chosen(verb) }, words, h("kbd", {}, key));
    const isEmpty = set.tags.length === 0;
    return h(
      "details",
      { class: "menu is-end" },
      h("summary", { class: "button is-small is-quiet", "aria-label": t("More for this sentence") }, icon("more")),
      h(
        "div",
        { class: "menu-list" },
        isEmpty && state !== "unread"
          ? item("nothing", set.outcome === "nothing_to_code" ? t("Something to code after all") : t("Nothing to code"), "0")
          : null,
        item("unsure", set.question ? t("Change the question") : t("Unsure: ask the lead"), "u"),
        item("undo", t("Undo"), "z"),
        item("redo", t("Redo"), "Z"),
        h("hr", {}),
        item("split", t("Split before this word"), "b"),
        item("join", t("Join with the next sentence"), "B"),
        item("uncut", t("Take back the last split or join"), "U"),
        h("hr", {}),
        item("submitAll", t("Submit all finished"), "S"),
      ),
    );
  }

  #chosen(verb) {
    this.element.querySelector("details").open = false;
    this.verbs[verb]();
  }
}
