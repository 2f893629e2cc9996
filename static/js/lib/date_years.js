// Whether four digits in running text are a year: "in 2004", "the 2006 elections", but not "2000 people".
// `common/dates/years.py` says the same.

import { EDGE_AFTER, EDGE_BEFORE, GAP, YEAR, at, matchAt, number } from "./date_words.js";

// What years are stated with. After these a number from 1000 to 2999 is a year unless things are counted.
const SURELY = new RegExp(
  `${EDGE_BEFORE}(?:(?:in|since|during|until|till|before|after|year|early|late|mid|circa|throughout|ad|عام|سنة|في|منذ|בשנת)` +
    `${GAP}(?:the${GAP}years?${GAP})?|mid[\\-‐‑]|ב[\\-־])$`,
  "iu",
);
const LOOSELY = new RegExp(
  `${EDGE_BEFORE}(?:of|from|by|between|and|or|to|through|the|this|that|for|around|about|late|its|their|his|her|a|an)${GAP}$` +
    `|['’]s${GAP}$|[(–—/\\-]$|^$`,
  "iu",
);
// Numbers of other things.
const NUMBERED = new RegExp(
  `(?:[$€£¥₪#№]\\s?|${EDGE_BEFORE}(?:resolutions?|articles?|flights?|routes?|highways?|laws?|decrees?|sections?|paragraphs?` +
    "|pages?|p|pp|nos?|numbers?|rooms?|units?|forms?|versions?|models?|channels?|phases?|chapters?|at|over|than|nearly|almost" +
    `|some|least|most|up${GAP}to|usd|us|eur|nis)${GAP}|${EDGE_BEFORE}(?:no|nos|p|pp|art|sec)\\.\\s?|\\[)$`,
  "iu",
);
const MEASURED = at(
  `\\s?(?:%|°|(?:percent|per${GAP}cent|hours?|hrs?|gmt|utc|local${GAP}time|am|pm|k?m|k?g|kw|mw|ft|feet|dollars|euros|shekels` +
    `|usd|us\\$|miles?|tonn?es?|tons?|square|cubic|million|billion|strong)${EDGE_AFTER})|[\\-‐‑]strong${EDGE_AFTER}|\\]`,
);
// The year names a line on the map, not a time.
const LINES = at(
  `${GAP}(?:borders?|boundar(?:y|ies)|lines?|frontiers?|(?:green|armistice)${GAP}lines?)${EDGE_AFTER}`,
);
const NEXT_WORD = /\s{1,3}([a-z]{3,})(?![\p{L}\p{N}])/uy;
const PEOPLE = new Set(["people", "men", "women", "children", "police", "personnel", "troops", "dead", "injured", "wounded", "killed"]);
// Plural words that follow a year without being counted: what happens in a year, and words that only end so.
const HAPPENING = new Set([
  "elections", "clashes", "protests", "riots", "talks", "negotiations", "attacks", "bombings", "killings", "events",
  "accords", "agreements", "raids", "strikes", "demonstrations", "hostilities", "floods", "earthquakes", "wars",
  "battles", "massacres", "reforms", "sanctions", "polls", "games", "olympics", "was", "has", "is", "its", "his",
  "this", "thus", "hundreds", "thousands", "dozens", "tens", "scores", "towards", "besides",
]); // prettier-ignore
const CLOSED = at(`\\s*(?:[),.;:]|$|(?:and|or)${GAP}${YEAR}(?!,))`);

/** Whether the four digits at these offsets are stated as a year. */
export function isYear(text, start, end) {
  const before = text.slice(Math.max(0, start - 24), start);
  const year = number(text.slice(start, end));
  if (NUMBERED.test(before) || matchAt(MEASURED, text, end) || matchAt(LINES, text, end)) return false;
  const isSure = SURELY.test(before);
  if (isSure && year >= 1900 && year <= 2099 && year % 100) return true;
  if (counts(text, end)) return false;
  return isSure || (year >= 1800 && year <= 2099 && (LOOSELY.test(before) || matchAt(CLOSED, text, end) !== null));
}

/** Whether the number that ends here counts what follows: "2000 people", "12 protesters". */
export function counts(text, end) {
  const word = matchAt(NEXT_WORD, text, end)?.[1];
  if (!word) return false;
  return PEOPLE.has(word) || (word.endsWith("s") && !word.endsWith("ss") && !HAPPENING.has(word));
}
