// The last line: what the keys do now, and whether everything is saved.

import { h } from "../lib/dom.js";
import { singleKeysOn } from "../page/shell.js";
import { plural, t } from "../lib/i18n.js";
import { isFinished } from "../lib/tag_set.js";
import { isExtended } from "../lib/word_cursor.js";

const HINTS = {
  text: [
    ["← →", t("word")],
    ["Shift", t("extend")],
    ["e", t("event")],
    ["a", t("actor")],
    ["r", t("reliability")],
    ["n", t("next to do")],
    ["z", t("undo")],
    ["?", t("all keys")],
  ],
  selected: [
    ["e", t("event")],
    ["a", t("actor")],
    ["r", t("reliability")],
    ["Alt Shift ← →", t("exact letters")],
    ["Esc", t("let go")],
    ["?", t("all keys")],
  ],
  tag: [
    ["Enter", t("open")],
    ["Del", t("remove")],
    ["t", t("next tag")],
    ["← →", t("word")],
    ["n", t("next to do")],
    ["?", t("all keys")],
  ],
  finished: [
    ["s", t("submit")],
    ["n", t("next to do")],
    ["S", t("submit all finished")],
    ["e", t("event")],
    ["a", t("actor")],
    ["r", t("reliability")],
    ["?", t("all keys")],
  ],
  form: [
    ["Enter", t("save")],
    ["Esc", t("back")],
    ["Tab", t("next field")],
  ],
  reading: [
    ["j k", t("sentence")],
    ["← →", t("word")],
    ["/", t("filter")],
    ["?", t("all keys")],
  ],
};

const SAVE_WORDS = {
  saved: () => t("All saved"),
  saving: () => t("Saving"),
  waiting: (count) =>
    plural(
      "%(count)s waiting: the server does not answer, trying again",
      "%(count)s waiting: the server does not answer, trying again",
      count,
    ),
  offline: (count) => plural("Offline, %(count)s kept here", "Offline, %(count)s kept here", count),
  conflict: () => t("Two people changed the same: choose"),
  failed: () => t("Not saved: see the right column"),
  "signed-out": (count) => plural("Signed out, %(count)s kept here", "Signed out, %(count)s kept here", count),
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
    const words = isOff ? t("Offline, all saved") : SAVE_WORDS[state](waiting);
    if (this.state.textContent !== words) this.state.textContent = words;
  }
}

customElements.define("attest-foot", AttestFoot);
