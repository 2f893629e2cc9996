// Boxes over words: the cursor, the selection, the words a form is about. They lie over the text and take no room in it.

import { h } from "../lib/dom.js";

/** Draw boxes over spans of a painted sentence; `groups` is {name: [[from, to], …]}. Earlier ones go. */
export function drawBoxes(element, painted, groups) {
  const sentence = element.closest(".sentence");
  const layer = layerOf(sentence);
  const origin = sentence.getBoundingClientRect();
  const boxes = [];
  for (const [name, spans] of Object.entries(groups)) {
    for (const span of spans) {
      if (span[0] < span[1]) boxes.push(...linesOf(painted.rects(...span)).map((line) => box(name, line, origin)));
    }
  }
  layer.replaceChildren(...boxes);
}

/** Take the boxes of a sentence away. */
export function clearBoxes(sentence) {
  sentence?.querySelector(".word-boxes")?.remove();
}

function layerOf(sentence) {
  const known = sentence.querySelector(".word-boxes");
  if (known) return known;
  const layer = h("div", { class: "word-boxes", "aria-hidden": "true" });
  sentence.append(layer);
  return layer;
}

/** One rectangle per line of text, from those of its pieces. */
function linesOf(rects) {
  const lines = [];
  for (const { left, right, top, bottom } of rects) {
    const line = lines.find((one) => Math.min(one.bottom, bottom) - Math.max(one.top, top) > (bottom - top) / 2);
    if (!line) lines.push({ left, right, top, bottom });
    else
      Object.assign(line, {
        left: Math.min(line.left, left),
        right: Math.max(line.right, right),
        top: Math.min(line.top, top),
        bottom: Math.max(line.bottom, bottom),
      });
  }
  return lines;
}

function box(name, { left, right, top, bottom }, origin) {
  const element = h("span", { class: `word-box is-${name}` });
  const style = { left: left - origin.left, top: top - origin.top, width: right - left, height: bottom - top };
  for (const [property, value] of Object.entries(style)) element.style.setProperty(property, `${value}px`);
  return element;
}
