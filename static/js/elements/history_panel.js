// Every accepted request on the sentence, newest first: who, when, what.

import { h } from "../lib/dom.js";
import { refusalWords } from "../lib/api.js";
import { exactTime, t } from "../lib/i18n.js";
import { KIND_WORDS, shortened } from "../lib/wording.js";

const DONE = {
  add: (values) => t("tagged %(kind)s “%(quote)s”", values),
  change: (values) => t("changed %(kind)s “%(quote)s”", values),
  remove: (values) => t("removed %(kind)s “%(quote)s”", values),
};
const ORIGINS = {
  fix: t("by a fix"),
  migration: t("by a migration"),
  import: t("by an import"),
  re_anchor: t("moved with the text"),
};

/** Fill `panel` with the history of the sentence in focus. */
export async function showHistory(work, panel, relative) {
  const id = work.focus;
  const { set } = work.sentences.get(id);
  if (set.revision === 0)
    return panel.replaceChildren(h("p", { class: "desk-empty" }, t("Nothing has been saved for this sentence yet.")));
  if (panel.dataset.of === `${id}.${set.revision}`) return;
  if (!panel.dataset.of?.startsWith(`${id}.`)) panel.replaceChildren(h("p", { class: "desk-empty" }, t("Reading the history")));
  const { status, body } = await work.ask("GET", `${work.payload.urls.api}sentences/${id}/revisions/`);
  if (work.focus !== id) return;
  if (status !== 200)
    return panel.replaceChildren(
      h(
        "p",
        { class: "desk-empty" },
        status === 0 ? t("The history cannot be read without a connection.") : refusalWords(body, status),
      ),
    );
  panel.dataset.of = `${id}.${set.revision}`;
  panel.replaceChildren(...body.results.map((revision) => item(revision, relative)), more(body));
}

function item({ number, author, instigator, origin, why, created_at: at, operations }, relative) {
  const exact = exactTime(at);
  return h(
    "article",
    { class: "history-item" },
    h("span", { class: "coder" }, author ?? instigator ?? "–"),
    h(
      "span",
      {},
      operations.map((operation) => words(operation)).join("; ") || t("read it"),
      origin === "person" ? "" : ` (${ORIGINS[origin] ?? origin})`,
    ),
    why ? h("span", { class: "quiet", dir: "auto" }, why) : null,
    h(
      "time",
      { datetime: at, title: exact, "data-relative": "" },
      relative(Date.parse(at)) ?? exact,
      ` · ${t("revision %(number)s", { number })}`,
    ),
  );
}

function words({ action, kind, value, before }) {
  if (action === "mark")
    return value.question
      ? t("asked: %(question)s", { question: shortened(value.question, 80) })
      : value.outcome === "nothing_to_code"
        ? t("marked nothing to code")
        : t("took the mark off");
  const now = value ?? before;
  const code = kind === "event" ? ` ${now.code ?? ""}` : kind === "reliability" ? ` ${now.credibility}` : "";
  return DONE[action]({ kind: `${KIND_WORDS[kind].toLowerCase()}${code}`, quote: shortened(now.quote, 40) });
}

function more(body) {
  return body.next ? h("p", { class: "desk-empty" }, t("Older revisions are in the project's activity.")) : h("span", {});
}
