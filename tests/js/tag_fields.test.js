import { claimsAround, pairOf, pairWords } from "/static/js/lib/claims.js";
import { readCoordinates, shownCoordinates } from "/static/js/lib/coordinates.js";
import { latinDigits, readCount } from "/static/js/lib/counts.js";
import { countries, countryName } from "/static/js/lib/countries.js";
import { readKeys } from "/static/js/lib/participants.js";
import { freshActor, freshEvent, freshReliability, isSameLink, link } from "/static/js/lib/tag_values.js";
import { assert, assertEqual, test } from "/tests/js/runner.js";

const claim = (tag, parent = null) => ({ kind: "reliability", tag, value: { parent } });
const names = (tags) => tags.map(({ tag }) => tag);

test("a claim may be told within every other but those told within it", () => {
  const set = { tags: [claim("a"), claim("b", "a"), claim("c", "b"), claim("d"), { kind: "actor", tag: "x", value: {} }] };
  assertEqual(names(claimsAround(set, "a")), ["d"]);
  assertEqual(names(claimsAround(set, "b")), ["a", "d"]);
  assertEqual(names(claimsAround(set, "c")), ["a", "b", "d"]);
  assertEqual(names(claimsAround(set)), ["a", "b", "c", "d"]);
});

test("claims that run in a circle end the search", () => {
  assertEqual(names(claimsAround({ tags: [claim("a", "b"), claim("b", "a"), claim("c")] }, "c")), ["a", "b"]);
});

test("the pair is written as the field writes it", () => {
  assertEqual([pairOf({ grade: "B" }, "2"), pairOf({ grade: "" }, "2"), pairOf(null, "6")], ["B2", "–2", "–6"]);
  assertEqual(pairWords({ grade: "B" }, "2"), "Outlet B, content 2: probably true");
  assertEqual(pairWords(null, "6"), "Outlet not graded, content 6: cannot be judged");
});

test("coordinates are read as people write them", () => {
  const read = (typed) => {
    const found = readCoordinates(typed);
    return found && [found.latitude, found.longitude];
  };
  assertEqual(read("31.52, 34.45"), [31.52, 34.45]);
  assertEqual(read("-33.93 18.55"), [-33.93, 18.55]);
  assertEqual(read("33.93° S, 18.55° E"), [-33.93, 18.55]);
  assertEqual(read("31.5 N; 34.4 W"), [31.5, -34.4]);
  assertEqual(read("−33.93, 18.55"), [-33.93, 18.55]);
  assertEqual(read("٣١٫٥٢، ٣٤٫٤٥"), [31.52, 34.45]);
  assertEqual(read("  "), [null, null]);
  for (const wrong of ["31.52", "91, 0", "0, 181", "Gaza", "31,52, 34,45", "1, 2, 3", "1e2, 3", "NaN, 3"]) assertEqual(read(wrong), null, wrong);
  assertEqual([shownCoordinates({ latitude: 0, longitude: -1.5 }), shownCoordinates({ latitude: null, longitude: null })], ["0, -1.5", ""]);
});

test("a count is a whole number, thousands apart or not, in any digits", () => {
  const cases = [["", null], [" ", null], ["0", 0], ["69", 69], ["1,200", 1200], ["1 200 300", 1200300], ["1.200", 1200], ["٦٩", 69], ["۱۲۰۰", 1200], ["١٬٢٠٠", 1200]];
  for (const [typed, count] of cases) assertEqual(readCount(typed), count, typed);
  for (const wrong of ["1.5", "-1", "12,34", "dozens", "2147483648", "1e3", "1,0000"]) assert(readCount(wrong) === undefined, wrong);
  assertEqual(readCount("2147483647"), 2147483647);
  assertEqual(latinDigits("v٢"), "v2");
});

test("participants are chosen in Arabic digits too", () => {
  assertEqual(readKeys("٢", 4, []), { role: "actor", number: 2, isFinal: true });
});

test("countries have names, and a code that is none stands for itself", () => {
  assert(countries().length > 240, "all of them");
  assertEqual([countryName("ZA"), countryName("XX")], ["South Africa", "XX"]);
  assert(countries().every(({ value, label }) => label && label !== value), "each has a name");
});

test("links are the same when role, tag and words are", () => {
  const words = { sentence: 1, start: 0, end: 3, quote: "The", actor: null };
  assert(isSameLink(link("victim"), link("victim")), "nobody twice");
  assert(!isSameLink(link("victim"), link("actor")), "another role");
  assert(isSameLink(link("victim", { from: words }), link("victim", { from: { ...words, actor: 3 } })), "the same words");
  assert(!isSameLink(link("victim", { from: words }), link("victim", { from: { ...words, end: 4 } })), "other words");
  assertEqual([link("victim", { from: words }).basis, link("victim").basis], ["other_sentence", ""]);
});

test("a fresh tag has a value of its own", () => {
  const span = { start: 1, end: 2, quote: "x" };
  assert(freshEvent(span).participants !== freshEvent(span).participants, "lists are not shared");
  assertEqual([freshActor(span).quote, freshReliability(span).parent, freshEvent(span).deaths_start], ["x", null, null]);
});
