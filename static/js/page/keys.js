// Which key does what. Single letters never act in a field and can be turned off; arrows act only in the text.

import { isField } from "../lib/dom.js";
import { everything, isExtended, moved, movedToEdge, nudged, placedAt, selectionOf } from "../lib/word_cursor.js";
import { tagsAt } from "../lib/tag_set.js";
import { singleKeysOn } from "./shell.js";

const LETTERS = {
  e: (verbs) => verbs.event(),
  a: (verbs) => verbs.actor(),
  r: (verbs) => verbs.reliability(),
  j: (verbs) => verbs.step(1),
  k: (verbs) => verbs.step(-1),
  n: (verbs) => verbs.nextToDo(),
  N: (verbs) => verbs.nextToDo(-1),
  t: (verbs) => verbs.nextTag(),
  T: (verbs) => verbs.nextTag(-1),
  y: (verbs) => verbs.again(),
  C: (verbs) => verbs.copy(),
  V: (verbs) => verbs.paste(),
  z: (verbs) => verbs.undo(),
  Z: (verbs) => verbs.redo(),
  ".": (verbs) => verbs.suggesting.accept(),
  ",": (verbs) => verbs.suggesting.reject(),
  0: (verbs) => verbs.nothing(),
  1: (verbs) => verbs.settle(0),
  2: (verbs) => verbs.settle(1),
  3: (verbs) => verbs.settle(2),
  u: (verbs) => verbs.unsure(),
  s: (verbs) => verbs.submit(),
  S: (verbs) => verbs.submitAll(),
  w: (verbs) => verbs.withdraw(),
  b: (verbs) => verbs.split(),
  B: (verbs) => verbs.join(),
  U: (verbs) => verbs.uncut(),
};

export class Keys {
  constructor(work, verbs, { reading }) {
    Object.assign(this, { work, verbs, reading });
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event) {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const isInText = event.target === document.body || this.reading.contains(event.target);
    // A letter on a button of a form would leave the form, and what was written in it.
    const isInForm = isField(event.target) || event.target.closest?.(".card-form");
    const acted = isInForm ? false : this.#command(event, isInText) || this.#letter(event);
    if (acted) event.preventDefault();
  }

  #letter(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !singleKeysOn()) return false;
    const act = LETTERS[event.key];
    act?.(this.verbs);
    return Boolean(act);
  }

  #command(event, isInText) {
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && event.key.toLowerCase() === "z")
      return this.#do(() => (event.shiftKey ? this.verbs.redo() : this.verbs.undo()));
    if (!isInText || event.target.closest?.("button, summary, a[href]")) return false;
    if (isCommand && event.key === "a") return this.#do(() => this.work.moveCursor(everything(this.work.current.text)));
    if (isCommand) return false;
    if (event.key === "Enter") return this.#do(() => this.verbs.openTag(this.work.picked ?? this.#tagUnderCursor()));
    if (event.key === "Delete" || event.key === "Backspace")
      return this.#do(() => this.verbs.remove(this.work.picked ?? this.#tagUnderCursor()));
    if (event.key === "Escape") return this.#do(() => this.#letGo());
    return this.#arrow(event);
  }

  #arrow(event) {
    const { text } = this.work.current;
    const { cursor } = this.work;
    const options = { extend: event.shiftKey };
    const flip = this.reading.isRightToLeft ? -1 : 1;
    const sideways = { ArrowLeft: -flip, ArrowRight: flip }[event.key];
    if (sideways && event.altKey && !event.shiftKey) return false; // the browser's own back and forward
    if (sideways && event.altKey) return this.#move(nudged(cursor, sideways, text));
    if (sideways) return this.#move(moved(cursor, cursor || sideways > 0 ? sideways : text.words.length, text, options));
    if (event.key === "Home" || event.key === "End")
      return this.#move(movedToEdge(cursor, event.key === "Home" ? -1 : 1, text, options));
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!down || event.altKey) return false;
    const offset = this.reading.offsetOnLine(down);
    if (offset !== null) return this.#move(placedAt(cursor, offset, text, options));
    if (!event.shiftKey) this.verbs.step(down);
    return true;
  }

  #move(cursor) {
    this.work.moveCursor(cursor);
    const tag = isExtended(cursor) ? null : this.#tagUnderCursor();
    if (tag) this.work.pick(tag, cursor);
    return true;
  }

  #tagUnderCursor() {
    const { text } = this.work.current;
    const words = selectionOf(this.work.cursor, text);
    if (!words) return null;
    return tagsAt(this.work.shown(this.work.focus), words[0], words[1], (span) => text.toShown(span))[0]?.tag ?? null;
  }

  #letGo() {
    const { cursor } = this.work;
    if (isExtended(cursor))
      this.work.moveCursor(placedAt(null, selectionOf(cursor, this.work.current.text)[0], this.work.current.text));
    else this.work.moveCursor(null);
  }

  #do(act) {
    act();
    return true;
  }
}
