// Tags used again: the last one on other words, or all of a sentence in another. Words are looked for as they read; what
// rests on words that the other sentence lacks is taken from the first one, with where it stands.

import { areTwins } from "./conflicts.js";
import { newId } from "./uuid.js";
import { PARTS, isSameLink, link } from "./tag_values.js";

const LOANS = { date_: "date", place_: "place", source_: "source" };
const COUNTS = { deaths_low: null, deaths_best: null, deaths_high: null, injured: null, arrested: null };
const ORDER = { actor: 0, reliability: 1, event: 2 };

/** The value of a tag made like `value` on other words of the same sentence: who, when and where stay, numbers and note go.
 *
 * `all` are the sentence's tags: whoever is no longer among them takes part in nothing.
 */
export function again(kind, value, span, all) {
  const fresh = { ...structuredClone(value), ...span, note: "" };
  const isThere = ({ actor }) => !actor || all.some(({ tag }) => tag === actor);
  if (kind === "event") Object.assign(fresh, COUNTS, unmarked(["deaths_", "injured_", "arrested_"]));
  if (kind === "event") fresh.participants = fresh.participants.filter(isThere);
  if (kind === "reliability") fresh.parent = null;
  return fresh;
}

/** The same in another sentence. `from` and `to` are {id, text}, `all` the tags of the first, `there` those of the other. */
export function againElsewhere(kind, value, span, { from, to, all, there }) {
  const tag = { kind, value: again(kind, value, span, all), tag: newId() };
  const fresh = moved(tag, span, from, to);
  rewire({ kind, value: fresh }, new Map(), { from, to, all, there });
  return fresh;
}

/** Tags of one sentence in another: {added: [{kind, tag, value}], known: number, missing: [words]}.
 *
 * `tags` are those to copy and `all` the first sentence's, of which they are some: whom an event names beside them is taken
 * from there. `there` are the other sentence's: what stands there already is `known`, and what is added refers to it.
 */
export function copied(tags, from, to, all = tags, there = []) {
  const uids = new Map();
  const added = [];
  const missing = [];
  let known = 0;
  for (const tag of [...tags].sort((a, b) => ORDER[a.kind] - ORDER[b.kind])) {
    const span = isWhole(tag, from.text) ? everythingOf(to.text) : placeOf(from.text.shown(tag.value), to.text);
    if (!span) {
      missing.push(from.text.shown(tag.value));
      continue;
    }
    const value = moved(tag, span, from, to);
    const twin = there.find((one) => one.kind === tag.kind && areTwins(tag.kind, one.value, value));
    uids.set(tag.tag, twin?.tag ?? newId());
    if (twin) known += 1;
    else added.push({ kind: tag.kind, tag: uids.get(tag.tag), value });
  }
  for (const one of added) rewire(one, uids, { from, to, all, there });
  return { added, known, missing };
}

function moved({ kind, value }, span, from, to) {
  const copy = { ...structuredClone(value), ...span };
  for (const part of PARTS[kind]) {
    const name = LOANS[part];
    if (name && copy[`${name}_from`]?.sentence === to.id) bringHome(copy, part, name);
    if (value[`${part}start`] === null) continue;
    const words = { start: value[`${part}start`], end: value[`${part}end`] };
    const place = placeOf(from.text.shown(words), to.text);
    Object.assign(copy, { [`${part}start`]: place?.start ?? null, [`${part}end`]: place?.end ?? null });
    if (!place && name) lend(copy, name, { sentence: from.id, ...words, quote: from.text.slice(words.start, words.end) });
  }
  return copy;
}

/** A part whose words stand only in the first sentence: taken from there. The date is then what that sentence says. */
function lend(copy, part, words) {
  copy[`${part}_from`] = words;
  copy[`${part}_basis`] = "other_sentence";
  if (part !== "date") return;
  copy.date_resolved ||= copy.date_edtf;
  copy.date_edtf = "";
}

/** A part that was taken from the very sentence it now comes to: its own words there. */
function bringHome(copy, part, name) {
  const { start, end } = copy[`${name}_from`];
  Object.assign(copy, { [`${part}start`]: start, [`${part}end`]: end, [`${name}_from`]: null, [`${name}_basis`]: "" });
  if (name !== "date") return;
  if (copy.date_resolved && !copy.date_edtf) Object.assign(copy, { date_edtf: copy.date_resolved, date_resolved: "" });
  if (copy.date_resolved) copy.date_basis = "sentence";
}

function rewire({ kind, value }, uids, { from, to, all, there }) {
  if (kind === "reliability") value.parent = uids.get(value.parent) ?? null;
  if (kind !== "event") return;
  const links = value.participants.map((one) => rewired(one, uids, { from, to, all, there }));
  value.participants = links.filter((one, at) => links.findIndex((other) => isSameLink(one, other)) === at);
}

function rewired(one, uids, { from, to, all, there }) {
  if (one.from?.sentence === to.id) {
    const mention = there.find((tag) => tag.kind === "actor" && tag.value.start === one.from.start && tag.value.end === one.from.end);
    return link(one.role, { actor: mention?.tag ?? null });
  }
  if (!one.actor) return one;
  if (uids.has(one.actor)) return { ...one, actor: uids.get(one.actor) };
  const mention = all.find(({ tag }) => tag === one.actor)?.value;
  if (!mention) return link(one.role);
  const { start, end, actor } = mention;
  return link(one.role, { from: { sentence: from.id, start, end, quote: from.text.slice(start, end), actor: actor ?? null } });
}

function unmarked(prefixes) {
  return Object.fromEntries(prefixes.flatMap((prefix) => [`${prefix}start`, `${prefix}end`].map((name) => [name, null])));
}

/** Whether a grade is about all that the sentence says. */
function isWhole({ kind, value }, text) {
  const [start, end] = text.toShown(value);
  return kind === "reliability" && text.text.slice(0, start).trim() === "" && text.text.slice(end).trim() === "";
}

function everythingOf(text) {
  return text.toStored([0, text.text.length]);
}

/** Where words stand first in a text as whole words; null when they do not. */
function placeOf(words, text) {
  if (!words) return null;
  const isLetter = (character) => /[\p{L}\p{N}\p{M}]/u.test(character ?? "");
  for (let at = text.text.indexOf(words); at >= 0; at = text.text.indexOf(words, at + 1)) {
    const before = [...text.text.slice(Math.max(0, at - 2), at)].at(-1);
    const [after] = text.text.slice(at + words.length);
    const isCut = (isLetter(before) && isLetter(words[0])) || (isLetter(after) && isLetter(words.at(-1)));
    if (!isCut) return text.toStored([at, at + words.length]);
  }
  return null;
}
