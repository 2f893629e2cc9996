// What an event's date field offers: what the sentence says, what that means given its surroundings, and dates of other
// sentences. An offer is {stated, resolved, basis, words, why, span, from}: `stated` is EDTF of this sentence's words alone,
// `resolved` what they mean on a `basis`; `span` where they stand in the display text, `from` where in another sentence.

import { datesElsewhere } from "./borrowing.js";
import { dateOffers, findDates, findUnresolved, resolutions } from "./dates.js";
import { t } from "./i18n.js";

const BEFORE = 40; // a text states its year once and then for long not again
const AFTER = 3;
const MOST_RESOLVED = 3;

/** What dates are resolved by: {published, neighbours: [{edtf, distance, number}]}, the coded before the read. */
export function surroundings(work, id) {
  const at = work.order.indexOf(id);
  const neighbours = [];
  for (let distance = -BEFORE; distance <= AFTER; distance += 1) {
    const row = work.sentences.get(work.order[at + distance]);
    if (!row) continue;
    const coded = work.shown(row.id).tags.map(({ value }) => value.date_resolved || value.date_edtf || "");
    row.statedDates ??= findDates(row.text.text).map(({ edtf }) => edtf);
    for (const edtf of new Set([...coded, ...row.statedDates])) if (edtf) neighbours.push({ edtf, distance, number: row.number });
  }
  return { published: work.payload.source.published_on ?? "", neighbours };
}

/** What words may mean, best first; a phrase such as "the same day" states nothing by itself and may yet be resolved. */
export function readings(words, context) {
  const stated = dateOffers(words);
  const offers = stated.flatMap(({ edtf, why }) => [
    { stated: edtf, resolved: "", basis: "", words, why },
    ...(edtf.includes("XXXX") ? resolvedOffers(edtf, stated.length > 1 ? edtf : words, words, context) : []),
  ]);
  return offers.length > 0 ? offers : resolvedOffers("", words, words, context);
}

function resolvedOffers(stated, said, words, context) {
  return resolutions(said, context)
    .map(({ edtf, basis, why }) => ({ stated, resolved: withYear(edtf, context), basis, words, why }))
    .filter(({ resolved }) => resolved !== stated)
    .slice(0, MOST_RESOLVED);
}

/** A day counted from one whose year another sentence states gets that year too. */
function withYear(edtf, context) {
  return edtf.includes("XXXX") ? (resolutions(edtf, context)[0]?.edtf ?? edtf) : edtf;
}

/** Everything the field offers before something is typed: this sentence's dates, then those of others. */
export function datesOnOffer(work, id, context) {
  const { text } = work.sentences.get(id).text;
  const named = [...findDates(text), ...findUnresolved(text)].sort((a, b) => a.from - b.from);
  const here = named.flatMap(({ from, to }) =>
    readings(text.slice(from, to), context).map((offer) => ({ ...offer, span: [from, to] })),
  );
  const there = datesElsewhere(work, id, findDates).map(({ edtf, resolved, words, number, from }) => ({
    stated: "",
    resolved: resolved || withYear(edtf, context),
    basis: "other_sentence",
    words,
    why: t("from sentence %(number)s", { number }),
    from,
  }));
  return [...here, ...there];
}

/** Why a phrase of the sentence names no day that the surroundings tell; "" when there is none. */
export function whyUnresolved(work, id, context) {
  const { text } = work.sentences.get(id).text;
  const lost = findUnresolved(text).find(({ from, to }) => readings(text.slice(from, to), context).length === 0);
  return lost ? t("“%(words)s”: %(why)s", { words: text.slice(lost.from, lost.to), why: lost.why }) : "";
}

/** How the field shows a date: as stated, and what it means where that says more. */
export function shownDate({ date_edtf: stated, date_resolved: resolved }) {
  if (!resolved || resolved === stated) return stated;
  return stated ? `${stated} → ${resolved}` : resolved;
}
