// One sentence as it is shown and as it was received. Outside this module spans that are stored are {start, end} in
// code points of the received text; spans on the page are [from, to] in UTF-16 units of the display text.

import { DisplayText, findMarkers } from "./markers.js";
import { Utf16Map } from "./offsets.js";
import { wordsOf } from "./words.js";

export class SentenceText {
  constructor(received, language = "") {
    this.received = received;
    this.language = language;
    this.display = new DisplayText(received);
    this.text = this.display.text;
    this.shownUnits = new Utf16Map(this.text);
    this.receivedUnits = new Utf16Map(received);
  }

  /** The words of the display text; read when first asked for. */
  get words() {
    this.cachedWords ??= wordsOf(this.text, this.language);
    return this.cachedWords;
  }

  /** The citation markers with the place where each stood in the display text. */
  get citations() {
    this.cachedCitations ??= findMarkers(this.received).map(({ label, start, place }) => ({
      label,
      place,
      at: this.shownUnits.toUtf16(this.display.offsetToDisplay(start)),
    }));
    return this.cachedCitations;
  }

  /** The stored span of what is selected on the page, with its received words. */
  toStored([from, to]) {
    const span = this.display.toReceived(this.shownUnits.fromUtf16(from), this.shownUnits.fromUtf16(to));
    return { start: span[0], end: span[1], quote: this.slice(...span) };
  }

  /** Where a stored span stands on the page. */
  toShown({ start, end }) {
    return this.display.toDisplay(start, end).map((offset) => this.shownUnits.toUtf16(offset));
  }

  /** The words of a stored span as an editor reads them. */
  shown(span) {
    return this.text.slice(...this.toShown(span));
  }

  /** The received text between two code points. */
  slice(start, end) {
    return this.received.slice(this.receivedUnits.toUtf16(start), this.receivedUnits.toUtf16(end));
  }
}
