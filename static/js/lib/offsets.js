// Code points to UTF-16 units and back: the one place in the browser that does it.
// The server stores code points; strings here count UTF-16 units. The other side is common/text.py, and both read
// tests/shared/offset_cases.json.

/** The code unit at `index` opens a surrogate pair. */
function opensPair(text, index) {
  const unit = text.charCodeAt(index);
  if (unit < 0xd800 || unit > 0xdbff) return false;
  const next = text.charCodeAt(index + 1);
  return next >= 0xdc00 && next <= 0xdfff;
}

/** Offsets of one text in both units. Building it reads the text once; a question costs a binary search. */
export class Utf16Map {
  constructor(text) {
    /** UTF-16 offsets of the characters that take two units. */
    this.pairs = [];
    for (let at = 0; at < text.length; at += 1) {
      if (opensPair(text, at)) {
        this.pairs.push(at);
        at += 1;
      }
    }
    this.utf16Length = text.length;
    this.length = text.length - this.pairs.length;
  }

  /** The UTF-16 offset of the boundary at this code point offset. */
  toUtf16(offset) {
    requireInside(offset, this.length, "code points");
    return offset + countBelow(this.pairs, (pair, index) => pair - index < offset);
  }

  /** The code point offset of the boundary at this UTF-16 offset; refuses the middle of a pair. */
  fromUtf16(offset) {
    requireInside(offset, this.utf16Length, "UTF-16 units");
    const before = countBelow(this.pairs, (pair) => pair < offset);
    if (before > 0 && this.pairs[before - 1] + 1 === offset) {
      throw new RangeError(`Offset ${offset} stands between the two halves of one character.`);
    }
    return offset - before;
  }
}

/** How many items at the start of a sorted list pass `test`. */
function countBelow(items, test) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(items[middle], middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function requireInside(offset, length, unit) {
  if (!Number.isInteger(offset) || offset < 0 || offset > length) {
    throw new RangeError(`Offset ${offset} is outside a text of ${length} ${unit}.`);
  }
}

/** The length of `text` in code points: what the server calls its length. */
export function codePointLength(text) {
  return new Utf16Map(text).length;
}

/** The UTF-16 offset of a code point offset in `text`. */
export function toUtf16(text, offset) {
  return new Utf16Map(text).toUtf16(offset);
}

/** The code point offset of a UTF-16 offset in `text`; refuses the middle of a pair. */
export function fromUtf16(text, offset) {
  return new Utf16Map(text).fromUtf16(offset);
}

/** The slice of `text` between two code point offsets. */
export function sliceCodePoints(text, start, end) {
  const map = new Utf16Map(text);
  return text.slice(map.toUtf16(start), map.toUtf16(end));
}
