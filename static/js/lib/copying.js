// Tags used again: the last one on other words, or all of a sentence in another. Words are looked for as they read; what
// rests on words that the other sentence lacks is taken from the first one, with where it stands.

import { newId } from "./uuid.js";
import { PARTS, link } from "./tag_values.js";

const LOANS = { date_: "date", place_: "place", source_: "source" };

/** The value of a tag made like `value` on other words of the same sentence or another: what belongs to the words is not kept. */
export function again(kind, value, span) {
  const fresh = { ...value, ...span };
  for (const part of PARTS[kind]) Object.assign(fresh, { [`${part}start`]: null, [`${part}end`]: null });
  if (kind === "event") Object.assign(fresh, { participants: [], deaths_low: null, deaths_best: null, deaths_high: null });
  if (kind === "event") Object.assign(fresh, { injured: null, arrested: null, date_edtf: value.date_start === null ? value.date_edtf : "" });
  if (kind === "reliability") fresh.parent = null;
  return { ...fresh, note: "" };
}

/** Tags of one sentence in another: {added: [{kind, tag, value}], missing: [words]}. `from` and `to` are {id, text}.
 *
 * `all` are the first sentence's tags, of which some are copied: whom an event names beside them is taken from there.
 */
export function copied(tags, from, to, all = tags) {
  const uids = new Map();
  const added = [];
  const missing = [];
  const order = { actor: 0, reliability: 1, event: 2 };
  for (const tag of [...tags].sort((a, b) => order[a.kind] - order[b.kind])) {
    const isWhole = tag.kind === "reliability" && tag.value.start === 0;
    const span = isWhole ? to.text.toStored([0, to.text.text.length]) : placeOf(from.text.shown(tag.value), to.text);
    if (!span) {
      missing.push(from.text.shown(tag.value));
      continue;
    }
    const uid = newId();
    uids.set(tag.tag, uid);
    added.push({ kind: tag.kind, tag: uid, value: moved(tag, span, from, to) });
  }
  for (const one of added) rewire(one, uids, all, from);
  return { added, missing };
}

function moved({ kind, value }, span, from, to) {
  const copy = { ...value, ...span };
  for (const part of PARTS[kind]) {
    if (value[`${part}start`] === null) continue;
    const words = { start: value[`${part}start`], end: value[`${part}end`] };
    const place = placeOf(from.text.shown(words), to.text);
    Object.assign(copy, { [`${part}start`]: place?.start ?? null, [`${part}end`]: place?.end ?? null });
    if (!place && LOANS[part]) lend(copy, LOANS[part], { sentence: from.id, ...words, quote: from.text.slice(words.start, words.end) });
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

function rewire({ kind, value }, uids, tags, from) {
  if (kind === "reliability") value.parent = uids.get(value.parent) ?? null;
  if (kind !== "event") return;
  value.participants = value.participants.map((one) => {
    if (!one.actor || uids.has(one.actor)) return { ...one, actor: one.actor ? uids.get(one.actor) : null };
    const mention = tags.find(({ tag }) => tag === one.actor)?.value;
    if (!mention) return link(one.role);
    const words = { sentence: from.id, start: mention.start, end: mention.end, quote: mention.quote, actor: mention.actor };
    return link(one.role, { from: words });
  });
}

/** Where words stand in a text, as whole words; null when they do not. */
function placeOf(words, text) {
  const at = text.text.indexOf(words);
  if (at < 0 || !words) return null;
  const isLetter = (character) => /[\p{L}\p{N}]/u.test(character ?? "");
  const inWord = isLetter(text.text[at - 1]) && isLetter(words[0]);
  const onInWord = isLetter(text.text[at + words.length]) && isLetter(words.at(-1));
  return inWord || onInWord ? null : text.toStored([at, at + words.length]);
}
