// What becomes of a request the server refused, once the person has decided: its place is taken, and what follows it follows.

import { followed, resolved } from "./conflicts.js";
import { changing } from "./tag_set.js";
import { newId } from "./uuid.js";

/** Settle a conflict: mine, theirs or both. */
export function decide(work, id, choice) {
  const { entry, body } = work.outbox.blocked.get(id);
  const { operations, renamed, retagged } = resolved(entry.body.operations, body.conflicts, choice);
  settle(work, id, entry, operations, renamed, retagged);
}

/** Send a refused tag again with another value. */
export function correct(work, id, tag, value) {
  const { entry } = work.outbox.blocked.get(id);
  const renamed = new Map();
  const operations = entry.body.operations.map((operation) => {
    const fresh = newId(); // the server may know the refused id with other content
    renamed.set(operation.id, fresh);
    return { ...operation, id: fresh, value: operation.tag === tag ? value : operation.value };
  });
  settle(work, id, entry, followed(operations, renamed, new Map()), renamed);
}

/** Give up a refused request, and what can only stand on it. */
export function discard(work, id) {
  const { entry } = work.outbox.blocked.get(id);
  const gone = new Set((entry.body.operations ?? []).map((operation) => operation.id));
  for (const later of work.outbox.of(id)) {
    if (later === entry || later.verb !== "operations") continue;
    later.body.operations = later.body.operations.filter((operation) => {
      if (!gone.has(operation.after)) return true;
      gone.add(operation.id);
      return false;
    });
  }
  work.outbox.resolve(id, []);
  dropEmpty(work, id);
}

/** The refused operation that a form can show: the only one that adds or changes a tag. */
export function correctable(entry) {
  const written = (entry.body.operations ?? []).filter(({ action }) => action === "add" || action === "change");
  return written.length === 1 ? written[0] : null;
}

/** What a form about a tag of the sentence must know when its last save was refused: that it was, and the faults. */
export function refusalOf(work, id, tag) {
  const { entry, status, body } = work.outbox.blocked.get(id) ?? {};
  if (status !== 422 || correctable(entry)?.tag !== tag) return {};
  return { isRefused: true, faults: body?.errors ?? [{ field: "", message: body?.detail ?? "" }] };
}

/** The operation that a form about a tag leads to; null when its value is what it was. */
export function changeOrNothing(work, id, { tag, seen }, value) {
  if (JSON.stringify(sorted(tag.value)) === JSON.stringify(sorted(value))) return null;
  return changing(...work.basis(id), tag, value, seen);
}

function settle(work, id, entry, operations, renamed, retagged = new Map()) {
  for (const later of work.outbox.of(id)) {
    if (later !== entry && later.verb === "operations")
      later.body.operations = followed(later.body.operations, renamed, retagged);
  }
  const base = work.sentences.get(id).set.revision;
  const instead =
    operations.length > 0 ? [{ id: newId(), sentence: id, verb: "operations", body: { operations, base }, at: entry.at }] : [];
  work.outbox.resolve(id, instead);
}

function dropEmpty(work, id) {
  for (const later of work.outbox.of(id)) {
    if (later.verb === "operations" && later.body.operations.length === 0) work.outbox.forget(later);
  }
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
