import { readKeys, withParticipant } from "/static/js/lib/participants.js";
import { ranked, shortestPrefixes } from "/static/js/lib/type_ahead.js";
import { link } from "/static/js/lib/tag_values.js";
import { assertEqual, test } from "/tests/js/runner.js";

const CODES = [
  { value: "AGREE", label: "Agree", more: "Promises or commits to cooperate." },
  { value: "SUPPORT", label: "Support", more: "Backs without material help; signs or ratifies." },
  { value: "AID", label: "Aid", more: "Gives material help." },
  { value: "ASSAULT", label: "Assault", more: "Deliberate act able to cause serious harm. abduct beat torture" },
];
const found = (typed) => ranked(typed, CODES).map(({ value }) => value);

test("the start of a code comes first", () => {
  assertEqual(found("ass"), ["ASSAULT"]);
  assertEqual(found("a").slice(0, 3), ["AGREE", "AID", "ASSAULT"]);
});

test("words of the definition find it too", () => {
  assertEqual(found("material help"), ["SUPPORT", "AID"]);
  assertEqual(found("tort"), ["ASSAULT"]);
});

test("nothing typed shows all in their order, nonsense shows none", () => {
  assertEqual(found("").length, 4);
  assertEqual(found("zzz"), []);
});

test("accents and case do not matter", () => {
  assertEqual(ranked("celik", [{ value: "", label: "Çelik" }]).length, 1);
});

test("the shortest prefix names one code alone", () => {
  const prefixes = shortestPrefixes(["AGREE", "AID", "ASSAULT", "ACCUSE", "CONSULT", "CONCEDE", "PROTEST"]);
  assertEqual(["AGREE", "ASSAULT", "CONSULT", "CONCEDE", "PROTEST"].map((code) => prefixes.get(code)), ["AG", "AS", "CONS", "CONC", "P"]);
});

test("a number is the next free role, a letter names another", () => {
  assertEqual(readKeys("1", 4, []), { role: "actor", number: 1, isFinal: true });
  assertEqual(readKeys("2", 4, [{ role: "actor", actor: "x" }]), { role: "recipient", number: 2, isFinal: true });
  assertEqual(readKeys("v3", 4, []), { role: "victim", number: 3, isFinal: true });
  assertEqual(readKeys("1", 12, []).isFinal, false);
  assertEqual([readKeys("9", 4, []), readKeys("q1", 4, []), readKeys("v", 4, []), readKeys("Hamas", 4, [])], [null, null, null, null]);
});

test("nobody named is a role's letter and a dash", () => {
  assertEqual(readKeys("v-", 0, []), { role: "victim", number: 0, isFinal: true });
  assertEqual([readKeys("-", 4, []), readKeys("q-", 4, [])], [null, null]);
});

test("the same filler in the same role stands once", () => {
  const once = withParticipant([], link("actor", { actor: "x" }));
  assertEqual(withParticipant(once, link("actor", { actor: "x" })), once);
  assertEqual(withParticipant(once, link("victim", { actor: "x" })).length, 2);
  const nobody = withParticipant(once, link("victim"));
  assertEqual(withParticipant(nobody, link("victim")).length, 2);
  const words = { sentence: 3, start: 0, end: 2, quote: "He", actor: null };
  assertEqual(withParticipant(nobody, link("victim", { from: words })).length, 3);
  assertEqual(withParticipant([link("victim", { from: words })], link("victim", { from: { ...words, actor: 7 } })).length, 1);
});
