import * as sets from "/static/js/lib/tag_set.js";
import { assert, assertEqual, test } from "/tests/js/runner.js";

const at = (start, end, more = {}) => ({ start, end, quote: "x", note: "", ...more });
const event = (participants = []) => at(10, 17, { code: "ASSAULT", participants });

test("operations show before the server has answered", () => {
  const add = sets.adding("event", event());
  const set = sets.applied(sets.EMPTY_SET, [add], "C02");
  assertEqual(set.tags.map(({ kind, by, version }) => [kind, by, version]), [["event", "C02", 0]]);
  assertEqual([set.state, sets.isFinished(set)], ["draft", true]);
});

test("a change follows the version seen, or one's own operation under way", () => {
  const add = sets.adding("actor", at(0, 5, { actor: null }));
  const waiting = sets.changing(sets.EMPTY_SET, [add], { kind: "actor", tag: add.tag }, at(0, 6, { actor: 1 }));
  assertEqual([waiting.after, waiting.seen], [add.id, undefined]);
  const saved = { ...sets.EMPTY_SET, tags: [{ kind: "actor", tag: add.tag, version: 7, value: add.value }] };
  assertEqual(sets.changing(saved, [], saved.tags[0], add.value).seen, 7);
});

test("tags stand in reading order", () => {
  const operations = [at(10, 12), at(0, 3), at(0, 9)].map((value) => sets.adding("actor", { ...value, actor: null }));
  const set = sets.applied(sets.EMPTY_SET, operations);
  assertEqual(set.tags.map(({ value }) => [value.start, value.end]), [[0, 3], [0, 9], [10, 12]]);
});

test("removing an actor takes it off its events first, in one request", () => {
  const actor = sets.adding("actor", at(0, 5, { actor: 1 }));
  const assault = sets.adding("event", event([{ role: "actor", actor: actor.tag }]));
  const set = sets.applied(sets.EMPTY_SET, [actor, assault]);
  const operations = sets.removing(set, [], set, set.tags[0]);
  assertEqual(operations.map(({ action, kind }) => [action, kind]), [["change", "event"], ["remove", "actor"]]);
  assertEqual(operations[0].value.participants, []);
  assertEqual(sets.applied(set, operations).tags.length, 1);
});

test("marks are said and undone by tagging", () => {
  const mark = sets.marking(sets.EMPTY_SET, [], { outcome: "nothing_to_code", question: "" });
  assertEqual(mark.seen, 0);
  const set = sets.applied(sets.EMPTY_SET, [mark]);
  assertEqual([sets.spokenState(set), sets.isToDo(set), sets.isFinished(set)], ["nothing_to_code", false, true]);
  assertEqual(sets.spokenState(sets.applied(set, [sets.adding("event", event())])), "draft");
});

test("an event without a type and an open question are not finished", () => {
  const open = sets.applied(sets.EMPTY_SET, [sets.adding("event", { ...event(), code: null })]);
  assert(!sets.isFinished(open) && sets.isToDo(open), "no type yet");
  const asked = sets.applied(sets.EMPTY_SET, [sets.marking(sets.EMPTY_SET, [], { outcome: "open", question: "Who?" })]);
  assertEqual([sets.spokenState(asked), sets.isFinished(asked)], ["unsure", false]);
});

test("the innermost tag at a place comes first", () => {
  const operations = [at(0, 20), at(5, 10)].map((value) => sets.adding("actor", { ...value, actor: null }));
  const set = sets.applied(sets.EMPTY_SET, operations);
  const found = sets.tagsAt(set, 6, 8, ({ start, end }) => [start, end]);
  assertEqual(found.map(({ value }) => value.start), [5, 0]);
});
