// Two people changed the same: what each choice sends. Shapes are those of a 409 of the protocol: {operation, reason, kind, tag,
// mine {action, value}, theirs {tag, kind, value, version, by}, base, message}.

import { newId } from "./uuid.js";

/** Which choices make sense for every clash: mine, theirs, both. */
export function choicesFor(clashes) {
  const each = clashes.map(choicesOfOne);
  return ["mine", "theirs", "both"].filter((choice) => each.every((choices) => choices.includes(choice)));
}

function choicesOfOne({ reason, kind, mine, theirs }) {
  if (reason === "tagged") return ["theirs"];
  if (reason === "dangling") return mine.action === "remove" ? ["theirs"] : ["mine", "theirs"];
  if (reason === "changed" && mine.action === "change" && theirs?.value && !areTwins(kind, mine.value, theirs.value))
    return ["mine", "theirs", "both"];
  return ["mine", "theirs"];
}

/** The request that takes the refused one's place, and how ids changed: {operations, renamed, retagged}. */
export function resolved(operations, clashes, choice) {
  const renamed = new Map();
  const retagged = new Map();
  const decided = operations.flatMap((operation) => {
    const clash = clashes.find((one) => one.operation === operation.id);
    if (!clash) return [{ ...operation, id: fresh(operation, renamed) }];
    if (choice === "theirs") return dropped(clash, retagged);
    if (choice === "both") return [beside(operation, renamed)];
    return insisted(operation, clash, renamed, retagged);
  });
  return { operations: decided.map((operation) => follow(operation, renamed, retagged)), renamed, retagged };
}

/** Later requests of mine, after ids changed. */
export function followed(operations, renamed, retagged) {
  return operations.map((operation) => follow(operation, renamed, retagged));
}

/** Whether two values would be the same tag twice. */
export function areTwins(kind, one, other) {
  const keys = { event: ["codebook", "code"], actor: ["actor"], reliability: ["source_start", "source_end"] }[kind] ?? [];
  return ["start", "end", ...keys].every((key) => (one[key] ?? null) === (other[key] ?? null));
}

/** Theirs stands: mine goes; a twin of mine is known by their tag's id from here on. */
function dropped({ reason, tag, theirs }, retagged) {
  if (reason === "twin" && theirs) retagged.set(tag, theirs.tag);
  return [];
}

function beside(operation, renamed) {
  return { id: fresh(operation, renamed), action: "add", kind: operation.kind, tag: newId(), value: operation.value };
}

function insisted(operation, { reason, theirs, base }, renamed, retagged) {
  const { after, ...mine } = operation;
  const id = fresh(operation, renamed);
  if (reason === "removed")
    return operation.action === "remove" ? [] : [{ id, action: "add", kind: mine.kind, tag: mine.tag, value: mine.value }];
  if (reason === "twin") {
    retagged.set(operation.tag, theirs.tag);
    const change = { id, action: "change", kind: mine.kind, tag: theirs.tag, seen: theirs.version, value: mine.value };
    const gone =
      operation.action === "change" ? [{ id: newId(), action: "remove", kind: mine.kind, tag: mine.tag, seen: mine.seen }] : [];
    return [change, ...gone];
  }
  if (reason === "dangling") {
    const mention = { id: newId(), action: "add", kind: theirs.kind, tag: theirs.tag, value: base };
    return base ? [mention, { ...operation, id }] : [{ ...operation, id }];
  }
  return [{ ...mine, id, seen: theirs?.version ?? 0 }];
}

function follow(operation, renamed, retagged) {
  const next = { ...operation };
  if (renamed.has(next.after)) next.after = renamed.get(next.after);
  if (next.kind === "event" && next.value?.participants?.some(({ actor }) => retagged.has(actor))) {
    const participants = next.value.participants.map((link) => ({ ...link, actor: retagged.get(link.actor) ?? link.actor }));
    next.value = { ...next.value, participants };
  }
  if (next.kind === "reliability" && retagged.has(next.value?.parent))
    next.value = { ...next.value, parent: retagged.get(next.value.parent) };
  return next;
}

function fresh(operation, renamed) {
  const id = newId();
  renamed.set(operation.id, id);
  return id;
}
