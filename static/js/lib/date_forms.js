// The forms of one date, read at one place of a text: "12 November 2007", "June 2007", "the 1990s", "2007-06-14".
// `common/dates/forms.py` says the same. A place is {text, at, isTyped, isLenient}; what is read {start, end, edtf,
// size, why}: an empty EDTF when no calendar has the day, and `size` what may stand at the ends of an interval.

import {
  BEFORE_YEAR,
  D,
  DAY,
  END,
  GAP,
  MONTH,
  MONTH_NAMES,
  OF,
  QUARTERS,
  SEASONS,
  SURE_MONTHS,
  TO,
  WORDS_TOO,
  YEAR,
  at,
  matchAt,
  monthNumber,
  number,
} from "./date_words.js";
import { dayOf, interval, monthOf } from "./date_writing.js";
import { counts, isYear } from "./date_years.js";
import { padded } from "./edtf.js";
import { t } from "./i18n.js";

const DIGIT = new RegExp(D, "u");

/** The date that begins at a place, by the first form that fits; null when none does. */
export function readOne(place) {
  for (const [pattern, build] of DIGIT.test(place.text[place.at] ?? "") ? NUMBER_FORMS : WORD_FORMS) {
    const match = matchAt(pattern, place.text, place.at);
    const read = match && build(match, place);
    if (read) return read;
  }
  return null;
}

/** Why a date reads as it does when nothing was added to it. */
export function asWritten(edtf) {
  return edtf.includes("XXXX") ? t("no year stated") : t("as written");
}

const form = (pattern, build) => [at(`${pattern}${END}`), build];
const stated = (match, edtf, size, why = asWritten(edtf)) => ({
  start: match.index,
  end: match.index + match[0].length,
  edtf,
  size,
  why,
});
const endOf = (match) => match.index + match[0].length;
const yearIn = ({ groups }) => (groups.year ? number(groups.year) : null);

function noSuchDay(day, month, year) {
  const name = MONTH_NAMES[month - 1];
  if (year && dayOf(null, month, day)) return t("%(month)s %(year)s has no day %(day)s", { month: name, year, day });
  return t("%(month)s has no day %(day)s", { month: name, day });
}

/** Whether a month's word beside a day is one: "12 may decide" is not, "12 May" and "12 may 2007" are. */
function isMonthHere(word, year, place) {
  return place.isTyped || year !== null || !WORDS_TOO.has(word.replace(/\.$/u, ""));
}

function day(match, place) {
  const [which, month, year] = [number(match.groups.day), monthNumber(match.groups.month), yearIn(match)];
  if (which < 1 || which > 31 || !isMonthHere(match.groups.month, year, place)) return null;
  const edtf = dayOf(year, month, which);
  return edtf ? stated(match, edtf, "day") : stated(match, "", "day", noSuchDay(which, month, year));
}

/** "In November 12 people died" tells of November; "On November 12 protesters came" of the day. */
function monthDay(match, place) {
  const before = place.text.slice(Math.max(0, match.index - 3), match.index).toLowerCase();
  if (!match.groups.year && !place.isTyped && before === "in " && counts(place.text, endOf(match))) return null;
  return day(match, place);
}

/** The days of one month; none when its word is no month here. */
function daysOf(match, digits, place) {
  const year = yearIn(match);
  if (!isMonthHere(match.groups.month, year, place)) return [];
  const found = digits.match(new RegExp(`${D}+`, "gu"));
  return found.map((word) => dayOf(year, monthNumber(match.groups.month), number(word)));
}

function dayRange(match, place) {
  const days = daysOf(match, `${match.groups.first} ${match.groups.last}`, place);
  const edtf = days.length ? interval(...days) : "";
  return edtf ? stated(match, edtf, "other", t("from the first to the last")) : null;
}

/** Days joined by "and" are all meant, by "or" one of them. */
function dayList(match, place) {
  const days = daysOf(match, match.groups.days, place);
  const isAscending = days.every((one, index) => one && (index === 0 || days[index - 1] < one));
  if (!days.length || !isAscending) return null;
  if (match[0].endsWith(match.groups.days) && !place.isTyped && counts(place.text, endOf(match))) return null;
  if (/\sor\s/u.test(match.groups.days)) return stated(match, `[${days}]`, "other", t("one of the days"));
  return stated(match, `{${days}}`, "other", t("all of the days"));
}

function monthYear(match) {
  return stated(match, monthOf(yearIn(match), monthNumber(match.groups.month)), "month");
}

// What a month without a day or a year stands after when it is one.
const BEFORE_MONTH = new RegExp(
  "(?<![\\p{L}\\p{N}])(?:in|of|by|since|until|till|during|from|between|through|early|mid|late|this|that|last|next|later" +
    `|throughout|before|after|end${GAP}of|start${GAP}of)(?:${GAP}|[\\-‐‑])$`,
  "iu",
);

function monthAlone(match, place) {
  const word = match.groups.month;
  const isName = /^[A-Z]/u.test(word);
  const before = place.text.slice(Math.max(0, match.index - 12), match.index);
  const isSure = SURE_MONTHS.has(word.toLowerCase()) || BEFORE_MONTH.test(before);
  if (!place.isTyped && !(isName && (place.isLenient || isSure))) return null;
  return stated(match, monthOf(null, monthNumber(word)), "month");
}

function iso(match) {
  const [year, month] = [yearIn(match), number(match.groups.number)];
  if (month < 1 || month > 12) return null;
  if (!match.groups.day) return stated(match, monthOf(year, month), "month");
  const which = number(match.groups.day);
  const edtf = dayOf(year, month, which);
  if (edtf) return stated(match, edtf, "day");
  return stated(match, "", "day", noSuchDay(which, month, year));
}

/** "12/11/2007" is read both ways; with dots the day stands first. */
function numeric(match) {
  const [first, second, year] = [number(match.groups.first), number(match.groups.second), yearIn(match)];
  const [dayFirst, monthFirst] = [dayOf(year, second, first), dayOf(year, first, second)];
  if (match.groups.mark === "." || !monthFirst || dayFirst === monthFirst)
    return dayFirst ? stated(match, dayFirst, "day") : null;
  if (!dayFirst) return stated(match, monthFirst, "day");
  return stated(match, `[${dayFirst},${monthFirst}]`, "other", t("day and month could stand either way"));
}

function years(match, place) {
  const { dash, long, short } = match.groups;
  const first = yearIn(match);
  const last = long ? number(long) : Math.floor(first / 100) * 100 + number(short);
  // Typed, "2007-13" is a month gone wrong.
  if (first >= last || counts(place.text, endOf(match)) || (place.isTyped && dash === "-" && short)) return null;
  return stated(match, `${padded(first, 4)}/${padded(last, 4)}`, "other", t("from the first to the last"));
}

function decade(match) {
  return stated(match, `${number(match.groups.tens)}X`, "year", t("ten years"));
}

function century(match) {
  const which = number(match.groups.which);
  return which >= 11 && which <= 22 ? stated(match, `${which - 1}XX`, "other", t("a hundred years")) : null;
}

function yearAlone(match, place) {
  const isStated = place.isTyped || isYear(place.text, match.index, endOf(match));
  if (!isStated && (!place.isLenient || counts(place.text, endOf(match)))) return null;
  return stated(match, String(yearIn(match)), "year");
}

function season(match) {
  const which = SEASONS[match.groups.season.toLowerCase()];
  const northern = t("a season, as on the northern half of the earth");
  return stated(match, `${yearIn(match)}-${which}`, "season", which === 24 ? t("the winter that begins in that year") : northern);
}

function quarter(match) {
  const which = QUARTERS[match.groups.which.toLowerCase()];
  return stated(match, `${yearIn(match)}-${32 + which}`, "other", t("a quarter: three months"));
}

const MAYBE_YEAR = `(?:${BEFORE_YEAR}${YEAR})?`;
const RANGE = `(?<first>${DAY})${TO}(?<last>${DAY})`;
const LIST = `(?<days>${DAY}(?:,\\s{1,2}${DAY}){0,6},?${GAP}(?:and|or|&)${GAP}${DAY})`;
const ONE = `(?<day>${DAY})`;
const NUMBER_FORMS = [
  form(`${YEAR}-(?<number>${D}{2})(?:-(?<day>${D}{2})(?:T[\\d:.+Z\\-]{5,20})?)?(?!-)`, iso),
  form(`(?<first>${D}{1,2})(?<mark>[/.\\-])(?<second>${D}{1,2})\\k<mark>${YEAR}`, numeric),
  form(`${RANGE}${OF}${MONTH}${MAYBE_YEAR}`, dayRange),
  form(`${LIST}${OF}${MONTH}${MAYBE_YEAR}`, dayList),
  form(`${ONE}${OF}${MONTH}${MAYBE_YEAR}`, day),
  form(`${YEAR}(?<dash>[–/\\-])(?:(?<long>[12]${D}{3})|(?<short>${D}{2}))(?![/\\-])`, years),
  form(`(?<tens>[12]${D}{2})0['’]?s`, decade),
  form(`(?<which>${D}{2})(?:st|nd|rd|th)[\\s\\-]century`, century),
  form(YEAR, yearAlone),
];
const WORD_FORMS = [
  form(`${MONTH}${GAP}${RANGE}${MAYBE_YEAR}`, dayRange),
  form(`${MONTH}${GAP}${LIST}${MAYBE_YEAR}`, dayList),
  form(`${MONTH}${GAP}(?:the${GAP})?${ONE}${MAYBE_YEAR}`, monthDay),
  form(`${MONTH}${BEFORE_YEAR}${YEAR}`, monthYear),
  form(MONTH, monthAlone),
  form(`(?<season>${Object.keys(SEASONS).join("|")})${GAP}(?:(?:of|in)${GAP})?${YEAR}(?:[–/\\-](?:${D}{4}|${D}{2}))?`, season),
  form(`(?<which>${Object.keys(QUARTERS).join("|")})${GAP}quarter${GAP}of${GAP}${YEAR}`, quarter),
  form(`Q(?<which>[1-4])(?:${GAP}(?:of${GAP})?|/)${YEAR}`, quarter),
];
