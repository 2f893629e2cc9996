// The text: which sentence is in focus, where the cursor is in it, what mouse and finger select.

import { paint } from "./sentence_painter.js";
import { clearBoxes, drawBoxes } from "./word_boxes.js";
import { t } from "../lib/i18n.js";
import { isExtended, placedAt, selectionOf, snapped } from "../lib/word_cursor.js";
import { tagsAt } from "../lib/tag_set.js";

const MARGIN = 0.18; // of the column's height: where a sentence in focus may stand without scrolling

export class AttestReading extends HTMLElement {
  /** Take over the text the server wrote. */
  start(work) {
    this.work = work;
    this.painted = new Map();
    for (const id of work.order) if (work.shown(id).tags.length > 0) this.#repaint(id); // the rest reads as the server wrote it
    this.addEventListener(
      "pointerdown",
      (event) => this.#paintedOf(Number(event.target.closest(".sentence")?.dataset.sentence)),
      { capture: true },
    );
    work.addEventListener("set", ({ detail }) => this.#repaint(detail.sentence));
    work.addEventListener("focus", ({ detail }) => this.#focus(detail));
    work.addEventListener("cursor", () => this.#drawCursor());
    work.addEventListener("form", () => this.#drawCursor());
    work.addEventListener("ghosts", () => this.work.focus !== null && this.#highlight());
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("pointerup", (event) => requestAnimationFrame(() => this.#takeSelection(event.altKey)));
    this.resizes = new ResizeObserver(() => this.work.focus !== null && this.#highlight()); // lines break elsewhere
    document.addEventListener("selectionchange", () => this.#selectionMoved());
  }

  sentenceElement(id) {
    return this.querySelector(`[data-sentence="${id}"]`);
  }

  textElement(id) {
    return this.sentenceElement(id)?.querySelector(".sentence-text");
  }

  /** Put the keyboard back into the text. */
  enter() {
    this.textElement(this.work.focus)?.focus({ preventScroll: true });
  }

  /** Whether the sentence in focus reads from right to left. */
  get isRightToLeft() {
    const element = this.textElement(this.work.focus);
    return Boolean(element) && getComputedStyle(element).direction === "rtl";
  }

  /** The offset of the word above or below the cursor; null at the first and last line. */
  offsetOnLine(step) {
    const selection = selectionOf(this.work.cursor, this.work.current.text);
    const painted = this.#paintedOf(this.work.focus);
    if (!selection || !painted) return null;
    const here = painted.rects(...selection)[0];
    if (!here) return null;
    const middle = here.left + here.width / 2;
    let best = null;
    for (const word of this.work.current.text.words) {
      const rect = painted.rects(word.start, word.end)[0];
      const isOnward = step > 0 ? rect.top >= here.bottom - 2 : rect.bottom <= here.top + 2;
      if (!isOnward) continue;
      const distance = Math.abs(rect.top - here.top) * 4 + Math.abs(rect.left + rect.width / 2 - middle);
      if (!best || distance < best.distance) best = { distance, offset: word.start };
    }
    return best?.offset ?? null;
  }

  #paintedOf(id) {
    if (!this.painted.has(id) && this.work.sentences.has(id)) this.#repaint(id);
    return this.painted.get(id);
  }

  #repaint(id) {
    const element = this.textElement(id);
    if (!element) return;
    const linked = id === this.work.focus ? this.#linked() : new Set();
    this.painted.set(id, paint(element, this.work.sentences.get(id).text, this.work.shown(id), { linked, outlet: this.work.payload.source.outlet }));
    if (id === this.work.focus) this.#highlight();
  }

  #focus({ sentence, previous }) {
    const target = this.sentenceElement(sentence);
    const before = target.getBoundingClientRect().top;
    const left = this.sentenceElement(previous);
    left?.removeAttribute("aria-current");
    clearBoxes(left);
    for (const mark of left?.querySelectorAll(".is-linked") ?? []) mark.classList.remove("is-linked");
    left?.querySelector(".sentence-text").removeAttribute("tabindex");
    target.setAttribute("aria-current", "true");
    this.textElement(sentence).tabIndex = 0;
    this.resizes.disconnect();
    this.resizes.observe(this.textElement(sentence));
    this.#bringTools(target);
    this.scrollTop += target.getBoundingClientRect().top - before; // what is looked at stays where it was
    this.#scrollTo(target);
    if (!document.activeElement || document.activeElement === document.body || this.contains(document.activeElement))
      this.enter();
  }

  #bringTools(target) {
    const tools = this.querySelector(".sentence-tools");
    if (tools) target.append(tools);
  }

  /** Bring the sentence in focus to a comfortable place; a sheet from below counts as covered. */
  #scrollTo(target) {
    const box = this.getBoundingClientRect();
    const bottom = this.#visibleBottom;
    const rect = target.getBoundingClientRect();
    const room = (bottom - box.top) * MARGIN;
    if (rect.top < box.top + room || rect.height > bottom - box.top - room) this.scrollTop += rect.top - box.top - room;
    else if (rect.bottom > bottom - room / 2) this.scrollTop += Math.min(rect.bottom - bottom + room, rect.top - box.top - room);
  }

  /** Where the column ends for the eye: at its foot, or where a sheet begins. */
  get #visibleBottom() {
    const sheet = document.querySelector(".desk");
    const isSheet = sheet && getComputedStyle(sheet).position === "fixed";
    return isSheet ? sheet.getBoundingClientRect().top : this.getBoundingClientRect().bottom;
  }

  /** Keep the sentence in focus in sight, after something else took room. */
  keepInSight() {
    const target = this.sentenceElement(this.work.focus);
    if (!target) return;
    this.#scrollTo(target);
    const words = target.querySelector(".word-box")?.getBoundingClientRect();
    if (words && words.bottom > this.#visibleBottom - 8) this.scrollTop += words.bottom - this.#visibleBottom + words.height;
  }

  #drawCursor() {
    const id = this.work.focus;
    if (id === null) return;
    const linked = this.#linked();
    for (const mark of this.textElement(id).querySelectorAll(".mark"))
      mark.classList.toggle("is-linked", linked.has(mark.dataset.tag));
    this.#highlight();
  }

  #linked() {
    return new Set([this.work.form?.tag?.tag, this.work.picked].filter(Boolean));
  }

  #highlight() {
    const painted = this.#paintedOf(this.work.focus);
    if (!painted) return;
    const { cursor, form, current } = this.work;
    const words = selectionOf(cursor, current.text);
    const isWide = isExtended(cursor);
    const shown = (spans) => (spans ?? []).map((span) => current.text.toShown(span));
    drawBoxes(this.textElement(this.work.focus), painted, {
      selected: form ? shown(form.span ? [form.span] : []) : words && isWide ? [words] : [],
      cursor: words && !isWide && !form ? [words] : [],
      part: shown(form?.parts),
      ghost: form ? [] : shown(this.work.ghosts?.filter(({ isCurrent }) => !isCurrent)),
      next: form ? [] : shown(this.work.ghosts?.filter(({ isCurrent }) => isCurrent)),
    });
    this.dispatchEvent(
      new CustomEvent("cursor-drawn", { detail: { words: words ? current.text.text.slice(...words) : "" }, bubbles: true }),
    );
  }

  #click(event) {
    const citation = event.target.closest("[data-cite]");
    if (citation) return this.#follow(event, citation);
    const element = event.target.closest(".sentence");
    if (!element || event.target.closest(".sentence-tools")) return;
    const id = Number(element.dataset.sentence);
    const at = this.#offsetOfPoint(event, id);
    if (!getSelection().isCollapsed) return; // a drag; taken when the pointer goes up
    if (this.work.form && id === this.work.focus) return this.#intoForm(placedAt(null, at ?? 0, this.work.current.text));
    if (id !== this.work.focus) this.work.goTo(id);
    if (id !== this.work.focus) return; // an open form did not let go
    if (at === null) return this.enter();
    const { text } = this.work.current;
    const cursor = placedAt(event.shiftKey ? this.work.cursor : null, at, text, { extend: event.shiftKey });
    const [tag] = tagsAt(this.work.shown(id), at, at + 1, (span) => text.toShown(span));
    const isAgain = tag && !event.shiftKey && this.work.picked === tag.tag;
    this.work.pick(event.shiftKey ? null : (tag?.tag ?? null), cursor);
    this.enter();
    if (isAgain) this.dispatchEvent(new CustomEvent("open-tag", { detail: { tag: tag.tag }, bubbles: true }));
  }

  #offsetOfPoint(event, id) {
    const element = this.textElement(id);
    const place = document.caretPositionFromPoint
      ? document.caretPositionFromPoint(event.clientX, event.clientY)
      : document.caretRangeFromPoint?.(event.clientX, event.clientY);
    if (!place) return null;
    return (
      this.#paintedOf(id)?.offsetAt(place.offsetNode ?? place.startContainer, place.offset ?? place.startOffset, element) ?? null
    );
  }

  /** Go to the next sentence with the same reference. */
  #follow(event, citation) {
    event.preventDefault();
    const label = citation.dataset.cite;
    const here = Number(citation.closest(".sentence").dataset.sentence);
    const holders = this.work.order.filter((id) => this.work.sentences.get(id).text.citations.some((one) => one.label === label));
    const next = holders[(holders.indexOf(here) + 1) % holders.length];
    if (next === here) this.work.say(t("No other sentence of this source has reference %(label)s.", { label }));
    else this.work.goTo(next);
  }

  #selectionMoved() {
    clearTimeout(this.selectionTimer);
    if (!matchMedia("(pointer: coarse)").matches) return;
    this.selectionTimer = setTimeout(() => this.#takeSelection(false, { keep: true }), 250); // a finger on the handles
  }

  #takeSelection(exact, { keep = false } = {}) {
    const selection = getSelection();
    if (selection.isCollapsed || selection.rangeCount === 0) return;
    const range = selection.getRangeAt(0);
    const element = (
      range.startContainer.nodeType === Node.ELEMENT_NODE ? range.startContainer : range.startContainer.parentElement
    )?.closest(".sentence");
    if (!element || !this.contains(element)) return;
    const id = Number(element.dataset.sentence);
    const { text } = this.work.sentences.get(id);
    const painted = this.#paintedOf(id);
    const from = painted.offsetAt(range.startContainer, range.startOffset, element.querySelector(".sentence-text")) ?? 0;
    const to = painted.offsetAt(range.endContainer, range.endOffset, element.querySelector(".sentence-text")) ?? text.text.length;
    const cursor = snapped(from, to, text, { exact });
    if (!cursor) return;
    if (!keep) selection.removeAllRanges();
    if (this.work.form && id === this.work.focus) return this.#intoForm(cursor);
    this.work.goTo(id, { cursor });
    if (id !== this.work.focus) return;
    this.work.moveCursor(cursor);
    if (!keep) this.enter();
  }

  #intoForm(cursor) {
    if (cursor) this.dispatchEvent(new CustomEvent("words-chosen", { detail: { cursor }, bubbles: true }));
  }
}

customElements.define("attest-reading", AttestReading);
