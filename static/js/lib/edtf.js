// EDTF (ISO 8601-2) as the form needs it while somebody writes: which days a date can mean, how precise it is.
// `common/edtf.py` says the same; the server's validator has the last word on what is EDTF.

const ONE =
  "(?:[?~%]?-?[0-9X]{4}[?~%]?(?:-[?~%]?[0-9X]{2}[?~%]?){0,2}(?:T[0-9:.+\\-Z]+)?|Y-?\\d+(?:E\\d+)?(?:S\\d+)?|-?\\d{4}S\\d+)";
const SIDE = `(?:${ONE}|\\.\\.)?`;
const ITEMS = `(?:\\.\\.)?${ONE}(?:(?:,|\\.\\.)${ONE})*(?:\\.\\.)?`;
const LOOKS = new RegExp(`^(?=.{4,64}$)(?:${ONE}|${SIDE}/${SIDE}|\\[${ITEMS}\\]|\\{${ITEMS}\\})$`, "u");
const DATE = /^(-?)([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?(?:T[0-9:.+\-Z]+)?$/u;
const YEAR_BY_SIZE = /^(?:Y(-?\d+)(?:E(\d+))?|(-?\d{4}))(?:S(\d+))?$/u;
const YEAR = /^(?:Y|-?(?!XXXX)[0-9X]{4})/u;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
// Divisions of a year: number to [first month, how many months], as in common/edtf.py.
const DIVISIONS = {
  21: [3, 3], 22: [6, 3], 23: [9, 3], 24: [12, 3], 25: [3, 3], 26: [6, 3], 27: [9, 3], 28: [12, 3], 29: [9, 3],
  30: [12, 3], 31: [3, 3], 32: [6, 3], 33: [1, 3], 34: [4, 3], 35: [7, 3], 36: [10, 3], 37: [1, 4], 38: [5, 4],
  39: [9, 4], 40: [1, 6], 41: [7, 6],
}; // prettier-ignore
// UCDP's date precision by the most days that an event may have happened on.
const PRECISIONS = [[1, 1], [6, 2], [7, 3], [31, 4], [366, 5]]; // prettier-ignore
const DAY = 24 * 60 * 60 * 1000;

/** Whether a text looks like EDTF; the server says whether it is. */
export function looksLikeEdtf(text) {
  return LOOKS.test(text) && /\d/u.test(text);
}

/** The year a date states first, or null. */
export function yearOf(edtf) {
  return /^\d{4}/u.exec(edtf)?.[0] ?? null;
}

/** Whether every date in EDTF states its year, be it only the century: `XXXX-11-12` does not. */
export function hasYear(edtf) {
  const { parts } = partsOf(edtf.replace(/[?~%]/gu, ""));
  return parts.length > 0 && parts.every((part) => YEAR.test(part));
}

/** The earliest and latest day EDTF can mean, as [ISO, ISO]; null where a side is open or its year not known. */
export function boundsOf(edtf) {
  if (edtf.length > 64) return [null, null];
  const { parts, isOpenBefore, isOpenAfter } = partsOf(edtf.replace(/[?~%]/gu, ""));
  const read = parts.map(boundsOfOne);
  const firsts = read.map(([first]) => first).sort();
  const lasts = read.map(([, last]) => last).sort();
  return [
    isOpenBefore || firsts.includes(null) ? null : (firsts[0] ?? null),
    isOpenAfter || lasts.includes(null) ? null : (lasts.at(-1) ?? null),
  ];
}

/** UCDP's date precision, 1 the day to 5 a year; null when EDTF spans more or its days are not known. */
export function precisionOf(edtf) {
  const [earliest, latest] = boundsOf(edtf);
  if (!earliest || !latest) return null;
  const days = Math.round((Date.parse(`${latest}T00:00:00Z`) - Date.parse(`${earliest}T00:00:00Z`)) / DAY) + 1;
  const found = PRECISIONS.find(([most]) => days <= most)?.[1] ?? null;
  return found === 1 && /[~%]/u.test(edtf) ? 2 : found;
}

/** The days of a month; of a February whose year is null, 29. */
export function daysIn(month, year) {
  return month === 2 && (year === null || isLeap(year)) ? 29 : LENGTHS[month - 1];
}

/** A number with leading noughts. */
export function padded(number, size = 2) {
  return String(number).padStart(size, "0");
}

function isLeap(year) {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function partsOf(text) {
  if (/^[[{]/u.test(text)) {
    const inner = text.slice(1, -1);
    const parts = inner.split(",").flatMap((item) => item.split("..")).filter(Boolean);
    return { parts, isOpenBefore: inner.startsWith(".."), isOpenAfter: inner.endsWith("..") };
  }
  if (!text.includes("/")) return { parts: [text], isOpenBefore: false, isOpenAfter: false };
  const sides = [text.slice(0, text.indexOf("/")), text.slice(text.indexOf("/") + 1)];
  const [isOpenBefore, isOpenAfter] = sides.map((side) => side === "" || side === "..");
  return { parts: sides.filter((side) => side !== "" && side !== ".."), isOpenBefore, isOpenAfter };
}

function boundsOfOne(text) {
  const match = DATE.exec(text);
  if (!match) return boundsBySize(YEAR_BY_SIZE.exec(text));
  const [, sign, year, month, day] = match;
  if (sign || year === "XXXX") return [null, null];
  const division = DIVISIONS[month];
  if (division) return [divisionStart(year, division), divisionEnd(year, division)];
  const masks = [month ?? "XX", day ?? "XX"];
  return [firstDay(year, ...masks, 1), firstDay(year, ...masks, -1)];
}

/** The first day that fits the masks, from the one end (step 1) or the other (-1); null when no calendar has it. */
function firstDay(yearMask, monthMask, dayMask, step) {
  const months = fitting(monthMask, 12, step);
  const days = fitting(dayMask, 31, step);
  for (const year of years(yearMask, step)) {
    if (year === 0) return null;
    for (const month of months) {
      const day = days.find((number) => number <= daysIn(month, year));
      if (day) return iso(year, month, day);
    }
  }
  return null;
}

function fitting(mask, most, step) {
  const numbers = Array.from({ length: most }, (_, index) => index + 1);
  const found = numbers.filter((number) => Array.from(padded(number)).every((digit, at) => mask[at] === "X" || mask[at] === digit));
  return step > 0 ? found : found.reverse();
}

function years(mask, step) {
  const places = Array.from(mask, (digit) => (digit === "X" ? Array.from("0123456789") : [digit]));
  const found = places.reduce((begun, digits) => begun.flatMap((number) => digits.map((digit) => number + digit)), [""]).map(Number);
  return step > 0 ? found : found.reverse();
}

function divisionStart(mask, [month]) {
  const [year] = years(mask, 1);
  return year ? iso(year, month, 1) : null;
}

function divisionEnd(mask, [month, months]) {
  const [begin] = years(mask, -1);
  const year = begin + Math.floor((month + months - 2) / 12);
  const last = ((month + months - 2) % 12) + 1;
  return begin && year <= 9999 ? iso(year, last, daysIn(last, year)) : null;
}

/** The bounds of `Y17E3` and of `1950S2`, a year of which only the first digits are sure. */
function boundsBySize(match) {
  if (!match) return [null, null];
  const [, long, zeros, short, sure] = match;
  const digits = (long ?? short) + "0".repeat(Math.min(Number(zeros ?? 0), 10));
  if (digits.startsWith("-")) return [null, null];
  const size = 10 ** Math.min(Math.max(0, digits.length - Number(sure ?? 99)), digits.length);
  const low = Math.floor(Number(digits) / size) * size;
  const isHeld = (year) => year >= 1 && year <= 9999;
  return [isHeld(low) ? iso(low, 1, 1) : null, isHeld(low + size - 1) ? iso(low + size - 1, 12, 31) : null];
}

function iso(year, month, day) {
  return `${padded(year, 4)}-${padded(month)}-${padded(day)}`;
}
