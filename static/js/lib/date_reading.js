// Dates joined and marked: "from 8 to 12 November", "around 14 June", "early 2007", "since 2006", "Tuesday, 12 May".
// `common/dates/reading.py` says the same.

import { readOne } from "./date_forms.js";
import { DAY, GAP, HALVES, MONTH, OF, THIRDS, TO, WEEKDAY, at, matchAt, number } from "./date_words.js";
import { approximate, half, interval, since, third } from "./date_writing.js";
import { t } from "./i18n.js";

const TO_NEXT = at(TO);
const AND = at(`${GAP}and${GAP}(?:the${GAP})?`);
const BETWEEN = at(`between${GAP}(?:the${GAP})?`);
const DAY_AND_DAY = at(`(${DAY})${GAP}and${GAP}(?=${DAY}${OF}${MONTH})`);
const SINCE = at(`(?:since|منذ)${GAP}(?:the${GAP})?`);
const ABOUT = at(`(?:about|around|approximately|roughly|circa|c\\.|ca\\.?)${GAP}?(?:the${GAP})?`);
const THIRD = at(
  `(?:(?<narrow>early|mid|late)(?:[\\-‐‑]|${GAP}(?:in${GAP})?)|(?<part>beginning|start|middle|end)${GAP}of${GAP})(?:the${GAP})?`,
);
const HALF = at(`(${Object.keys(HALVES).join("|")})${GAP}half${GAP}of${GAP}`);
const ON_WEEKDAY = at(`${WEEKDAY}\\.?,?${GAP}(?:the${GAP})?`);
const JOINED = new Set(["day", "month", "year", "season"]);

/** The date that begins at a place, with the words that change what it is; null when there is none. */
export function readAt(place) {
  return firstOf([onWeekday, about, thirdOf, halfOf, between, sinceThen, joined], place);
}

/** The date of which a third is stated: June 2007 of "early June 2007"; null when no third is. */
export function withoutThird(place) {
  const inner = after(place, THIRD)?.inner;
  return inner ? readOne(inner) : null;
}

function firstOf(readers, place) {
  for (const read of readers) {
    const found = read(place);
    if (found) return found;
  }
  return null;
}

function after(place, pattern, isLenient = true) {
  const match = matchAt(pattern, place.text, place.at);
  const end = match && match.index + match[0].length;
  return match && end < place.text.length ? { match, inner: { ...place, at: end, isLenient } } : null;
}

/** A date, or the interval from it to the next one of its size. */
function joined(place) {
  const first = readOne(place);
  // The first end of "June to August 2007" is known by the second.
  const begin = first ?? readOne({ ...place, isLenient: true });
  return (begin && intervalFrom(place, begin, TO_NEXT)) ?? first;
}

function intervalFrom(place, begin, joint) {
  const following = after({ ...place, at: begin.end }, joint);
  const last = following && readOne(following.inner);
  if (!last || last.size !== begin.size || !JOINED.has(begin.size)) return null;
  const edtf = interval(begin.edtf, last.edtf);
  return edtf ? { start: place.at, end: last.end, edtf, size: "other", why: t("from the first to the last") } : null;
}

function between(place) {
  const inner = after(place, BETWEEN)?.inner;
  if (!inner) return null;
  const days = matchAt(DAY_AND_DAY, inner.text, inner.at);
  if (days) {
    const last = readOne({ ...inner, at: days.index + days[0].length });
    const first = last?.size === "day" ? `${last.edtf.slice(0, 8)}${String(number(days[1])).padStart(2, "0")}` : "";
    const edtf = first ? interval(first, last.edtf) : "";
    return edtf ? { start: place.at, end: last.end, edtf, size: "other", why: t("between the two days") } : null;
  }
  const begin = readOne(inner);
  const found = begin && intervalFrom(inner, begin, AND);
  return found && { ...found, start: place.at, why: t("between the two") };
}

function sinceThen(place) {
  const following = after(place, SINCE, false);
  const inner = following && firstOf([onWeekday, about, thirdOf, halfOf, joined], following.inner);
  if (!inner?.edtf) return null;
  const edtf = since(inner.edtf);
  const why =
    edtf === inner.edtf
      ? t("since then: the open end can be written when the year is known")
      : t("since then: open at the end");
  return { ...inner, start: place.at, edtf, size: "other", why };
}

function about(place) {
  const following = after(place, ABOUT, false);
  const inner = following && joined(following.inner);
  if (!inner?.edtf) return null;
  const edtf = approximate(inner.edtf);
  const why = edtf === inner.edtf ? t("approximate: ~ can be written when the year is known") : t("approximate");
  return { ...inner, start: place.at, edtf, size: "other", why };
}

function thirdOf(place) {
  const following = after(place, THIRD);
  const inner = following && readOne(following.inner);
  if (!inner) return null;
  const { narrow, part } = following.match.groups;
  const edtf = third(inner.edtf, THIRDS[(narrow ?? part).toLowerCase()]);
  return edtf ? { ...inner, start: place.at, edtf, size: "other", why: t("a third of it, by convention") } : null;
}

function halfOf(place) {
  const following = after(place, HALF);
  const inner = following && readOne(following.inner);
  if (!inner) return null;
  const edtf = half(inner.edtf, HALVES[following.match[1].toLowerCase()]);
  return edtf ? { ...inner, start: place.at, edtf, size: "other", why: t("half of it") } : null;
}

function onWeekday(place) {
  const following = after(place, ON_WEEKDAY, false);
  const inner = following && joined(following.inner);
  return inner && ["day", "other"].includes(inner.size) ? { ...inner, start: place.at } : null;
}
