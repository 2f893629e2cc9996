// What an event may take from the other sentences of its source: dates, places and actors, the nearest first.
// A loan is the words with where they stand: {sentence, start, end, quote}, offsets in that sentence's received text.

const NEAR = 40; // sentences looked at: farther ones are no neighbours

/** The other sentences of the source: those before, nearest first, then those after. */
export function around(order, id) {
  const at = order.indexOf(id);
  return [...order.slice(Math.max(0, at - NEAR), at).toReversed(), ...order.slice(at + 1, at + 1 + NEAR)];
}

/** Dates that other sentences state, each once: {edtf, resolved, words, number, from}; coded ones before read ones. */
export function datesElsewhere(work, id, findDates, most = 6) {
  const coded = [];
  const read = [];
  for (const row of rowsAround(work, id)) {
    for (const { kind, value } of work.shown(row.id).tags) {
      if (kind !== "event" || value.date_start === null || !(value.date_edtf || value.date_resolved)) continue;
      coded.push(loan(row, value.date_start, value.date_end, { edtf: value.date_edtf, resolved: value.date_resolved }));
    }
    for (const { from, to, edtf } of findDates(row.text.text)) {
      if (!edtf) continue;
      const { start, end } = row.text.toStored([from, to]);
      read.push(loan(row, start, end, { edtf, resolved: "" }));
    }
  }
  return once([...coded, ...read], ({ edtf, resolved }) => resolved || edtf).slice(0, most);
}

const PLACE = ["place_name", "country", "latitude", "longitude", "where_prec"];

/** Places of other sentences' events, each once: {place, words, number, from}; `from` is null where no words were marked. */
export function placesElsewhere(work, id, most = 6) {
  const found = [];
  for (const row of rowsAround(work, id)) {
    for (const { kind, value } of work.shown(row.id).tags) {
      if (kind !== "event" || !(value.place_name || value.place_start !== null)) continue;
      const place = Object.fromEntries(PLACE.map((field) => [field, value[field]]));
      if (value.place_start === null) found.push({ place, number: row.number, words: value.place_name, from: value.place_from });
      else found.push(loan(row, value.place_start, value.place_end, { place }));
    }
  }
  return once(found, ({ place, words }) => place.place_name || words).slice(0, most);
}

/** Actors tagged in other sentences and not in this one, each once: {actor, words, number, from}. */
export function actorsElsewhere(work, id, most = 5) {
  const here = new Set(work.shown(id).tags.flatMap(({ kind, value }) => (kind === "actor" && value.actor ? [value.actor] : [])));
  const found = [];
  for (const row of rowsAround(work, id)) {
    for (const { kind, value } of work.shown(row.id).tags) {
      if (kind !== "actor" || here.has(value.actor)) continue;
      const one = loan(row, value.start, value.end, { actor: value.actor });
      found.push({ ...one, from: { ...one.from, actor: value.actor ?? null } });
    }
  }
  return once(found, ({ actor, words }) => actor ?? words).slice(0, most);
}

/** Sources that other sentences' claims are attributed to, each once: {words, number, from}. */
export function sourcesElsewhere(work, id, most = 3) {
  const found = [];
  for (const row of rowsAround(work, id)) {
    for (const { kind, value } of work.shown(row.id).tags) {
      if (kind === "reliability" && value.source_start !== null) found.push(loan(row, value.source_start, value.source_end, {}));
    }
  }
  return once(found, ({ words }) => words).slice(0, most);
}

function rowsAround(work, id) {
  return around(work.order, id).map((other) => work.sentences.get(other));
}

function loan(row, start, end, more) {
  const words = row.text.shown({ start, end });
  return { ...more, words, number: row.number, from: { sentence: row.id, start, end, quote: row.text.slice(start, end) } };
}

function once(loans, key) {
  const seen = new Set();
  return loans.filter((one) => !seen.has(key(one)) && seen.add(key(one)));
}
