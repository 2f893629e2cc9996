// The words of a text as an editor steps through them. Offsets are UTF-16 units of the text that is given.

const JOINS = /^[-'’‐‑]$/u;
const COUNTS = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
const FALLBACK = /[\p{L}\p{M}\p{N}]+|\p{Extended_Pictographic}/gu;

/** The words in reading order as {start, end}: what stands between two hyphens or apostrophes is one word, emoji count. */
export function wordsOf(text, language = "") {
  const words = [];
  for (const { start, end } of pieces(text, language)) {
    const last = words[words.length - 1];
    if (last && JOINS.test(text.slice(last.end, start))) last.end = end;
    else words.push({ start, end });
  }
  return words;
}

function* pieces(text, language) {
  if (typeof Intl.Segmenter !== "function") {
    for (const match of text.matchAll(FALLBACK)) yield { start: match.index, end: match.index + match[0].length };
    return;
  }
  for (const { segment, index, isWordLike } of segmenter("word", language).segment(text)) {
    if (isWordLike || COUNTS.test(segment)) yield { start: index, end: index + segment.length };
  }
}

/** The offset one character (as people see it) before or after `offset`; it stays inside the text. */
export function stepCharacter(text, offset, step, language = "") {
  const edges = [0, ...Array.from(characters(text, language), ({ end }) => end)];
  const candidates = step < 0 ? edges.filter((edge) => edge < offset) : edges.filter((edge) => edge > offset);
  if (candidates.length === 0) return offset;
  return step < 0 ? candidates[candidates.length - 1] : candidates[0];
}

/** A span widened to whole characters as people see them: no accent, family or flag is cut in two. */
export function wholeCharacters(text, from, to, language = "") {
  let [start, end] = [from, to];
  for (const { start: first, end: last } of characters(text, language)) {
    if (first < from && from < last) start = first;
    if (first < to && to < last) end = last;
  }
  return [start, end];
}

function* characters(text, language) {
  if (typeof Intl.Segmenter === "function") {
    for (const { segment, index } of segmenter("grapheme", language).segment(text))
      yield { start: index, end: index + segment.length };
    return;
  }
  for (const { index, 0: character } of text.matchAll(/\P{M}[\p{M}\u200D\uFE0F]*/gu))
    yield { start: index, end: index + character.length };
}

/** The index of the word at `offset`, or of the first one after it, or of the last. -1 in a text without words. */
export function wordAt(words, offset) {
  const found = words.findIndex((word) => offset < word.end);
  return found < 0 ? words.length - 1 : found;
}

const segmenters = new Map();

function segmenter(granularity, language) {
  const key = `${granularity} ${language}`;
  if (!segmenters.has(key)) {
    let locale = language || undefined;
    try {
      Intl.getCanonicalLocales(locale);
    } catch {
      locale = undefined; // the source names a language that is none
    }
    segmenters.set(key, new Intl.Segmenter(locale, { granularity }));
  }
  return segmenters.get(key);
}
