// Words that name a time only together with another: "the same day", "two days later", "Tuesday", "last week".
// `common/dates/phrases.py` says the same.

import { D, EDGE_AFTER, EDGE_BEFORE, GAP, NUMBERS, SEASONS, WEEKDAYS, at, matchAt, number } from "./date_words.js";
import { t } from "./i18n.js";

// What a phrase counts from: a date stated before it, the day of writing, or nothing that could be told.
export const STATED = "stated";
export const WRITING = "writing";
const NOTHING = "";

const PARTS = "day|night|evening|morning|afternoon|week|month|year";
const UNITS = "day|week|month|year";
const SEASON = Object.keys(SEASONS).join("|");
const WEEKDAY = WEEKDAYS.join("|");
const SOME = `(?<count>${D}{1,3}|${Object.keys(NUMBERS).join("|")})`;
const FORMS = [
  [
    `(?:(?:later|earlier|early|late)${GAP}(?:on${GAP})?)?(?:the${GAP}(?:very${GAP})?same|that(?:${GAP}same)?)${GAP}` +
      `(?<unit>${PARTS}|${SEASON})`,
    STATED,
    0,
  ],
  [`the${GAP}(?:next|following)${GAP}(?<unit>${PARTS})`, STATED, 1],
  [`the${GAP}(?:previous|preceding)${GAP}(?<unit>${PARTS})`, STATED, -1],
  [`the${GAP}(?<unit>${UNITS})${GAP}after`, STATED, 1],
  [`the${GAP}(?<unit>${UNITS})${GAP}before`, STATED, -1],
  [`${SOME}${GAP}(?<unit>${UNITS})s?${GAP}(?:later|after(?:wards)?)`, STATED, 1],
  [`${SOME}${GAP}(?<unit>${UNITS})s?${GAP}(?:earlier|before)`, STATED, -1],
  [`${SOME}${GAP}(?<unit>${UNITS})s?${GAP}ago`, WRITING, -1],
  [
    `(?:several|(?:a${GAP})?few|many|some)${GAP}(?:${UNITS})s${GAP}(?:later|earlier|before|after(?:wards)?|ago)`,
    NOTHING,
    0,
  ],
  [`(?:today|tonight|this${GAP}(?:morning|afternoon|evening))`, WRITING, 0],
  [`(?:yesterday|last${GAP}(?:night|evening))`, WRITING, -1],
  ["tomorrow", WRITING, 1],
  [`(?:(?:later|earlier|early|late)${GAP})?this${GAP}(?<unit>week|month|year|${SEASON})`, WRITING, 0],
  [`(?:(?:late|early|earlier)${GAP})?last${GAP}(?<unit>week|month|year|${SEASON})`, WRITING, -1],
  [`next${GAP}(?<unit>week|month|year|${SEASON})`, WRITING, 1],
  [`last${GAP}(?<unit>${WEEKDAY})`, WRITING, -1],
  [`next${GAP}(?<unit>${WEEKDAY})`, WRITING, 1],
  [`(?:(?:that|this)${GAP})?(?<unit>${WEEKDAY})`, WRITING, 0],
  [
    `(?:recently|lately|nowadays|at${GAP}(?:that|the)${GAP}time|in${GAP}recent${GAP}(?:days|weeks|months|years)|one${GAP}day` +
      `|some${GAP}time${GAP}(?:later|after|ago))`,
    NOTHING,
    0,
  ],
].map(([pattern, countsFrom, shift]) => ({ pattern: at(`${EDGE_BEFORE}${pattern}${EDGE_AFTER}`), countsFrom, shift }));
const START = new RegExp(
  `${EDGE_BEFORE}(?:${D}|later|earlier|early|late|the|that|this|last|next|today|tonight|yesterday|tomorrow|several|few|many|some` +
    `|recently|lately|nowadays|at|in|${Object.keys(NUMBERS).join("|")}|${WEEKDAY})${EDGE_AFTER}`,
  "giu",
);

/** The phrases of a text in reading order: {start, end, countsFrom, unit, shift}, none inside another. */
export function phrases(text) {
  const found = [];
  for (const { index } of text.matchAll(START)) {
    const phrase = index >= (found.at(-1)?.end ?? 0) && phraseAt(text, index);
    if (phrase) found.push(phrase);
  }
  return found;
}

/** The phrase that begins at a place, or null. */
export function phraseAt(text, place) {
  for (const { pattern, countsFrom, shift } of FORMS) {
    const match = matchAt(pattern, text, place);
    if (!match) continue;
    const stated = match.groups?.unit ?? "day";
    const unit = stated.toLowerCase();
    if (WEEKDAYS.includes(unit) && !/^[A-Z]/u.test(stated)) continue;
    const plain = ["night", "evening", "morning", "afternoon"].includes(unit) ? "day" : unit;
    return { start: place, end: place + match[0].length, countsFrom, unit: plain, shift: shift * times(match.groups?.count) };
  }
  return null;
}

/** Why the words of a phrase alone are no date. */
export function whyOf({ countsFrom, unit }) {
  if (WEEKDAYS.includes(unit)) return t("a weekday without a date");
  if (countsFrom === STATED) return t("counts from a date stated elsewhere");
  if (countsFrom === WRITING) return t("counts from the day of writing");
  return t("names no day");
}

function times(word) {
  return word ? (NUMBERS[word.toLowerCase()] ?? number(word)) : 1;
}
