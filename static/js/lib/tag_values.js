// What a new tag says before a person has said anything: every field of its kind, as the protocol keeps them.

/** Spans that a value may have beside its own words, by kind; "" is its own. */
export const PARTS = {
  event: ["date_", "place_", "deaths_", "injured_", "arrested_"],
  actor: [],
  reliability: ["source_", "cue_", "hedge_"],
};

const noSpans = (prefixes) =>
  Object.fromEntries(
    prefixes.flatMap((prefix) => [
      [`${prefix}start`, null],
      [`${prefix}end`, null],
    ]),
  );

/** A new event on these words. */
export function freshEvent(span) {
  return {
    ...span,
    note: "",
    code: null,
    codebook: null,
    modes: [],
    other_codes: [],
    ...noSpans(PARTS.event),
    date_edtf: "",
    date_from: null,
    date_resolved: "",
    date_basis: "",
    date_prec: null,
    place_name: "",
    place_from: null,
    place_basis: "",
    country: "",
    latitude: null,
    longitude: null,
    where_prec: null,
    deaths_low: null,
    deaths_best: null,
    deaths_high: null,
    injured: null,
    arrested: null,
    modality: "asserted",
    polarity: "positive",
    tense: "unspecified",
    genericity: "specific",
    participants: [],
  };
}

/** A new grade of these words. */
export function freshReliability(span) {
  return {
    ...span,
    note: "",
    credibility: null,
    rationale: "",
    ...noSpans(PARTS.reliability),
    source_from: null,
    source_basis: "",
    parent: null,
    anonymous: false,
    commitment: "",
    check_worthiness: "",
  };
}

/** A new mention on these words. */
export function freshActor(span) {
  return { ...span, note: "", actor: null };
}

/** A participant's link: an actor tag, words elsewhere, or nobody named. */
export function link(role, { actor = null, from = null, basis = from ? "other_sentence" : "" } = {}) {
  return { role, actor, from, basis };
}

/** Whether two links are the same filler in the same role. */
export function isSameLink(one, other) {
  const place = ({ from }) => (from ? `${from.sentence}:${from.start}:${from.end}` : "");
  return one.role === other.role && (one.actor ?? null) === (other.actor ?? null) && place(one) === place(other);
}
