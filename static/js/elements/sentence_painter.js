// A sentence's text with its tags: nested runs, one line per tag, codes above where a tag starts, citations as superscripts.
// Codes hold no text and take no room, so painting never moves a line.

import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { pairOf } from "../lib/claims.js";
import { runsOf } from "../lib/lanes.js";
import { actorsByNumber } from "../lib/tag_set.js";

const LANES = 5;

/** The label above a tag: an event's code, an actor's number, a grade. */
export function labelOf(tag, set, outlet = null) {
  if (tag.kind === "event") return tag.value.code ?? "?";
  if (tag.kind === "reliability") return pairOf(outlet, tag.value.credibility);
  return String(actorsByNumber(set).findIndex((actor) => actor.tag === tag.tag) + 1);
}

/** Fill `element` with the sentence; answers where each piece of text stands, for cursor and selection. `outlet` is graded. */
export function paint(element, text, set, { linked = new Set(), outlet = null } = {}) {
  const spans = set.tags
    .map((tag) => ({ key: tag.tag, tag, from: text.toShown(tag.value)[0], to: text.toShown(tag.value)[1] }))
    .filter(({ from, to }) => from < to);
  const citations = [...text.citations];
  const pieces = [];
  const nodes = [];
  for (const run of runsOf(
    text.text.length,
    spans,
    citations.map(({ at }) => at),
  )) {
    while (citations.length > 0 && citations[0].at <= run.from) pieces.push(cite(citations.shift()));
    const node = document.createTextNode(text.text.slice(run.from, run.to));
    nodes.push({ from: run.from, to: run.to, node });
    pieces.push(marked(node, run, set, linked, outlet));
  }
  pieces.push(...citations.map(cite));
  element.replaceChildren(...pieces);
  return new PaintedText(nodes, text.text.length);
}

function marked(node, run, set, linked, outlet) {
  let inner = node;
  const codes = run.starting.length > 0 ? codesOf(run.starting, set, outlet) : null;
  run.spans.toReversed().forEach(({ tag, lane }, depth) => {
    const name = linked.has(tag.tag) ? "mark is-linked" : "mark";
    const dataset = { kind: tag.kind, lane: String(Math.min(lane, LANES - 1)), tag: tag.tag };
    inner = h("span", { class: name, dataset }, depth === 0 ? codes : null, inner);
  });
  return inner;
}

function codesOf(starting, set, outlet) {
  const labels = starting
    .toReversed()
    .map(({ tag }) => h("i", { class: "code-label", dataset: { kind: tag.kind, code: labelOf(tag, set, outlet) } }));
  return h("span", { class: "codes", "aria-hidden": "true" }, labels);
}

function cite({ label, place }) {
  const name = place === "leading" ? "cite is-leading" : "cite";
  const title =
    place === "leading"
      ? t("Reference %(label)s, closes what stood before this sentence", { label })
      : t("Reference %(label)s", { label });
  return h("a", { class: name, href: `#cite-${label}`, title, dataset: { cite: label } }, label);
}

/** Where the text of a painted sentence stands in the page. */
export class PaintedText {
  constructor(nodes, length) {
    this.nodes = nodes;
    this.length = length;
    this.starts = new Map(nodes.map(({ from, node }) => [node, from]));
  }

  /** The offset in the display text of a place in the page; null when it lies outside. */
  offsetAt(container, offset, element) {
    if (!element.contains(container)) return null;
    if (this.starts.has(container)) return this.starts.get(container) + offset;
    const place = document.createRange();
    place.setStart(container, Math.min(offset, container.childNodes?.length ?? container.length ?? 0));
    const next = this.nodes.find(({ node }) => place.comparePoint(node, 0) >= 0);
    return next ? next.from : this.length;
  }

  /** Where a part of the display text lies on the screen, piece by piece. */
  rects(from, to) {
    const range = document.createRange();
    const found = [];
    for (const piece of this.nodes) {
      if (piece.to <= from || to <= piece.from) continue;
      range.setStart(piece.node, Math.max(from, piece.from) - piece.from);
      range.setEnd(piece.node, Math.min(to, piece.to) - piece.from);
      found.push(...range.getClientRects());
    }
    return found;
  }
}
