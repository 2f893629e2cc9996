import { actorsElsewhere, around, datesElsewhere, placesElsewhere, sourcesElsewhere } from "/static/js/lib/borrowing.js";
import { findDates } from "/static/js/lib/dates.js";
import { SentenceText } from "/static/js/lib/sentence_text.js";
import { freshActor, freshEvent, freshReliability } from "/static/js/lib/tag_values.js";
import { assertEqual, test } from "/tests/js/runner.js";

const TEXTS = ["🙂 On 12 November 2007 Hamas met Fatah in Gaza.", "He left.", "Hamas and Egypt said so on 3 May 2008."];

/** A piece of work with tags by the number of their sentence: {1: [{kind, value}]}. */
function work(tags = {}) {
  const rows = TEXTS.map((text, at) => ({ id: 10 + at, number: at + 1, text: new SentenceText(text, "en") }));
  return {
    order: rows.map(({ id }) => id),
    sentences: new Map(rows.map((row) => [row.id, row])),
    shown: (id) => ({ tags: tags[id - 9] ?? [] }),
  };
}

/** Words of a sentence by its number, as a tag has them. */
function spot(number, words, prefix = "") {
  const text = new SentenceText(TEXTS[number - 1], "en");
  const from = text.text.indexOf(words);
  const { start, end, quote } = text.toStored([from, from + words.length]);
  return prefix ? { [`${prefix}start`]: start, [`${prefix}end`]: end } : { start, end, quote };
}

const actor = (number, words, id = null) => ({ kind: "actor", value: { ...freshActor(spot(number, words)), actor: id } });

test("sentences before come first, the nearest of each side first", () => {
  assertEqual(around([1, 2, 3, 4, 5], 3), [2, 1, 4, 5]);
  assertEqual(around([1], 1), []);
});

test("a loan says which words of which sentence, in code points of its received text", () => {
  const [date] = datesElsewhere(work(), 11, findDates);
  assertEqual(date.from, { sentence: 10, start: 5, end: 21, quote: "12 November 2007" });
  assertEqual([date.edtf, date.number], ["2007-11-12", 1]);
});

test("dates that were coded come before dates that are only written, each once", () => {
  const coded = { kind: "event", value: { ...freshEvent(spot(3, "said")), date_edtf: "2008-05-03", ...spot(3, "3 May 2008", "date_") } };
  assertEqual(datesElsewhere(work({ 3: [coded] }), 11, findDates).map(({ edtf }) => edtf), ["2008-05-03", "2007-11-12"]);
});

test("actors of this sentence and the same actor again are not offered", () => {
  const tags = { 1: [actor(1, "Hamas", 7), actor(1, "Fatah")], 3: [actor(3, "Hamas", 7), actor(3, "Egypt", 9)] };
  assertEqual(actorsElsewhere(work(tags), 11).map(({ words, actor: id }) => [words, id]), [["Hamas", 7], ["Fatah", null], ["Egypt", 9]]);
  const here = { ...tags, 2: [actor(2, "He", 7)] };
  assertEqual(actorsElsewhere(work(here), 11).map(({ words }) => words), ["Fatah", "Egypt"]);
  assertEqual(actorsElsewhere(work(tags), 11)[0].from, { sentence: 10, ...spot(1, "Hamas"), actor: 7 });
  assertEqual(actorsElsewhere(work(tags), 11, 0), []);
});

test("a place comes with all that is known of it", () => {
  const event = { ...freshEvent(spot(1, "met")), place_name: "Gaza City", country: "PS", latitude: 31.5, longitude: 34.4, where_prec: 2 };
  const marked = { kind: "event", value: { ...event, ...spot(1, "Gaza", "place_") } };
  const [place] = placesElsewhere(work({ 1: [marked] }), 11);
  assertEqual(place.place, { place_name: "Gaza City", country: "PS", latitude: 31.5, longitude: 34.4, where_prec: 2 });
  assertEqual([place.from.quote, place.words], ["Gaza", "Gaza"]);
  const named = placesElsewhere(work({ 1: [{ kind: "event", value: event }] }), 11)[0];
  assertEqual([named.words, named.from], ["Gaza City", null]);
});

test("a source that another sentence names is offered once", () => {
  const claim = (words) => ({ kind: "reliability", value: { ...freshReliability(spot(3, "so")), ...spot(3, words, "source_") } });
  assertEqual(sourcesElsewhere(work({ 3: [claim("Egypt"), claim("Egypt")] }), 11).map(({ words }) => words), ["Egypt"]);
});
