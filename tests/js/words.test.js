import { stepCharacter, wordAt, wordsOf } from "/static/js/lib/words.js";
import { assertEqual, test } from "/tests/js/runner.js";

const shown = (text, language) => wordsOf(text, language).map(({ start, end }) => text.slice(start, end));

test("words leave out punctuation and space", () => {
  assertEqual(shown("Hamas' takeover, in 2007.", "en"), ["Hamas", "takeover", "in", "2007"]);
});

test("a hyphen or an apostrophe joins, a dash parts", () => {
  assertEqual(shown("al-Aqsa Brigades don't; Fatah–Hamas", "en"), ["al-Aqsa", "Brigades", "don't", "Fatah", "Hamas"]);
});

test("Arabic words are found", () => {
  assertEqual(shown("نظّمت حركة فتح مظاهرة", "ar"), ["نظّمت", "حركة", "فتح", "مظاهرة"]);
});

test("emoji count as words, whole", () => {
  assertEqual(shown("They won 👩‍👧‍👦 today", "en"), ["They", "won", "👩‍👧‍👦", "today"]);
});

test("an unknown language is no error", () => {
  assertEqual(shown("one two", "x_not a tag"), ["one", "two"]);
});

test("the word at an offset is the one there or the next", () => {
  const words = wordsOf("one, two", "en");
  assertEqual([0, 2, 3, 5, 8].map((offset) => wordAt(words, offset)), [0, 0, 1, 1, 1]);
});

test("a step over a character keeps families and accents whole", () => {
  assertEqual(stepCharacter("a👩‍👧b", 1, 1), 6);
  assertEqual(stepCharacter("e\u0301a", 2, -1), 0);
  assertEqual(stepCharacter("ab", 0, -1), 0);
});
