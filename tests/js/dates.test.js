import { dateOffers, findDates, looksLikeEdtf, yearOf } from "/static/js/lib/dates.js";
import { assertEqual, test } from "/tests/js/runner.js";

const READ = {
  "12 nov": "XXXX-11-12",
  "12 November": "XXXX-11-12",
  "Nov 12": "XXXX-11-12",
  "8 February 2007": "2007-02-08",
  "February 8, 2007": "2007-02-08",
  "the 3rd of May 1998": null,
  "3rd of May 1998": "1998-05-03",
  "June 2007": "2007-06",
  june: "XXXX-06",
  "summer 2007": "2007-22",
  2007: "2007",
  "the 1990s": "199X",
  "about June 2007": "2007-06~",
  "8–12 November 2008": "2008-11-08/2008-11-12",
  "between 2006 and 2007": "2006/2007",
  "2006-12-14": "2006-12-14",
  "2007-06~": "2007-06~",
  "31 June": null,
  "29 February 2007": null,
  "29 February": "XXXX-02-29",
  "29 Feb 2008": "2008-02-29",
  "yesterday": null,
};

for (const [typed, edtf] of Object.entries(READ)) {
  test(`${typed} reads as ${edtf}`, () => assertEqual(dateOffers(typed)[0]?.edtf ?? null, edtf));
}

test("a year that neighbours state is offered second, with its reason", () => {
  const offers = dateOffers("12 nov", [{ year: "2008", why: "sentence 24" }]);
  assertEqual(offers, [
    { edtf: "XXXX-11-12", why: "no year stated" },
    { edtf: "2008-11-12", why: "sentence 24" },
  ]);
});

test("a slashed date that could be two days offers both", () => {
  assertEqual(dateOffers("3/4/2007").map(({ edtf }) => edtf), ["2007-04-03", "2007-03-04"]);
});

test("dates in a sentence are found in reading order, none inside another", () => {
  const text = "On 14 December 2006, and again in June 2007 or on 1 February, it may end in 2008.";
  const found = findDates(text).map(({ from, to, edtf }) => [text.slice(from, to), edtf]);
  assertEqual(found, [
    ["14 December 2006", "2006-12-14"],
    ["June 2007", "2007-06"],
    ["1 February", "XXXX-02-01"],
    ["in 2008", "2008"],
  ]);
});

test("words that only look like months are no dates", () => {
  assertEqual(findDates("Protesters may march; 12 decided to go, 1,200 marched."), []);
});

test("what looks like EDTF is told from words", () => {
  assertEqual(["2007-06?", "XXXX-11", "Hamas", "12"].map(looksLikeEdtf), [true, true, false, false]);
  assertEqual([yearOf("2007-06"), yearOf("XXXX-11-12")], ["2007", null]);
});
