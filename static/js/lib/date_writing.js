// EDTF written from the parts of a date. What no calendar holds is written as "". common/dates/writing.py says the same.

import { daysIn, padded } from "./edtf.js";

const yearText = (year) => (year === null ? "XXXX" : padded(year, 4));

/** A day, `XXXX` for a year that is null; "" when the calendar has no such day. */
export function dayOf(year, month, number) {
  if (!(month >= 1 && month <= 12) || !(number >= 1 && number <= daysIn(month, year))) return "";
  return `${yearText(year)}-${padded(month)}-${padded(number)}`;
}

/** A month, `XXXX` for a year that is null. */
export function monthOf(year, number) {
  return `${yearText(year)}-${padded(number)}`;
}

/** From the one to the other, of the same size, the year of one holding for both; "" when they stand in no order. */
export function interval(first, last) {
  if (!first || !last || first.length !== last.length) return "";
  const [hasFirst, hasLast] = [!first.startsWith("XXXX"), !last.startsWith("XXXX")];
  const isForward = first.slice(4) < last.slice(4);
  if (!hasFirst && hasLast) first = padded(Number(last.slice(0, 4)) - (isForward ? 0 : 1), 4) + first.slice(4);
  else if (hasFirst && !hasLast) last = padded(Number(first.slice(0, 4)) + (isForward ? 0 : 1), 4) + last.slice(4);
  if (first === last || (first > last && !first.startsWith("XXXX"))) return "";
  return isThere(first) && isThere(last) ? `${first}/${last}` : "";
}

/** Whether the calendar holds a plain year, month or day: there is no 2007-02-29. */
export function isThere(edtf) {
  const [year, month, day] = edtf.split("-");
  if (day === undefined) return true;
  return dayOf(year === "XXXX" ? null : Number(year), Number(month), Number(day)) !== "";
}

/** The date marked as approximate, where EDTF can say that: not without a year, of a decade or a set. */
export function approximate(edtf) {
  if (edtf.split("/").length === 2 && !edtf.includes("X")) return edtf.replace("/", "~/") + "~";
  return canBeQualified(edtf) ? `${edtf}~` : edtf;
}

/** The interval that begins with the date and is open, where EDTF can say that. */
export function since(edtf) {
  return canBeQualified(edtf) ? `${edtf}/..` : edtf;
}

/** Whether a date may take `~` or begin an open interval: one plain year, season, month or day. */
export function canBeQualified(edtf) {
  const parts = edtf.split("-");
  return parts.length <= 3 && parts.every((part) => /^\d+$/u.test(part)) && (parts.length !== 2 || Number(parts[1]) <= 24);
}

/** The first, middle or last third of a year (four months), a month (ten days) or a decade; "" of anything else. */
export function third(edtf, which) {
  if (/^\d+$/u.test(edtf)) return `${edtf}-${padded(which * 4 + 1)}/${edtf}-${padded(which * 4 + 4)}`;
  if (/^\d{3}X$/u.test(edtf)) {
    const [begin, end] = [[0, 3], [4, 6], [7, 9]][which]; // prettier-ignore
    return `${edtf.slice(0, 3)}${begin}/${edtf.slice(0, 3)}${end}`;
  }
  if (!isMonth(edtf)) return "";
  return `${edtf}-${padded(which * 10 + 1)}/${edtf}-${which < 2 ? which * 10 + 10 : lastDay(edtf)}`;
}

/** The first or second half of a year (`2007-40`) or of a month; "" of anything else. */
export function half(edtf, which) {
  if (/^\d+$/u.test(edtf)) return `${edtf}-${40 + which}`;
  if (!isMonth(edtf)) return "";
  return which === 0 ? `${edtf}-01/${edtf}-15` : `${edtf}-16/${edtf}-${lastDay(edtf)}`;
}

function isMonth(edtf) {
  return edtf.length === 7 && !edtf.includes("/") && Number(edtf.slice(5)) <= 12;
}

/** The last day of a month; of a February whose year is not known the 28th, which every year has. */
function lastDay(edtf) {
  const year = edtf.slice(0, 4);
  return daysIn(Number(edtf.slice(5)), year === "XXXX" ? 2001 : Number(year));
}
