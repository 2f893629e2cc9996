// Words of another sentence that a date, a place or a source is taken from: what they are, where they stand, and a way back.

import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

/** An element for the field `part`_from of the form's value, with take(words) and clear(). */
export function borrowedField(form, part) {
  const words = h("span", { class: "borrowed-words" });
  const element = h("div", { class: "borrowed" }, words);
  const clear = h(
    "button",
    { type: "button", class: "button is-quiet is-small", onclick: () => element.clear(true) },
    t("Clear"),
  );
  element.append(clear);
  element.take = (taken) => set(taken, taken ? "other_sentence" : "");
  element.clear = (isAsked = false) => (form.value[`${part}_from`] || isAsked) && set(null, "");
  show();
  return element;

  function set(taken, basis) {
    form.isTouched = true;
    form.value[`${part}_from`] = taken;
    if (taken || form.value[`${part}_basis`] === "other_sentence") form.value[`${part}_basis`] = basis;
    const select = form.querySelector?.(`[name="${part}_basis"]`);
    if (select) select.value = form.value[`${part}_basis`];
    show();
  }

  function show() {
    const taken = form.value[`${part}_from`];
    element.hidden = !taken;
    if (taken) words.replaceChildren(...borrowedWords(form.work, taken));
  }
}

/** `“12 November” in sentence 3`; of an earlier version where the sentence is not one of today's. */
export function borrowedWords(work, { sentence, quote }) {
  const number = work.sentences.get(sentence)?.number;
  const where = number ? t("in sentence %(number)s", { number }) : t("in an earlier version of the text");
  return [h("bdi", {}, `“${quote}”`), " ", h("span", { class: "smaller quiet" }, where)];
}
