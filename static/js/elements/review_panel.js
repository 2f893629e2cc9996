// What reviewers said of the sentence, newest first, and where it stands.

import { h } from "../lib/dom.js";
import { REASON_WORDS } from "../lib/wording.js";

const SAID = { approve: "approved", return: "returned" };

/** The decisions on the sentence in focus as elements. */
export function reviewItems(work, relative) {
  const decisions = work.current.review ?? [];
  if (decisions.length === 0) {
    const { state } = work.shown(work.focus);
    const words =
      state === "submitted"
        ? "Submitted. No reviewer has decided yet."
        : "No reviewer has seen this sentence yet. Submit it when it is done.";
    return [h("p", { class: "desk-empty" }, words)];
  }
  return decisions.map(({ by, verb, reason, note, at, revision }) => {
    const exact = new Date(at).toLocaleString("en");
    return h(
      "article",
      { class: "history-item" },
      h("span", { class: "coder" }, by),
      h("span", {}, `${SAID[verb] ?? verb} revision ${revision}${reason ? `: ${REASON_WORDS[reason] ?? reason}` : ""}`),
      note ? h("span", { dir: "auto" }, note) : null,
      h("time", { datetime: at, title: exact, "data-relative": "" }, relative(Date.parse(at)) ?? exact),
    );
  });
}
