// Dates as texts state them, read into EDTF (ISO 8601-2): what the words say, and no more. A year that is not stated
// stays XXXX; what names no day by itself ("the same day", "Tuesday") is said to, and may be resolved from what stands
// nearby. `common/dates` says the same to the server, whose validator has the last word.

import { readAt, withoutThird } from "./date_reading.js";
import { asWritten } from "./date_forms.js";
import { phraseAt, phrases, whyOf } from "./date_phrases.js";
import { D, GAP, MONTHS, MONTH_NAMES, SEASONS, THIRDS, WEEKDAY, at, matchAt, number, oneOf } from "./date_words.js";
import { approximate, canBeQualified, dayOf, isThere } from "./date_writing.js";
import { looksLikeEdtf } from "./edtf.js";
import { t } from "./i18n.js";

export { resolutions } from "./date_resolving.js";
export { boundsOf, hasYear, looksLikeEdtf, precisionOf, yearOf } from "./edtf.js";

// Where a date can begin: a look at each word that costs little, before the forms are tried there.
const START = new RegExp(
  `(?:(?<![\\p{L}\\p{N}])|(?<=\\sو))(?<!${D}[.,:/٬٫\\-])(?:${D}|ב?(?:${oneOf(MONTHS.keys())})` +
    `|(?:${[...Object.keys(SEASONS), ...Object.keys(THIRDS)].join("|")})(?![\\p{L}\\p{N}])|${WEEKDAY}(?![\\p{L}\\p{N}])|q(?=[1-4])|منذ` +
    "|(?:about|around|approximately|roughly|circa|ca?|between|since|first|second|third|fourth|last)(?![\\p{L}\\p{N}]))",
  "giu",
);
const LEADING = at(`(?:in|on|at|of|from|during|the)${GAP}`);
const UNTIL = at(`(?<after>after${GAP})|(?:until|till|before|by|up${GAP}to)${GAP}`);
const SHORT = new RegExp(`^(${D}{1,2})[/.\\-](${D}{1,2})(?:[/.\\-](${D}{2}))?$`, "u");

/** The dates a text states, in reading order: {from, to, edtf, why}, offsets in UTF-16 units; none inside another. */
export function findDates(text) {
  return reads(text)
    .filter(({ edtf }) => edtf)
    .map(({ start, end, edtf, why }) => ({ from: start, to: end, edtf, why }));
}

/** What names a time but no day by itself: {from, to, why}, in reading order. */
export function findUnresolved(text) {
  const stated = reads(text);
  const impossible = stated.filter(({ edtf }) => !edtf).map(({ start, end, why }) => ({ from: start, to: end, why }));
  const relative = phrases(text)
    .filter((phrase) => !stated.some(({ start, end }) => start < phrase.end && phrase.start < end))
    .map((phrase) => ({ from: phrase.start, to: phrase.end, why: whyOf(phrase) }));
  return [...impossible, ...relative].sort((a, b) => a.from - b.from);
}

/** What typed words may mean, best first: {edtf, why}. `years` are those that neighbours state: {year, why}. */
export function dateOffers(typed, years = []) {
  const offers = new Map();
  const offer = (edtf, why) => edtf && !offers.has(edtf) && offers.set(edtf, { edtf, why });
  for (const { edtf, why } of [...readings(plain(typed)), ...asEdtf(typed)]) {
    offer(edtf, why);
    if (edtf.includes("XXXX"))
      for (const near of years) {
        const resolved = edtf.replaceAll("XXXX", near.year);
        if (daysAreThere(resolved)) offer(resolved, near.why);
      }
  }
  return [...offers.values()];
}

/** Why typed words name no day, in words; "" when they do, or when they are no date at all. */
export function whyNoDate(typed) {
  const text = plain(typed);
  if (!text || dateOffers(typed).length) return "";
  const read = whole(text);
  if (read) return read.why;
  const phrase = phraseAt(typed.trim(), 0) ?? phraseAt(text, 0);
  return phrase ? whyOf(phrase) : "";
}

/** What reads as a date, days that no calendar has among them, with an empty EDTF. */
function reads(text) {
  const found = [];
  let end = 0;
  for (const { index } of text.matchAll(START)) {
    const read = index >= end && readAt({ text, at: index, isTyped: false, isLenient: false });
    if (!read) continue;
    end = read.end;
    found.push({ ...read, end: text[end - 1] === "." ? end - 1 : end });
  }
  return found;
}

/** The words without what only leads to a date, and the beginnings of months written out: "12 nove" is typed on. */
function plain(typed) {
  let text = typed.trim().replace(/\.$/u, "").slice(0, 200);
  for (let match; (match = matchAt(LEADING, text, 0)); ) text = text.slice(match[0].length);
  return text.replace(/\p{L}{3,}/gu, (word) => {
    if (MONTHS.has(word.toLowerCase())) return word;
    const names = MONTH_NAMES.filter((name) => name.toLowerCase().startsWith(word.toLowerCase()));
    return names.length === 1 ? names[0] : word;
  });
}

function whole(text) {
  const read = text && readAt({ text, at: 0, isTyped: true, isLenient: false });
  return read && read.end === text.length ? read : null;
}

function readings(text) {
  const read = whole(text);
  if (!read) return [...until(text), ...short(text)];
  if (!read.edtf) return [];
  if (read.edtf.startsWith("[") && text.includes("/")) {
    const [dayFirst, monthFirst] = read.edtf.slice(1, -1).split(",");
    return [
      { edtf: dayFirst, why: t("day first") },
      { edtf: monthFirst, why: t("month first") },
      { edtf: read.edtf, why: t("either: day and month could stand either way") },
    ];
  }
  const offers = [{ edtf: read.edtf, why: read.why }];
  const wider = withoutThird({ text, at: 0, isTyped: true, isLenient: false });
  if (wider) offers.push({ edtf: approximate(wider.edtf), why: t("the whole of it, approximate") });
  if (read.edtf.slice(2) === "0X") offers.push({ edtf: `${read.edtf.slice(0, 2)}XX`, why: t("a hundred years") });
  return offers;
}

/** "until 2007" is open at its beginning, "after 2007" at its end. */
function until(text) {
  const match = matchAt(UNTIL, text, 0);
  const read = match && whole(text.slice(match[0].length));
  if (!read?.edtf) return [];
  if (!canBeQualified(read.edtf)) return [{ edtf: read.edtf, why: asWritten(read.edtf) }];
  if (match.groups.after) return [{ edtf: `${read.edtf}/..`, why: t("after then: open at the end") }];
  return [{ edtf: `../${read.edtf}`, why: t("until then: open at the beginning") }];
}

/** "3/4" and "3/4/07": both ways, the year of the last or this century. */
function short(text) {
  const match = SHORT.exec(text);
  if (!match) return [];
  const [first, second] = [number(match[1]), number(match[2])];
  const year = match[3] === undefined ? null : number(match[3]) + (number(match[3]) < 50 ? 2000 : 1900);
  return [
    { edtf: dayOf(year, second, first), why: t("day first") },
    { edtf: dayOf(year, first, second), why: t("month first") },
  ];
}

function asEdtf(typed) {
  const text = typed.trim().toUpperCase();
  return looksLikeEdtf(text) && daysAreThere(text) ? [{ edtf: text, why: t("as written") }] : [];
}

/** Whether the calendar has every plain month and day of a text that looks like EDTF. */
function daysAreThere(edtf) {
  const months = edtf.match(/(?<![0-9X])[0-9X]{4}-\d\d(?!\d)/gu) ?? [];
  if (months.some((month) => !isMonthOrSeason(Number(month.slice(5))))) return false;
  return (edtf.match(/(?<![0-9X])(?:\d{4}|XXXX)-\d\d-\d\d(?!\d)/gu) ?? []).every(isThere);
}

function isMonthOrSeason(which) {
  return (which >= 1 && which <= 12) || (which >= 21 && which <= 41);
}
