import { accepting, mustChoose, open, wordsOf } from "/static/js/lib/suggestions.js";
import { EMPTY_SET } from "/static/js/lib/tag_set.js";
import { assert, assertEqual, test } from "/tests/js/runner.js";

const actor = { key: "a", kind: "actor", start: 0, end: 5, quote: "Hamas", event: null, candidates: [], value: { start: 0, end: 5, quote: "Hamas", actor: 3 } };
const event = { key: "e", kind: "event", start: 6, end: 12, quote: "killed", event: null, candidates: [], value: { start: 6, end: 12, quote: "killed", code: "ASSAULT", codebook: "plover@1" } };
const date = { key: "d", kind: "date", start: 20, end: 24, quote: "2007", event: "t1", candidates: [], value: { date_edtf: "2007", date_start: 20, date_end: 24 } };
const tagged = (value) => ({ ...EMPTY_SET, state: "draft", tags: [{ kind: "event", tag: "t1", version: 2, value: { start: 6, end: 12, ...value } }] });

test("what a tag says already is not offered", () => {
  assertEqual(open([actor, event], tagged({})), [actor]);
  assertEqual(open([date], tagged({ date_edtf: "" })), [date]);
  assertEqual(open([date], tagged({ date_edtf: "2006" })), []);
  assertEqual(open([date], EMPTY_SET), []);
});

test("what was rejected and what is under review is not offered", () => {
  assertEqual(open([actor, event], EMPTY_SET, new Set(["a"])), [event]);
  assertEqual(open([actor], { ...EMPTY_SET, state: "submitted" }), []);
  assertEqual(open([actor], { ...EMPTY_SET, outcome: "nothing_to_code" }), []);
});

test("accepting adds a whole tag, or changes the event it is about", () => {
  const added = accepting(event, [EMPTY_SET, []], EMPTY_SET);
  assertEqual([added.action, added.kind, added.value.code, added.value.polarity], ["add", "event", "ASSAULT", "positive"]);
  const set = tagged({ code: "ASSAULT", date_edtf: "" });
  const changed = accepting(date, [set, []], set);
  assertEqual([changed.action, changed.tag, changed.seen, changed.value.code, changed.value.date_edtf], ["change", "t1", 2, "ASSAULT", "2007"]);
});

test("a shared name is chosen by a person", () => {
  assert(mustChoose({ candidates: [{ id: 1 }, { id: 2 }] }));
  assert(!mustChoose(actor));
});

test("an account is drawn at its cue", () => {
  assertEqual(wordsOf({ kind: "reliability", start: 0, end: 40, value: { cue_start: 3, cue_end: 7 } }), { start: 3, end: 7 });
  assertEqual(wordsOf(actor), { start: 0, end: 5 });
});
