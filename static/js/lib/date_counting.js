// The day, week, month, year or season that a phrase names, counted from a date: "two days later", "last Tuesday".
// `common/dates/counting.py` says the same.

import { SEASONS, WEEKDAYS } from "./date_words.js";
import { isThere } from "./date_writing.js";
import { padded } from "./edtf.js";

const MONTH = /^(\d{4}|XXXX)-(0[1-9]|1[0-2])(?:-\d\d)?~?$/u;
const DAY = /^(\d{4}|XXXX)-(\d\d)-(\d\d)~?$/u;
// The last month of each season, counted from January of the year in which it begins.
const LAST_MONTHS = { 21: 5, 22: 8, 23: 11, 24: 14 };
// A year without a 29 February stands in for one that is not known.
const ANY_YEAR = 2001;

/** What a phrase names when it counts from this date; "" when that cannot be told, as from a year to a day. */
export function counted(edtf, phrase) {
  if (phrase.unit === "year" || phrase.unit in SEASONS) return yearCounted(edtf, phrase);
  return phrase.unit === "month" ? monthCounted(edtf, phrase.shift) : dayCounted(edtf, phrase);
}

function yearCounted(edtf, { unit, shift }) {
  const year = /^\d{4}(?!\d)/u.exec(edtf);
  if (!year) return "";
  const season = SEASONS[unit];
  if (!season) return yearText(Number(year[0]) + shift);
  const text = yearText(Number(year[0]) + seasonsOn(edtf, season, shift));
  return text && `${text}-${season}`;
}

/** The years between a date and a season; "last summer" is the last that is over, where the month is known. */
function seasonsOn(edtf, season, shift) {
  const month = MONTH.exec(edtf);
  if (shift >= 0 || !month) return shift;
  return [0, -1, -2].find((back) => back * 12 + LAST_MONTHS[season] < Number(month[2]));
}

function monthCounted(edtf, shift) {
  const month = MONTH.exec(edtf);
  if (!month) return "";
  const months = Number(month[2]) - 1 + shift;
  const years = Math.floor(months / 12);
  if (month[1] === "XXXX") return years ? "" : `XXXX-${padded(months + 1)}`;
  const text = yearText(Number(month[1]) + years);
  return text && `${text}-${padded(months - years * 12 + 1)}`;
}

function dayCounted(edtf, phrase) {
  const day = DAY.exec(edtf);
  if (!day || !isThere(edtf.replace("~", ""))) return "";
  if (phrase.unit === "day" && phrase.shift === 0) return edtf;
  const parts = day.slice(1).map(Number);
  if (day[1] === "XXXX") return dayOfAnyYear(parts[1], parts[2], phrase);
  const today = weekdayOf(parts);
  if (phrase.unit === "week") {
    const [monday, sunday] = [0, 6].map((more) => moved(parts, 7 * phrase.shift - today + more));
    return monday && sunday && `${monday}/${sunday}`;
  }
  return moved(parts, WEEKDAYS.includes(phrase.unit) ? toWeekday(today, phrase) : phrase.shift);
}

/** The day so many days on, where it is the same in every year. */
function dayOfAnyYear(month, day, { unit, shift }) {
  if (unit !== "day" || (month === 2 && day === 29)) return "";
  const begin = `${ANY_YEAR}-${padded(month)}-${padded(day)}`;
  const then = moved([ANY_YEAR, month, day], shift);
  const march = `${ANY_YEAR}-03-01`;
  const [first, last] = [begin, then].sort();
  const crossesLeapDay = first < march && march <= last;
  return !then.startsWith(String(ANY_YEAR)) || crossesLeapDay ? "" : `XXXX${then.slice(4)}`;
}

/** The days to the last such weekday up to that day (shift 0), before it (-1), or to the next after it (1). */
function toWeekday(today, { unit, shift }) {
  const weekday = WEEKDAYS.indexOf(unit);
  if (shift > 0) return ((weekday - today + 6) % 7) + 1;
  const back = (today - weekday + 7) % 7;
  return -(back || (shift < 0 ? 7 : 0));
}

/** Monday is 0. */
function weekdayOf(parts) {
  return (utc(parts, 0).getUTCDay() + 6) % 7;
}

function moved(parts, days) {
  const day = utc(parts, days);
  const year = yearText(day.getUTCFullYear());
  return year && `${year}-${padded(day.getUTCMonth() + 1)}-${padded(day.getUTCDate())}`;
}

function utc([year, month, day], days) {
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, day + days);
  return moment;
}

function yearText(year) {
  return year >= 0 && year <= 9999 ? padded(year, 4) : "";
}
