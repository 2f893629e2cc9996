// The tags and marks of one sentence: what the server has confirmed, and how it will read once what waits is saved.
// Shapes are those of the editing protocol (annotations/operations): a tag is {kind, tag, version, by, value}.

import { newId } from "./uuid.js";

/** A set nobody has touched. */
export const EMPTY_SET = Object.freeze({
  revision: 0,
  state: "unread",
  round: 1,
  outcome: "open",
  question: "",
  status_version: 0,
  tags: [],
});

/** The set after some operations of one's own, as the page shows it before the server has answered. */
export function applied(set, operations, by = "") {
  let { outcome, question, state } = set;
  const tags = new Map(set.tags.map((tag) => [tag.tag, tag]));
  for (const operation of operations) {
    const { action, kind, tag, value } = operation;
    if (action === "mark") ({ outcome, question } = value);
    else if (action === "remove") tags.delete(tag);
    else tags.set(tag, { version: 0, by, ...tags.get(tag), kind, tag, value });
    if (action === "add" && outcome === "nothing_to_code") outcome = "open";
    state = "draft";
  }
  return { ...set, outcome, question, state, tags: inReadingOrder([...tags.values()]) };
}

/** Tags in reading order, as the server has them: by span, then kind, then id. */
export function inReadingOrder(tags) {
  return [...tags].sort(
    (a, b) => a.value.start - b.value.start || a.value.end - b.value.end || compare(a.kind, b.kind) || compare(a.tag, b.tag),
  );
}

/** The actor tags by the number people know them by: 1 is the first in reading order. */
export function actorsByNumber(set) {
  return set.tags.filter(({ kind }) => kind === "actor");
}

/** What an operation on a tag must say it follows: its own operation still under way, else the version seen. */
export function basis(set, pending, tag) {
  const last = pending.findLast((operation) => (operation.tag ?? "") === tag);
  if (last) return { after: last.id };
  if (tag === "") return { seen: set.status_version };
  return { seen: set.tags.find((one) => one.tag === tag)?.version ?? 0 };
}

/** An operation that adds a tag. */
export function adding(kind, value, tag = newId()) {
  return { id: newId(), action: "add", kind, tag, value };
}

/** An operation that gives a tag another value; `seen` is its basis as of when the person began to change it. */
export function changing(set, pending, { kind, tag }, value, seen = basis(set, pending, tag)) {
  return { id: newId(), action: "change", kind, tag, ...seen, value };
}

/** The operations that remove a tag; an actor is taken off its events first, a claim out of those told within it. */
export function removing(set, pending, shown, { kind, tag }) {
  const operations = [];
  if (kind === "actor") {
    for (const event of shown.tags) {
      const links = event.kind === "event" ? event.value.participants : [];
      if (!links.some(({ actor }) => actor === tag)) continue;
      const participants = links.filter(({ actor }) => actor !== tag);
      operations.push(changing(set, pending, event, { ...event.value, participants }));
    }
  }
  if (kind === "reliability") {
    for (const claim of shown.tags)
      if (claim.value.parent === tag) operations.push(changing(set, pending, claim, { ...claim.value, parent: null }));
  }
  operations.push({ id: newId(), action: "remove", kind, tag, ...basis(set, pending, tag) });
  return operations;
}

/** An operation that marks the sentence: nothing to code, or a question for the lead. */
export function marking(set, pending, value) {
  return { id: newId(), action: "mark", ...basis(set, pending, ""), value };
}

/** The tags of a set that cover a place, innermost first. */
export function tagsAt(set, from, to, shownSpan) {
  const length = ([start, end]) => end - start;
  return set.tags
    .map((tag) => ({ tag, span: shownSpan(tag.value) }))
    .filter(({ span }) => span[0] <= from && to <= span[1])
    .sort((a, b) => length(a.span) - length(b.span))
    .map(({ tag }) => tag);
}

/** The state a person thinks of: the review state, or what was said of a draft. */
export function spokenState({ state, outcome, question }) {
  if (state !== "draft" && state !== "unread") return state;
  if (question) return "unsure";
  return outcome === "nothing_to_code" ? "nothing_to_code" : state;
}

/** Whether someone still has to work on the sentence. */
export function isToDo(set) {
  return ["unread", "returned", "unsure"].includes(spokenState(set)) || (set.state === "draft" && !isFinished(set));
}

/** Whether it could be submitted: something was coded, or it was said that there is nothing; no open question. */
export function isFinished(set) {
  if (!["draft", "withdrawn"].includes(set.state) || set.question) return false;
  return set.outcome === "nothing_to_code" || (set.tags.length > 0 && set.tags.every(isComplete));
}

/** Whether a tag says all it must: an event its type. */
export function isComplete({ kind, value }) {
  return kind !== "event" || Boolean(value.code);
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
