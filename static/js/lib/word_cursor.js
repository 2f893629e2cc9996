// The keyboard's place in a sentence: the word it is on, or the words (or exact characters) it has selected.
// A cursor is a plain value {anchor, head} of word indexes, or {from, to} for exact characters; every move makes a new one.

import { stepCharacter, wholeCharacters, wordAt } from "./words.js";

/** On the first word. */
export function atStart() {
  return { anchor: 0, head: 0 };
}

/** What is selected, as [from, to] in the display text; null in a text without words. */
export function selectionOf(cursor, sentence) {
  if (!cursor) return null;
  if (cursor.from !== undefined) return [Math.min(cursor.from, cursor.to), Math.max(cursor.from, cursor.to)];
  const { words } = sentence;
  if (words.length === 0) return null;
  const [first, last] = cursor.anchor <= cursor.head ? [cursor.anchor, cursor.head] : [cursor.head, cursor.anchor];
  return [words[clamp(first, words)].start, words[clamp(last, words)].end];
}

/** Whether more than the word under the cursor is meant. */
export function isExtended(cursor) {
  return Boolean(cursor) && (cursor.from !== undefined || cursor.anchor !== cursor.head);
}

/** The cursor `step` words on; `extend` keeps where the selection began. */
export function moved(cursor, step, sentence, { extend = false } = {}) {
  const { words } = sentence;
  if (words.length === 0) return null;
  const known = asWords(cursor, sentence);
  const head = clamp(known.head + step, words);
  return extend ? { anchor: known.anchor, head } : { anchor: head, head };
}

/** The cursor on the first or last word. */
export function movedToEdge(cursor, step, sentence, options) {
  return moved(cursor, step * sentence.words.length, sentence, options);
}

/** The selection with its moving end one character on: for the span that no word boundary fits. */
export function nudged(cursor, step, sentence) {
  const selected = selectionOf(cursor, sentence);
  if (!selected) return cursor;
  const isBackward = cursor.from !== undefined ? cursor.to < cursor.from : cursor.head < cursor.anchor;
  const [fixed, moving] = isBackward ? [selected[1], selected[0]] : selected;
  const to = stepCharacter(sentence.text, moving, step, sentence.language);
  return to === fixed ? cursor : { from: fixed, to };
}

/** The cursor on the word at an offset; `extend` selects up to it. */
export function placedAt(cursor, offset, sentence, { extend = false } = {}) {
  const head = wordAt(sentence.words, offset);
  if (head < 0) return null;
  return extend && cursor ? { anchor: asWords(cursor, sentence).anchor, head } : { anchor: head, head };
}

/** The words a dragged selection touches; with `exact`, its very characters without outer space. */
export function snapped(from, to, sentence, { exact = false } = {}) {
  const [start, end] = from <= to ? [from, to] : [to, from];
  if (exact) {
    const [whole, last] = wholeCharacters(sentence.text, start, end, sentence.language);
    const inner = sentence.text.slice(whole, last);
    const lead = inner.length - inner.trimStart().length;
    const kept = inner.trim().length;
    return kept === 0 ? null : { from: whole + lead, to: whole + lead + kept };
  }
  const touched = [];
  sentence.words.forEach((word, index) => {
    if (word.start < end && start < word.end) touched.push(index);
  });
  if (touched.length === 0) return null;
  return { anchor: touched[0], head: touched[touched.length - 1] };
}

/** Every word. */
export function everything(sentence) {
  return sentence.words.length === 0 ? null : { anchor: 0, head: sentence.words.length - 1 };
}

/** A span on the page as a cursor, in words where its edges are word edges. */
export function covering([from, to], sentence) {
  const anchor = sentence.words.findIndex((word) => word.start === from);
  const head = sentence.words.findIndex((word) => word.end === to);
  return anchor >= 0 && head >= anchor ? { anchor, head } : { from, to };
}

function asWords(cursor, sentence) {
  if (!cursor) return { anchor: -1, head: -1 };
  if (cursor.from === undefined) return cursor;
  return { anchor: wordAt(sentence.words, cursor.from), head: wordAt(sentence.words, Math.max(0, cursor.to - 1)) };
}

function clamp(index, words) {
  return Math.max(0, Math.min(words.length - 1, index));
}
