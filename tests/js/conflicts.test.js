import { areTwins, choicesFor, resolved } from "/static/js/lib/conflicts.js";
import { assert, assertEqual, test } from "/tests/js/runner.js";

const value = (code, more = {}) => ({ start: 0, end: 7, quote: "stormed", code, participants: [], ...more });
const mine = { id: "op", action: "change", kind: "event", tag: "t", seen: 1, value: value("THREATEN") };
const theirs = { tag: "t", kind: "event", value: value("COERCE"), version: 4, by: "C03" };
const clash = (more = {}) => ({ operation: "op", reason: "changed", kind: "event", tag: "t", mine, theirs, base: value("ASSAULT"), ...more });

test("mine is sent again against what they left", () => {
  const { operations } = resolved([mine], [clash()], "mine");
  assertEqual(operations.map(({ action, tag, seen, value: { code } }) => [action, tag, seen, code]), [["change", "t", 4, "THREATEN"]]);
  assert(operations[0].id !== mine.id, "a refused id is not used for other content");
});

test("theirs leaves nothing of mine, both adds mine as another tag", () => {
  assertEqual(resolved([mine], [clash()], "theirs").operations, []);
  const [added] = resolved([mine], [clash()], "both").operations;
  assertEqual([added.action, added.value.code, added.tag === "t"], ["add", "THREATEN", false]);
});

test("what did not clash is kept whatever is chosen", () => {
  const other = { id: "other", action: "add", kind: "actor", tag: "a", value: { start: 9, end: 12, actor: null } };
  for (const choice of ["mine", "theirs", "both"]) {
    const kept = resolved([mine, other], [clash()], choice).operations.filter(({ tag }) => tag === "a");
    assertEqual(kept.length, 1, choice);
  }
});

test("a tag that they removed comes back with my value", () => {
  const gone = clash({ reason: "removed", theirs: { ...theirs, value: null } });
  assertEqual(choicesFor([gone]), ["mine", "theirs"]);
  const [added] = resolved([mine], [gone], "mine").operations;
  assertEqual([added.action, added.tag, "seen" in added], ["add", "t", false]);
});

test("a twin of mine becomes theirs, and my later work follows it", () => {
  const add = { id: "op", action: "add", kind: "actor", tag: "m", value: { start: 0, end: 3, actor: 1 } };
  const event = { id: "ev", action: "add", kind: "event", tag: "e", value: value("ASSAULT", { participants: [{ role: "actor", actor: "m" }] }) };
  const twin = clash({ reason: "twin", kind: "actor", tag: "m", mine: add, theirs: { ...theirs, kind: "actor", tag: "x" } });
  const { operations } = resolved([add, event], [twin], "theirs");
  assertEqual(operations.map(({ kind, value: { participants } }) => [kind, participants]), [["event", [{ role: "actor", actor: "x" }]]]);
});

test("both is offered only where two tags can stand", () => {
  assertEqual(choicesFor([clash()]), ["mine", "theirs", "both"]);
  const sameType = clash({ mine: { ...mine, value: value("COERCE", { date_edtf: "2007" }) } });
  assertEqual(choicesFor([sameType]), ["mine", "theirs"]);
  assertEqual(choicesFor([clash({ reason: "tagged" })]), ["theirs"]);
  assert(areTwins("event", value("AID"), value("AID", { modality: "denied" })), "date and modality make no second tag");
});

test("later operations follow the new id", () => {
  const later = { id: "later", action: "change", kind: "event", tag: "t", after: "op", value: value("AID") };
  const { operations } = resolved([mine, later], [clash()], "mine");
  assertEqual(operations[1].after, operations[0].id);
});
