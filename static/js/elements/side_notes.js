// What the right column says above the cards: why a sentence came back, a question to the lead, what could not be saved.

import { chip, h } from "../lib/dom.js";
import { refusalWords } from "../lib/api.js";
import { spokenState } from "../lib/tag_set.js";
import { REASON_WORDS, STATE_WORDS } from "../lib/wording.js";

/** State and last hand of the sentence, then what came back, then the question. */
export function notes(work, relative) {
  const row = work.current;
  const set = work.shown(work.focus);
  const state = spokenState(set);
  const by = set.by ? h("span", {}, `· changed by ${set.by}`) : null;
  const at = set.at ? relative(Date.parse(set.at)) : null;
  return [
    h(
      "p",
      { class: "desk-note" },
      chip(state, STATE_WORDS[state]),
      by,
      at ? [h("time", { datetime: set.at, title: new Date(set.at).toLocaleString("en"), "data-relative": "" }, at)] : null,
    ),
    ["submitted", "approved_once", "approved"].includes(set.state) ? null : returned(row.review?.[0]),
    set.question
      ? h(
          "div",
          { class: "notice is-flat", dataset: { level: "warning" } },
          h("span", { class: "notice-title" }, "Question to the lead"),
          h("span", { dir: "auto" }, set.question),
        )
      : null,
  ];
}

function returned(decision) {
  if (decision?.verb !== "return") return null; // it stays in sight until the sentence is submitted again
  return h(
    "div",
    { class: "notice is-flat", dataset: { level: "warning" }, role: "note" },
    h("span", { class: "notice-title" }, `Returned by ${decision.by}: ${REASON_WORDS[decision.reason] ?? decision.reason}`),
    decision.note ? h("span", { dir: "auto" }, decision.note) : null,
    h("span", { class: "smaller quiet" }, "Change what is meant, then submit again."),
  );
}

/** A refusal that keeps the work: what happened, what to do, who can. */
export function refusal({ entry, status, body }, { retry, discard }) {
  const isRecut = body?.code === "sentence-recut" || status === 404;
  const what =
    entry.verb === "submit"
      ? "Not submitted"
      : entry.verb === "undo" || entry.verb === "redo"
        ? `Nothing to ${entry.verb}`
        : "Not saved";
  return h(
    "div",
    { class: "notice is-flat", dataset: { level: "error" }, role: "alert" },
    h("span", { class: "notice-title" }, what),
    h("span", {}, refusalWords(body, status)),
    h(
      "span",
      { class: "smaller quiet" },
      entry.verb === "operations" ? "What you did is kept in this browser until you decide." : "",
    ),
    h(
      "span",
      { class: "notice-actions" },
      isRecut
        ? h("button", { type: "button", class: "button is-small", onclick: () => location.reload() }, "Load the present text")
        : h("button", { type: "button", class: "button is-small", onclick: retry }, "Try again"),
      h(
        "button",
        { type: "button", class: "button is-small is-quiet", onclick: discard },
        entry.verb === "operations" ? "Discard it" : "Close",
      ),
    ),
  );
}

/** The session ended: sign in elsewhere, then send what waits. */
export function signedOut(work) {
  return h(
    "div",
    { class: "notice is-flat", dataset: { level: "warning" }, role: "alert" },
    h("span", { class: "notice-title" }, "You are signed out"),
    h("span", {}, "What you did since is kept in this browser. Sign in in another tab, then send it."),
    h(
      "span",
      { class: "notice-actions" },
      h("a", { class: "button is-small", href: work.payload.urls.login, target: "_blank", rel: "noopener" }, "Sign in"),
      h("button", { type: "button", class: "button is-small", onclick: () => work.outbox.retry() }, "Send what waits"),
    ),
  );
}
