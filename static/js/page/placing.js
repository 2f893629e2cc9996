/* Choosing the words of a tag in a sentence: what is selected goes into the form, as words and as offsets.

   The form works without: then the words are typed. Offsets are code points of the received text. */

import { fromUtf16 } from "../lib/offsets.js";

const form = document.querySelector("[data-placing]");
const sentence = form?.querySelector("[data-words]");

if (sentence) {
  const { words, start, end } = form.elements;

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const node = sentence.firstChild;
    if (range.startContainer !== node || range.endContainer !== node) return;
    const text = node.data;
    let [from, to] = [range.startOffset, range.endOffset];
    while (from < to && !text[from].trim()) from += 1;
    while (to > from && !text[to - 1].trim()) to -= 1;
    if (from === to) return;
    words.value = text.slice(from, to);
    start.value = fromUtf16(text, from);
    end.value = fromUtf16(text, to);
  });

  words.addEventListener("input", () => {
    start.value = "";
    end.value = "";
  });
}
