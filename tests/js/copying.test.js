import { again, againElsewhere, copied } from "/static/js/lib/copying.js";
import { SentenceText } from "/static/js/lib/sentence_text.js";
import { freshActor, freshEvent, freshReliability, link } from "/static/js/lib/tag_values.js";
import { assert, assertEqual, test } from "/tests/js/runner.js";

const sentence = (id, received, language = "en") => ({ id, text: new SentenceText(received, language) });
const FIRST = sentence(1, "[1] On 12 November 2007 Hamas attacked Fatah in Gaza; 7 died, medics said.");
const OTHER = sentence(2, "🙂 Later Hamas attacked Fatah again and seized Fatah’s offices.");

/** The span of words in a sentence's received text. */
function span({ text }, words) {
  const from = text.text.indexOf(words);
  assert(from >= 0, `“${words}” stands in the sentence`);
  return text.toStored([from, from + words.length]);
}

const spot = (place, words, prefix) => {
  const { start, end } = span(place, words);
  return { [`${prefix}start`]: start, [`${prefix}end`]: end };
};
const tag = (kind, uid, value) => ({ kind, tag: uid, version: 1, value });
const hamas = tag("actor", "a1", { ...freshActor(span(FIRST, "Hamas")), actor: 7 });
const fatah = tag("actor", "a2", { ...freshActor(span(FIRST, "Fatah")), actor: 8 });
const attack = tag("event", "e1", {
  ...freshEvent(span(FIRST, "attacked")),
  code: "ASSAULT",
  codebook: "plover@1",
  modes: ["firearms"],
  date_edtf: "2007-11-12",
  ...spot(FIRST, "12 November 2007", "date_"),
  place_name: "Gaza",
  ...spot(FIRST, "Gaza", "place_"),
  deaths_best: 7,
  ...spot(FIRST, "7", "deaths_"),
  note: "seen by two",
  participants: [link("actor", { actor: "a1" }), link("recipient", { actor: "a2" }), link("victim")],
});
const said = tag("reliability", "r1", {
  ...freshReliability(FIRST.text.toStored([0, FIRST.text.text.length])),
  credibility: "2",
  rationale: "Two agencies.",
  ...spot(FIRST, "medics", "source_"),
  ...spot(FIRST, "said", "cue_"),
});
const ALL = [hamas, attack, fatah, said];

test("the last tag on other words keeps who, when and where, and leaves numbers and note behind", () => {
  const value = again("event", attack.value, span(FIRST, "died"), ALL);
  assertEqual([value.quote, value.code, value.modes, value.date_edtf, value.place_name], ["died", "ASSAULT", ["firearms"], "2007-11-12", "Gaza"]);
  assertEqual([value.date_start, value.participants], [attack.value.date_start, attack.value.participants]);
  assertEqual([value.deaths_best, value.deaths_start, value.note], [null, null, ""]);
  value.participants[0].role = "victim";
  assertEqual(attack.value.participants[0].role, "actor", "the first tag is not touched");
});

test("whoever is no longer tagged takes part in nothing", () => {
  const value = again("event", attack.value, span(FIRST, "died"), [attack, fatah]);
  assertEqual(value.participants.map(({ role, actor }) => [role, actor]), [["recipient", "a2"], ["victim", null]]);
});

test("the last tag in another sentence takes date, place and participants from the first", () => {
  const value = againElsewhere("event", attack.value, span(OTHER, "seized"), { from: FIRST, to: OTHER, all: ALL, there: [] });
  assertEqual([value.date_edtf, value.date_resolved, value.date_basis], ["", "2007-11-12", "other_sentence"]);
  assertEqual([value.date_from.quote, value.date_from.sentence, value.date_start], ["12 November 2007", 1, null]);
  assertEqual([value.place_from.quote, value.place_basis], ["Gaza", "other_sentence"]);
  assertEqual(
    value.participants.map(({ role, actor, from, basis }) => [role, actor, from?.quote ?? "", from?.actor ?? null, basis]),
    [["actor", null, "Hamas", 7, "other_sentence"], ["recipient", null, "Fatah", 8, "other_sentence"], ["victim", null, "", null, ""]],
  );
});

test("copied tags stand where the same words stand, with ids of their own", () => {
  const { added, missing, known } = copied(ALL, FIRST, OTHER);
  assertEqual([missing, known], [[], 0]);
  assertEqual(added.map(({ kind }) => kind), ["actor", "actor", "reliability", "event"]);
  for (const { value } of added) assertEqual(OTHER.text.slice(value.start, value.end), value.quote);
  assertEqual(added.map(({ value }) => value.quote).slice(0, 2), ["Hamas", "Fatah"]);
  const event = added.at(-1).value;
  assertEqual(event.participants.map(({ actor }) => actor), [added[0].tag, added[1].tag, null]);
  assert(added.every(({ tag: uid }) => !["a1", "a2", "e1", "r1"].includes(uid)), "new tags have new ids");
  assertEqual([event.deaths_best, event.deaths_start], [7, null]);
});

test("a grade of a whole sentence grades the whole other one, whatever marker leads", () => {
  const grade = copied([said], FIRST, OTHER, ALL).added[0].value;
  assertEqual([grade.start, grade.quote], [0, OTHER.text.received]);
  assertEqual([grade.source_start, grade.source_from.quote, grade.source_basis], [null, "medics", "other_sentence"]);
  assertEqual(grade.cue_start, null, "a cue of another sentence is none here");
});

test("words that are only part of a word are no place; a later whole word is", () => {
  const source = sentence(3, "The army left.");
  const place = sentence(4, "Armyman, armyman and the army stayed.");
  const army = tag("actor", "x", freshActor(span(source, "army")));
  const [{ value }] = copied([army], source, place).added;
  assertEqual([value.start, value.quote], [25, "army"]);
  assertEqual(copied([army], source, sentence(5, "Armymen left.")).missing, ["army"]);
});

test("what stands there already is not copied, and events refer to it", () => {
  const there = [tag("actor", "there", { ...freshActor(span(OTHER, "Hamas")), actor: 7 })];
  const { added, known } = copied([hamas, attack, fatah], FIRST, OTHER, ALL, there);
  assertEqual([known, added.map(({ kind }) => kind)], [1, ["actor", "event"]]);
  assertEqual(added[1].value.participants[0].actor, "there");
});

test("an event copied without its actors names them as words of the first sentence", () => {
  const [{ value }] = copied([attack], FIRST, OTHER, ALL).added;
  assertEqual(value.participants[0].from, { sentence: 1, ...span(FIRST, "Hamas"), actor: 7 });
});

test("what was taken from the sentence it comes to is that sentence's own there", () => {
  const words = (quote) => ({ sentence: 2, ...span(OTHER, quote) });
  const borrowing = tag("event", "e2", {
    ...freshEvent(span(FIRST, "attacked")),
    date_resolved: "2007-11-13",
    date_from: words("Later"),
    date_basis: "other_sentence",
    participants: [link("actor", { from: { ...words("Hamas"), actor: 7 } }), link("recipient", { from: { ...words("Fatah"), actor: 8 } })],
  });
  const there = [tag("actor", "there", { ...freshActor(span(OTHER, "Hamas")), actor: 7 })];
  const { value } = copied([borrowing], FIRST, OTHER, [borrowing], there).added[0];
  assertEqual([value.date_from, value.date_start, value.date_end], [null, 2, 7]);
  assertEqual([value.date_edtf, value.date_resolved], ["2007-11-13", ""]);
  assertEqual(value.participants, [link("actor", { actor: "there" }), link("recipient")]);
});

test("claims told within one another stay so among the copies, and are free without it", () => {
  const inner = tag("reliability", "r2", { ...freshReliability(span(FIRST, "7 died")), credibility: "3", rationale: "x", parent: "r1" });
  const other = sentence(6, "Again 7 died.");
  const both = copied([said, inner], FIRST, other).added;
  assertEqual(both[1].value.parent, both[0].tag);
  assertEqual(copied([inner], FIRST, other, [said, inner]).added[0].value.parent, null);
});

test("Arabic words are found by whole words too", () => {
  const from = sentence(7, "هاجمت حماس الشرطة.", "ar");
  const to = sentence(8, "🙂 قالت الشرطة إن حماس هاجمت.", "ar");
  const police = tag("actor", "p", freshActor(span(from, "الشرطة")));
  const { value } = copied([police], from, to).added[0];
  assertEqual([value.start, value.end, value.quote], [7, 13, "الشرطة"]);
});
