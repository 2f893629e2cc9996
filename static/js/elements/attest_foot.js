// The last line: what the keys do now, and whether everything is saved.

import { h } from "../lib/dom.js";
import { singleKeysOn } from "../page/shell.js";
import { isFinished } from "../lib/tag_set.js";
import { isExtended } from "../lib/word_cursor.js";

const HINTS = {
  text: [
    ["← →", "word"],
    ["Shift", "extend"],
    ["e", "event"],
    ["a", "actor"],
    ["r", "reliability"],
    ["n", "next to do"],
    ["z", "undo"],
    ["?", "all keys"],
  ],
  selected: [
    ["e", "event"],
    ["a", "actor"],
    ["r", "reliability"],
    ["Alt Shift ← →", "exact letters"],
    ["Esc", "let go"],
    ["?", "all keys"],
  ],
  tag: [
    ["Enter", "open"],
    ["Del", "remove"],
    ["t", "next tag"],
    ["← →", "word"],
    ["n", "next to do"],
    ["?", "all keys"],
  ],
  finished: [
    ["s", "submit"],
    ["n", "next to do"],
    ["S", "submit all finished"],
    ["e", "event"],
    ["a", "actor"],
    ["r", "reliability"],
    ["?", "all keys"],
  ],
  form: [
    ["Enter", "save"],
    ["Esc", "back"],
    ["Tab", "next field"],
  ],
  reading: [
    ["j k", "sentence"],
    ["← →", "word"],
    ["/", "filter"],
    ["?", "all keys"],
  ],
};

const SAVE_WORDS = {
  saved: () => "All saved",
  saving: () => "Saving",
  waiting: (count) => `${count} waiting: the server does not answer, trying again`,
  offline: (count) => `Offline, ${count} kept here`,
  conflict: () => "Two people changed the same: choose",
  failed: () => "Not saved: see the right column",
  "signed-out": (count) => `Signed out, ${count} kept here`,
};

export class AttestFoot extends HTMLElement {
  start(work) {
    this.work = work;
    this.keys = this.querySelector(".foot-keys");
    this.state = this.querySelector(".save-state");
    for (const event of ["focus", "cursor", "form", "set"]) work.addEventListener(event, () => this.#later());
    work.addEventListener("status", () => this.#status());
    addEventListener("online", () => this.#status());
    addEventListener("offline", () => this.#status());
    this.#status();
  }

  #later() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.#hints());
  }

  #hints() {
    const name = this.#situation();
    if (name === this.shown) return;
    this.shown = name;
    const hints = singleKeysOn() ? HINTS[name] : HINTS[name].filter(([keys]) => keys.length > 1);
    this.keys.replaceChildren(
      ...hints.map(([keys, words]) => h("span", {}, ...keys.split(" ").map((key) => h("kbd", {}, key)), ` ${words}`)),
    );
  }

  #situation() {
    const { work } = this;
    if (!work.me.can_edit) return "reading";
    if (work.form) return "form";
    if (work.picked) return "tag";
    if (isExtended(work.cursor)) return "selected";
    return work.focus !== null && isFinished(work.shown(work.focus)) ? "finished" : "text";
  }

  #status() {
    const { state, waiting } = this.work.outbox.status;
    const isOff = state === "saved" && navigator.onLine === false;
    this.state.dataset.state = isOff ? "offline" : state === "signed-out" ? "failed" : state;
    const words = isOff ? "Offline, all saved" : SAVE_WORDS[state](waiting);
    if (this.state.textContent !== words) this.state.textContent = words;
  }
}

customElements.define("attest-foot", AttestFoot);
