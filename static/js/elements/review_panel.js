// What reviewers said of the sentence, newest first, and where it stands.

import { h } from "../lib/dom.js";
import { exactTime, t } from "../lib/i18n.js";
import { REASON_WORDS } from "../lib/wording.js";

function said({ verb, revision, reason }) {
  const words =
    verb === "approve"
      ? t("approved revision %(revision)s", { revision })
      : t("returned revision %(revision)s", { revision });
  return reason ? `${words}: ${REASON_WORDS[reason] ?? reason}` : words;
}

/** The decisions on the sentence in focus as elements. */
export function reviewItems(work, relative) {
  const decisions = work.current.review ?? [];
  if (decisions.length === 0) {
    const { state } = work.shown(work.focus);
    const words =
      state === "submitted"
        ? t("Submitted. No reviewer has decided yet.")
        : t("No reviewer has seen this sentence yet. Submit it when it is done.");
    return [h("p", { class: "desk-empty" }, words)];
  }
  return decisions.map(({ by, verb, reason, note, at, revision }) => {
    const exact = exactTime(at);
    return h(
      "article",
      { class: "history-item" },
      h("span", { class: "coder" }, by),
      h("span", {}, said({ verb, revision, reason })),
      note ? h("span", { dir: "auto" }, note) : null,
      h("time", { datetime: at, title: exact, "data-relative": "" }, relative(Date.parse(at)) ?? exact),
    );
  });
}
