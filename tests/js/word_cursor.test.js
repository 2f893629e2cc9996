import { SentenceText } from "/static/js/lib/sentence_text.js";
import * as cursors from "/static/js/lib/word_cursor.js";
import { assertEqual, test } from "/tests/js/runner.js";

const sentence = new SentenceText("[60] Angry Hamas militants stormed the post,[61] quickly.", "en");
const words = (cursor) => sentence.text.slice(...cursors.selectionOf(cursor, sentence));

test("arrows go from word to word and stop at the ends", () => {
  let cursor = cursors.moved(null, 1, sentence);
  assertEqual(words(cursor), "Angry");
  cursor = cursors.moved(cursor, 3, sentence);
  assertEqual(words(cursor), "stormed");
  assertEqual(words(cursors.moved(cursor, 99, sentence)), "quickly");
  assertEqual(words(cursors.moved(cursor, -99, sentence)), "Angry");
});

test("shift extends and takes back across where it began", () => {
  let cursor = cursors.placedAt(null, sentence.text.indexOf("militants"), sentence);
  cursor = cursors.moved(cursor, 1, sentence, { extend: true });
  assertEqual(words(cursor), "militants stormed");
  cursor = cursors.moved(cursor, -2, sentence, { extend: true });
  assertEqual(words(cursor), "Hamas militants");
  assertEqual(cursors.isExtended(cursor), true);
});

test("a drag takes whole words, with alt its very characters", () => {
  const from = sentence.text.indexOf("ngry");
  const to = sentence.text.indexOf("mas ") + 4;
  assertEqual(words(cursors.snapped(from, to, sentence)), "Angry Hamas");
  assertEqual(words(cursors.snapped(to, from, sentence, { exact: true })), "ngry Hamas");
  assertEqual(cursors.snapped(5, 6, sentence), null);
});

test("exact characters can be nudged and become words again", () => {
  let cursor = cursors.placedAt(null, sentence.text.indexOf("stormed"), sentence);
  cursor = cursors.nudged(cursor, -1, sentence);
  assertEqual(words(cursor), "storme");
  assertEqual(words(cursors.moved(cursor, 1, sentence)), "the");
});

test("a selection is stored in received code points and comes back", () => {
  const selection = cursors.selectionOf(cursors.placedAt(null, 0, sentence), sentence);
  const stored = sentence.toStored(selection);
  assertEqual(stored, { start: 5, end: 10, quote: "Angry" });
  assertEqual(sentence.toShown(stored), selection);
});

test("markers stand where they stood and are no words", () => {
  assertEqual(sentence.citations.map(({ label, place }) => [label, place]), [["60", "leading"], ["61", "inline"]]);
  assertEqual(sentence.text.slice(sentence.citations[1].at), " quickly.");
  assertEqual(words(cursors.everything(sentence)), "Angry Hamas militants stormed the post, quickly");
});

test("emoji before a span do not shift what is stored", () => {
  const emoji = new SentenceText("🎉🎉 Fatah won", "en");
  const cursor = cursors.placedAt(null, emoji.text.indexOf("Fatah"), emoji);
  assertEqual(emoji.toStored(cursors.selectionOf(cursor, emoji)), { start: 3, end: 8, quote: "Fatah" });
});

test("a stored span becomes words again, or exact characters", () => {
  const span = sentence.toShown({ start: 11, end: 26 });
  assertEqual(cursors.covering(span, sentence), { anchor: 1, head: 2 });
  assertEqual(cursors.covering([1, 3], sentence), { from: 1, to: 3 });
});

test("an exact selection never cuts a character in two", () => {
  const text = "קָמוֹ 👩‍👧‍👦 e\u0301te\u0301 🇿🇦";
  const marked = new SentenceText(text, "he");
  const graphemes = [...new Intl.Segmenter("he", { granularity: "grapheme" }).segment(text)];
  const edges = new Set([0, ...graphemes.map(({ index, segment }) => index + segment.length)]);
  for (let from = 0; from < text.length; from += 1) {
    for (let to = from + 1; to <= text.length; to += 1) {
      const cursor = cursors.snapped(from, to, marked, { exact: true });
      if (cursor) assertEqual([edges.has(cursor.from), edges.has(cursor.to)], [true, true]);
    }
  }
});
