// Citation markers: what of a received text an editor reads, and the exact way back.
// The rule stands in sources/markers.py; both read tests/shared/offset_cases.json. Offsets at this module's doors are
// code points, as everywhere on the server; inside it counts UTF-16 units and converts with offsets.js.

import { Utf16Map } from "./offsets.js";

const NUMBER = "[1-9][0-9]{0,2}|1[0-4][0-9]{2}";
const SPACE = " \\t\\n\\u00a0";
const CLOSING = ",.;:!?…)\\]}»”’،؛؟";
const QUOTES = "\"'“”„‘’‚«»‹›";
const MARKER = `\\[(?:${NUMBER})\\]`;
const RUN = new RegExp(`${MARKER}(?:[${SPACE}]*${MARKER})*`, "gu");
const SPACES = new RegExp(`[${SPACE}]`, "u");
const CLOSES = new RegExp(`[${CLOSING}]`, "u");
const OPENING = new RegExp(`^[${SPACE}${QUOTES}${CLOSING}]*$`, "u");

/** The markers of one sentence in reading order: {label, start, end, place}, offsets in code points. */
export function findMarkers(received) {
  const units = new Utf16Map(received);
  const found = [];
  let head = 0; // everything before this belongs to an opening of markers and stray punctuation
  for (const match of received.matchAll(new RegExp(MARKER, "gu"))) {
    const start = match.index;
    const end = start + match[0].length;
    if (head >= 0) head = OPENING.test(received.slice(head, start)) ? end : -1;
    found.push({
      label: match[0].slice(1, -1),
      start: units.fromUtf16(start),
      end: units.fromUtf16(end),
      place: head >= 0 ? "leading" : "inline",
    });
  }
  return found;
}

/** A received text as an editor reads it, with both mappings. */
export class DisplayText {
  constructor(received) {
    this.received = received;
    const units = new Utf16Map(received);
    this.receivedLength = units.length;
    /** The slices that are left out, as [start, end] in code points: disjoint, ascending, never empty. */
    this.gaps = [];
    /** How many code points are left out up to and including each gap, after a leading 0. */
    this.removed = [0];
    /** Where each gap stood, in the display text. */
    this.seams = [];
    let text = "";
    let position = 0;
    for (const [start, end] of gapsOf(received)) {
      text += received.slice(position, start);
      position = end;
      this.#addGap(units.fromUtf16(start), units.fromUtf16(end));
    }
    this.text = text + received.slice(position);
    this.length = this.receivedLength - this.removed[this.removed.length - 1];
  }

  #addGap(start, end) {
    const before = this.removed[this.removed.length - 1];
    this.gaps.push([start, end]);
    this.seams.push(start - before);
    this.removed.push(before + end - start);
  }

  /** Where a span that starts here in the display text starts in the received text: after any gap. */
  startToReceived(offset) {
    requireInside(offset, this.length);
    return offset + this.removed[this.seams.filter((seam) => seam <= offset).length];
  }

  /** Where a span that ends here in the display text ends in the received text: before any gap. */
  endToReceived(offset) {
    requireInside(offset, this.length);
    return offset + this.removed[this.seams.filter((seam) => seam < offset).length];
  }

  /** The received span of a display span. An empty one, a caret, stands after the gap. */
  toReceived(start, end) {
    requireOrdered(start, end);
    const first = this.startToReceived(start);
    return [first, Math.max(first, this.endToReceived(end))];
  }

  /** Where an offset of the received text falls in the display text; inside a gap, where the gap stood. */
  offsetToDisplay(offset) {
    requireInside(offset, this.receivedLength);
    const before = this.gaps.filter(([start]) => start <= offset).length;
    if (before > 0 && offset < this.gaps[before - 1][1]) return this.seams[before - 1];
    return offset - this.removed[before];
  }

  /** The display span of a received span. It is empty when the span held nothing but markers. */
  toDisplay(start, end) {
    requireOrdered(start, end);
    return [this.offsetToDisplay(start), this.offsetToDisplay(end)];
  }
}

/** The gaps that the clusters of `received` leave, in UTF-16 units. */
function* gapsOf(received) {
  const isSpace = (at) => SPACES.test(received.charAt(at));
  for (const match of received.matchAll(RUN)) {
    let start = match.index;
    let end = start + match[0].length;
    while (start > 0 && isSpace(start - 1)) start -= 1;
    while (end < received.length && isSpace(end)) end += 1;
    const inner = received.slice(start, end).search(SPACES);
    const atEdge = start === 0 || end === received.length;
    if (inner < 0 || atEdge || CLOSES.test(received.charAt(end))) {
      yield [start, end];
      continue;
    }
    const kept = start + inner;
    if (start < kept) yield [start, kept];
    if (kept + 1 < end) yield [kept + 1, end];
  }
}

function requireInside(offset, length) {
  if (!Number.isInteger(offset) || offset < 0 || offset > length) {
    throw new RangeError(`Offset ${offset} is outside a text of ${length} code points.`);
  }
}

function requireOrdered(start, end) {
  if (start > end) throw new RangeError(`A span cannot start at ${start} and end at ${end}.`);
}
