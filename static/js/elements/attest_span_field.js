// A field whose value is words of the sentence: arrow keys choose them while it has the focus, mouse and finger too.

import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { covering, moved, movedToEdge, nudged, selectionOf } from "../lib/word_cursor.js";

export class AttestSpanField extends HTMLElement {
  /** `span` is {start, end} in the received text or null; `begin` is where the first arrow key starts from. */
  start({ sentence, span, begin, label, isRequired = false, isRightToLeft = () => false }) {
    Object.assign(this, { sentence, span, begin, isRequired, isRightToLeft });
    this.words = h("bdi", { class: "span-words" });
    this.button = h(
      "button",
      {
        type: "button",
        class: "span-field",
        "aria-label": t("%(label)s: choose words in the text with the arrow keys", { label }),
        onkeydown: (event) => this.#key(event),
      },
      this.words,
    );
    this.clear = h(
      "button",
      {
        type: "button",
        class: "button is-quiet is-small",
        tabIndex: -1,
        "aria-label": t("Clear %(label)s", { label }),
        onclick: () => this.set(null),
      },
      t("Clear"),
    );
    this.classList.add("span-row");
    this.append(this.button, isRequired ? "" : this.clear);
    this.#show();
  }

  /** Take what is selected in the text. */
  take(cursor) {
    this.cursor = cursor;
    this.set(this.sentence.text.toStored(selectionOf(cursor, this.sentence.text)));
    this.button.focus();
  }

  set(span) {
    if (span === null && this.isRequired) return;
    if (span === null) this.cursor = null;
    this.span = span;
    this.#show();
    this.dispatchEvent(new CustomEvent("span-change", { detail: span, bubbles: true }));
  }

  #show() {
    const { text } = this.sentence;
    this.words.textContent = this.span ? text.shown(this.span) : t("none; arrow keys or a selection choose words");
    this.words.classList.toggle("is-empty", !this.span);
    this.clear.hidden = !this.span;
    this.button.setAttribute("aria-description", this.span ? this.words.textContent : t("none yet"));
  }

  #key(event) {
    const { text } = this.sentence;
    const toward = { ArrowLeft: -1, ArrowRight: 1, Home: -1, End: 1 }[event.key];
    if ((event.key === "Delete" || event.key === "Backspace") && this.span) this.set(null);
    else if (toward === undefined || event.ctrlKey || event.metaKey) return;
    else {
      const step = event.key.startsWith("Arrow") && this.isRightToLeft() ? -toward : toward;
      const known = this.cursor ?? (this.span ? covering(text.toShown(this.span), text) : null);
      const extend = event.shiftKey && known !== null;
      if (event.altKey && known) this.cursor = nudged(known, step, text);
      else if (!event.key.startsWith("Arrow")) this.cursor = movedToEdge(known, step, text, { extend });
      else this.cursor = known ? moved(known, step, text, { extend }) : covering(text.toShown(this.begin), text);
      if (!known && this.cursor.from !== undefined) this.cursor = moved(this.cursor, 0, text);
      if (!known && this.cursor.anchor !== this.cursor.head)
        this.cursor = { anchor: this.cursor.anchor, head: this.cursor.anchor };
      this.set(text.toStored(selectionOf(this.cursor, text)));
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define("attest-span-field", AttestSpanField);

/** A span field of a form for the parts `prefix`start and `prefix`end of its value. */
export function spanField(form, prefix, label, options = {}) {
  const field = document.createElement("attest-span-field");
  const read = () =>
    form.value[`${prefix}start`] === null || form.value[`${prefix}start`] === undefined
      ? null
      : { start: form.value[`${prefix}start`], end: form.value[`${prefix}end`] };
  field.setAttribute("name", prefix ? prefix.slice(0, -1) : "main");
  const element = document.querySelector(`[data-sentence="${form.sentence.id}"] .sentence-text`);
  field.start({
    sentence: form.sentence,
    span: read(),
    begin: { start: form.value.start, end: form.value.end },
    label,
    isRightToLeft: () => getComputedStyle(element).direction === "rtl",
    ...options,
  });
  field.addEventListener("span-change", ({ detail }) => {
    form.value[`${prefix}start`] = detail?.start ?? null;
    form.value[`${prefix}end`] = detail?.end ?? null;
    if (!prefix) form.value.quote = detail.quote;
    form.isTouched = true;
    form.showParts();
  });
  return field;
}
