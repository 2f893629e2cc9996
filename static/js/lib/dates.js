// Dates as English texts write them, read into EDTF (ISO 8601-2): "12 nov" is XXXX-11-12, "summer 2007" is 2007-22.
// What the words alone say, no more: a year that is not there stays XXXX. The server's validator has the last word.

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const SEASONS = { spring: 21, summer: 22, autumn: 23, fall: 23, winter: 24 };
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const YEAR = "[12]\\d{3}";
const DAY = "[0-3]?\\d(?:st|nd|rd|th)?";
const MONTH = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\\.?";
const ABOUT = "(?:(about|around|approximately|circa|c\\.|ca\\.?)\\s+)?";
const TO = "\\s*(?:[–—-]|to|and|until)\\s*";
const EDTF = /^(?=.{4,64}$)[[{]?(?:\.\.)?\/?[?~%]?(?:-?[0-9X]{4}|Y-?\d{5,})[0-9XSEYTZ?~%./:+\-[\]{},]*$/u;

/** Each form: a pattern of whole words and how its groups become EDTF; null when they name no day. Longest first. */
const FORMS = [
  [`(${YEAR}-\\d\\d-\\d\\d)`, (iso) => dayOf(iso.slice(8), Number(iso.slice(5, 7)), iso.slice(0, 4))],
  [
    `(${DAY})${TO}(${DAY})\\s+(?:of\\s+)?(${MONTH})(?:,?\\s+(${YEAR}))?`,
    (a, b, month, year) => range(dayOf(a, monthOf(month), year), dayOf(b, monthOf(month), year)),
  ],
  [
    `${ABOUT}(${DAY})\\s+(?:of\\s+)?(${MONTH})(?:,?\\s+(${YEAR}))?`,
    (about, day, month, year) => near(about, dayOf(day, monthOf(month), year)),
  ],
  [
    `${ABOUT}(${MONTH})\\s+(${DAY})(?!\\d)(?:,?\\s+(${YEAR}))?`,
    (about, month, day, year) => near(about, dayOf(day, monthOf(month), year)),
  ],
  [
    `${ABOUT}(${MONTH}),?\\s+(?:of\\s+)?(${YEAR})`,
    (about, month, year) => near(about, monthOf(month) && `${year}-${two(monthOf(month))}`),
  ],
  [`(spring|summer|autumn|fall|winter)\\s+(?:of\\s+)?(${YEAR})`, (season, year) => `${year}-${SEASONS[season]}`],
  [`(?:between\\s+|from\\s+)?(${YEAR})${TO}(${YEAR})`, (first, last) => (first < last ? `${first}/${last}` : null)],
  ["the\\s+([12]\\d{2})0s", (decade) => `${decade}X`],
  [`${ABOUT}(?:in\\s+)?(${YEAR})`, (about, year) => near(about, year)],
  [`(?:in\\s+|of\\s+|that\\s+)(${MONTH})`, (month) => monthOf(month) && `XXXX-${two(monthOf(month))}`],
];
const READERS = FORMS.map(([pattern, build]) => ({
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, "giu"),
  build,
}));

/** The dates a text states, in reading order: {from, to, edtf}, offsets in UTF-16 units; none inside another. */
export function findDates(text) {
  const found = [];
  for (const { pattern, build } of READERS) {
    for (const match of text.matchAll(pattern)) {
      const from = match.index;
      const to = from + match[0].length;
      if (found.some((other) => from < other.to && other.from < to)) continue;
      const edtf = build(...match.slice(1).map((group) => group?.toLowerCase()));
      if (edtf) found.push({ from, to, edtf });
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

/** What typed words may mean, best first: {edtf, why}. `years` are those that neighbours state: {year, why}. */
export function dateOffers(typed, years = []) {
  const text = typed.trim();
  if (!text) return [];
  const offers = [];
  const offer = (edtf, why) => {
    if (edtf && !offers.some((other) => other.edtf === edtf)) offers.push({ edtf, why });
  };
  for (const edtf of readings(text)) {
    offer(edtf, edtf.includes("XXXX") ? "no year stated" : "as written");
    if (edtf.includes("XXXX")) for (const { year, why } of years) offer(edtf.replaceAll("XXXX", year), why);
  }
  return offers;
}

/** Whether a text looks like EDTF; the server says whether it is. */
export function looksLikeEdtf(text) {
  return EDTF.test(text) && /\d/u.test(text);
}

/** The year a date states, or null. */
export function yearOf(edtf) {
  return /^\d{4}/u.exec(edtf)?.[0] ?? null;
}

function readings(text) {
  const whole = findDates(text).filter(({ from, to }) => from === 0 && to === text.length);
  const read = whole.map(({ edtf }) => edtf);
  const slashed = /^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?$/u.exec(text);
  if (slashed) {
    const [, first, second, year] = slashed;
    read.push(dayOf(first, Number(second), year), dayOf(second, Number(first), year));
  }
  const month = monthOf(text.toLowerCase());
  if (month) read.push(`XXXX-${two(month)}`);
  if (looksLikeEdtf(text.toUpperCase())) read.push(text.toUpperCase());
  return read.filter(Boolean);
}

function monthOf(word = "") {
  const letters = word.replace(/\.$/u, "");
  if (letters.length < 3) return 0;
  return MONTHS.findIndex((month) => month.startsWith(letters) || (month === "september" && letters === "sept")) + 1;
}

function dayOf(word, month, year) {
  const day = Number.parseInt(word, 10);
  if (!month || month > 12 || !day || day > LENGTHS[month - 1]) return null;
  if (month === 2 && day === 29 && year && !isLeap(Number(year))) return null;
  return `${year ?? "XXXX"}-${two(month)}-${two(day)}`;
}

function isLeap(year) {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function range(first, last) {
  return first && last && first < last ? `${first}/${last}` : null;
}

function near(about, edtf) {
  return edtf && about ? `${edtf}~` : edtf;
}

function two(number) {
  return String(number).padStart(2, "0");
}
