// What a date or phrase may mean in its place: the year that others state, the day that a phrase counts from.
// Proposals only: a person decides. `common/dates/resolving.py` says the same.

import { counted } from "./date_counting.js";
import { STATED, WRITING, phraseAt } from "./date_phrases.js";
import { readAt } from "./date_reading.js";
import { approximate, isThere, since } from "./date_writing.js";
import { boundsOf, looksLikeEdtf, padded } from "./edtf.js";
import { t } from "./i18n.js";

/**
 * What EDTF without a year, or the words of a date or phrase, may mean here: {edtf, basis, why, sentence}, the nearest
 * first. `published` is EDTF, "" when not known; `neighbours` are dates stated nearby: {edtf, distance, number},
 * distance in sentences, 0 this one, -1 the one before, and that sentence's number. `basis` is what tags keep.
 */
export function resolutions(said, { published = "", neighbours = [] } = {}) {
  const found = new Map();
  for (const proposal of proposals(said.trim(), published, neighbours)) {
    if (proposal.edtf && isValid(proposal.edtf) && !found.has(proposal.edtf)) found.set(proposal.edtf, proposal);
  }
  return [...found.values()];
}

function proposals(said, published, neighbours) {
  if (!said) return [];
  if (looksLikeEdtf(said)) return withYears(said, "", published, neighbours);
  const read = readAt({ text: said, at: 0, isTyped: true, isLenient: false });
  if (read?.edtf && read.end === said.length) return withYears(read.edtf, said, published, neighbours);
  const phrase = phraseAt(said, 0);
  return phrase ? ofPhrase(phrase, published, neighbours) : [];
}

function withYears(edtf, words, published, neighbours) {
  if (!edtf.includes("XXXX")) return [{ edtf, basis: "sentence", why: t("as written"), sentence: null }];
  const proposed = nearest(neighbours).flatMap((near) => {
    const year = yearIn(near.edtf);
    if (year === null) return [];
    const why = near.distance === 0 ? t("year stated beside it") : t("year of sentence %(number)s", { number: near.number ?? "?" });
    return [from(near, inYear(edtf, words, year), why)];
  });
  const year = yearIn(published);
  return year === null ? proposed : [...proposed, beforePublication(edtf, words, year, published)];
}

/** The last one before publication: a text of January tells of last December. */
function beforePublication(edtf, words, year, published) {
  const resolved = inYear(edtf, words, year);
  const [earliest] = boundsOf(resolved);
  const [, latest] = boundsOf(published);
  const isLater = earliest && latest && earliest > latest;
  return {
    edtf: isLater ? inYear(edtf, words, year - 1) : resolved,
    basis: "document",
    why: isLater ? t("the last one before publication") : t("year of publication"),
    sentence: null,
  };
}

/** The date in a year; an interval that runs backwards ends in the next one. "Around" and "since" now say so. */
function inYear(edtf, words, year) {
  const [first, last] = edtf.split("/");
  if (last?.startsWith("XXXX") && first.startsWith("XXXX") && last < first)
    return `${padded(year, 4)}${first.slice(4)}/${padded(year + 1, 4)}${last.slice(4)}`;
  const resolved = edtf.replaceAll("XXXX", padded(year, 4));
  if (/^(?:since|منذ)/iu.test(words)) return since(resolved);
  return /^(?:about|around|approximately|roughly|ca?(?![\p{L}\p{N}])|circa)/iu.test(words) ? approximate(resolved) : resolved;
}

function ofPhrase(phrase, published, neighbours) {
  if (phrase.countsFrom === WRITING)
    return [{ edtf: counted(published, phrase), basis: "document", why: t("counted from publication"), sentence: null }];
  if (phrase.countsFrom !== STATED) return [];
  // What was said after a phrase is not what it counts from.
  return nearest(neighbours.filter(({ distance }) => distance <= 0)).map((near) =>
    from(
      near,
      counted(near.edtf, phrase),
      near.distance === 0 ? t("counted from this sentence") : t("counted from sentence %(number)s", { number: near.number ?? "?" }),
    ),
  );
}

function from(near, edtf, why) {
  if (near.distance === 0) return { edtf, basis: "sentence", why, sentence: null };
  return { edtf, basis: "other_sentence", why, sentence: near.number ?? null };
}

/** The nearest first; of two equally near, the one before. */
function nearest(neighbours) {
  return [...neighbours].sort((a, b) => Math.abs(a.distance) - Math.abs(b.distance) || a.distance - b.distance);
}

function yearIn(edtf) {
  const year = /^\d{4}(?!\d)/u.exec(edtf);
  return year ? Number(year[0]) : null;
}

/** Whether the calendar has the days: a 29 February is in no common year. */
function isValid(edtf) {
  return (edtf.match(/(?<![0-9X])(?:\d{4}|XXXX)-\d\d-\d\d(?!\d)/gu) ?? []).every(isThere);
}
