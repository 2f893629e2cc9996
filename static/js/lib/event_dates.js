// What an event's date field offers: what the sentence says, what that means given its surroundings, and dates of other
// sentences. An offer is {stated, resolved, basis, words, why, from}: `stated` is EDTF of this sentence's words alone.

import { datesElsewhere } from "./borrowing.js";
import { dateOffers, findDates, looksLikeEdtf, yearOf } from "./dates.js";
import { t } from "./i18n.js";

/** What typed words may mean, best first. `years` are those of the surroundings: {year, why, basis}. */
export function readings(words, years) {
  const stated = looksLikeEdtf(words) ? [{ edtf: words, why: "" }] : dateOffers(words);
  return stated.flatMap(({ edtf, why }) => [
    { stated: edtf, resolved: "", basis: "", words, why },
    ...(edtf.startsWith("XXXX") ? years : []).map(({ year, why: because, basis }) => ({
      stated: edtf,
      resolved: edtf.replaceAll("XXXX", year),
      basis,
      words,
      why: because,
    })),
  ]);
}

/** Everything the field offers before something is typed: this sentence's dates, then those of others. */
export function datesOnOffer(work, id, years) {
  const text = work.sentences.get(id).text.text;
  const here = findDates(text).flatMap(({ from, to }) =>
    readings(text.slice(from, to), years).map((offer) => ({ ...offer, span: [from, to] })),
  );
  const there = datesElsewhere(work, id, findDates).map(({ edtf, resolved, words, number, from }) => ({
    stated: "",
    resolved: resolved || (years.length > 0 ? edtf.replaceAll("XXXX", years[0].year) : edtf),
    basis: "other_sentence",
    words,
    why: t("from sentence %(number)s", { number }),
    from,
  }));
  return [...here, ...there.filter(({ resolved }) => yearOf(resolved) || here.length === 0)];
}

/** How the field shows a date: as stated, and what it means where that says more. */
export function shownDate({ date_edtf: stated, date_resolved: resolved }) {
  if (!resolved || resolved === stated) return stated;
  return stated ? `${stated} → ${resolved}` : resolved;
}
