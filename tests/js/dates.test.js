import { dateOffers, findDates, findUnresolved, resolutions, whyNoDate } from "/static/js/lib/dates.js";
import { assert, assertEqual, readJson, test } from "/tests/js/runner.js";

const shared = await readJson("/tests/shared/date_cases.json");

for (const { text, dates } of shared.found) {
  test(`dates are found in: ${text}`, () => {
    assertEqual(findDates(text).map(({ from, to, edtf }) => [text.slice(from, to), edtf]), dates);
  });
}

for (const { typed, offers, why_none: whyNone } of shared.typed) {
  test(`typed: ${typed}`, () => {
    assertEqual(dateOffers(typed).map(({ edtf, why }) => [edtf, why]), offers);
    assertEqual(whyNoDate(typed), whyNone);
  });
}

for (const { text, phrases } of shared.unresolved) {
  test(`unresolved words are found in: ${text}`, () => {
    assertEqual(findUnresolved(text).map(({ from, to, why }) => [text.slice(from, to), why]), phrases);
  });
}

for (const { said, published, neighbours, resolutions: expected } of shared.resolved) {
  test(`resolved: ${said}, published ${published || "no day known"}, ${neighbours.length} dates nearby`, () => {
    const found = resolutions(said, { published, neighbours });
    assertEqual(found.map(({ edtf, basis, why, sentence }) => [edtf, basis, why, sentence]), expected);
  });
}

test("a year that neighbours state is offered second, with its reason", () => {
  const offers = dateOffers("12 nov", [{ year: "2008", why: "sentence 24" }]);
  assertEqual(offers, [
    { edtf: "XXXX-11-12", why: "no year stated" },
    { edtf: "2008-11-12", why: "sentence 24" },
  ]);
  assertEqual(dateOffers("29 feb", [{ year: "2007", why: "sentence 1" }]).length, 1);
});

test("hostile text takes no longer than its length allows", () => {
  for (const piece of ["1 ", "1, 2, 3, ", "12 May – ", "between 1 and ", "since about early ", "2007–", "the same ", "12 May,[1][2][3] "]) {
    const text = piece.repeat(20_000 / piece.length);
    const begin = performance.now();
    findDates(text);
    dateOffers(text);
    assert(performance.now() - begin < 5000, `${piece}: ${performance.now() - begin} ms`);
  }
});
