// What the right column says above the cards: why a sentence came back, a question to the lead, what could not be saved.

import { chip, h } from "../lib/dom.js";
import { refusalWords } from "../lib/api.js";
import { exactTime, t } from "../lib/i18n.js";
import { spokenState } from "../lib/tag_set.js";
import { REASON_WORDS, STATE_WORDS } from "../lib/wording.js";

/** State and last hand of the sentence, then what came back, then the question. */
export function notes(work, relative) {
  const row = work.current;
  const set = work.shown(work.focus);
  const state = spokenState(set);
  const by = set.by ? h("span", {}, t("· changed by %(by)s", { by: set.by })) : null;
  const at = set.at ? relative(Date.parse(set.at)) : null;
  return [
    h(
      "p",
      { class: "desk-note" },
      chip(state, STATE_WORDS[state]),
      by,
      at ? [h("time", { datetime: set.at, title: exactTime(set.at), "data-relative": "" }, at)] : null,
    ),
    ["submitted", "approved_once", "approved"].includes(set.state) ? null : returned(row.review?.[0]),
    set.question
      ? h(
          "div",
          { class: "notice is-flat", dataset: { level: "warning" } },
          h("span", { class: "notice-title" }, t("Question to the lead")),
          h("span", { dir: "auto" }, set.question),
        )
      : null,
  ];
}

function returned(decision) {
  if (decision?.verb !== "return") return null; // it stays in sight until the sentence is submitted again
  const reason = REASON_WORDS[decision.reason] ?? decision.reason;
  return h(
    "div",
    { class: "notice is-flat", dataset: { level: "warning" }, role: "note" },
    h("span", { class: "notice-title" }, t("Returned by %(by)s: %(reason)s", { by: decision.by, reason })),
    decision.note ? h("span", { dir: "auto" }, decision.note) : null,
    h("span", { class: "smaller quiet" }, t("Change what is meant, then submit again.")),
  );
}

/** A refusal that keeps the work: what happened, what to do, who can. */
export function refusal({ entry, status, body }, { retry, discard }) {
  const isRecut = body?.code === "sentence-recut" || status === 404;
  const what =
    entry.verb === "submit"
      ? t("Not submitted")
      : entry.verb === "undo"
        ? t("Nothing to undo")
        : entry.verb === "redo"
          ? t("Nothing to redo")
          : t("Not saved");
  return h(
    "div",
    { class: "notice is-flat", dataset: { level: "error" }, role: "alert" },
    h("span", { class: "notice-title" }, what),
    h("span", {}, refusalWords(body, status)),
    h(
      "span",
      { class: "smaller quiet" },
      entry.verb === "operations" ? t("What you did is kept in this browser until you decide.") : "",
    ),
    h(
      "span",
      { class: "notice-actions" },
      isRecut
        ? h("button", { type: "button", class: "button is-small", onclick: () => location.reload() }, t("Load the present text"))
        : h("button", { type: "button", class: "button is-small", onclick: retry }, t("Try again")),
      h(
        "button",
        { type: "button", class: "button is-small is-quiet", onclick: discard },
        entry.verb === "operations" ? t("Discard it") : t("Close"),
      ),
    ),
  );
}

/** The session ended: sign in elsewhere, then send what waits. */
export function signedOut(work) {
  return h(
    "div",
    { class: "notice is-flat", dataset: { level: "warning" }, role: "alert" },
    h("span", { class: "notice-title" }, t("You are signed out")),
    h("span", {}, t("What you did since is kept in this browser. Sign in in another tab, then send it.")),
    h(
      "span",
      { class: "notice-actions" },
      h("a", { class: "button is-small", href: work.payload.urls.login, target: "_blank", rel: "noopener" }, t("Sign in")),
      h("button", { type: "button", class: "button is-small", onclick: () => work.outbox.retry() }, t("Send what waits")),
    ),
  );
}
