import { boundsOf, hasYear, looksLikeEdtf, precisionOf, yearOf } from "/static/js/lib/edtf.js";
import { assertEqual, readJson, test } from "/tests/js/runner.js";

const shared = await readJson("/tests/shared/edtf_cases.json");

for (const { edtf, earliest, latest, precision, has_year: isYearKnown } of shared.cases) {
  test(`${edtf} means the days the server reads`, () => {
    assertEqual(boundsOf(edtf), [earliest, latest]);
    assertEqual(precisionOf(edtf), precision);
    assertEqual(hasYear(edtf), isYearKnown);
  });
}

test("what looks like EDTF is told from words", () => {
  assertEqual(["2007-06?", "XXXX-11", "Hamas", "12"].map(looksLikeEdtf), [true, true, false, false]);
  assertEqual([yearOf("2007-06"), yearOf("XXXX-11-12")], ["2007", null]);
});

test("what is no EDTF means no days", () => {
  for (const text of ["", "None/", "12 November", "2007-13", "[", "{,}", "9".repeat(9000)]) {
    assertEqual(boundsOf(text).includes(null), true, text.slice(0, 20));
    assertEqual(precisionOf(text), null);
  }
});
