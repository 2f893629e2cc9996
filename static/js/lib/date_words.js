// The words that dates are written with: English, and the months and digits of Arabic and Hebrew texts.
// `common/dates/words.py` says the same; tests/shared/date_cases.json holds the two together.

export const D = "[0-9٠-٩۰-۹]";
export const MONTH_NAMES = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
]; // prettier-ignore
const MONTH_WORDS = [
  "january|jan|يناير|كانون الثاني|جانفي|ינואר",
  "february|feb|فبراير|شباط|فيفري|פברואר",
  "march|mar|مارس|آذار|اذار|מרץ|מרס",
  "april|apr|أبريل|إبريل|ابريل|نيسان|أفريل|אפריל",
  "may|مايو|أيار|ايار|ماي|מאי",
  "june|jun|يونيو|يونيه|حزيران|جوان|יוני",
  "july|jul|يوليو|يوليه|تموز|جويلية|יולי",
  "august|aug|أغسطس|اغسطس|آب|أوت|אוגוסט",
  "september|sept|sep|سبتمبر|أيلول|ايلول|ספטמבר",
  "october|oct|أكتوبر|اكتوبر|تشرين الأول|تشرين الاول|אוקטובר",
  "november|nov|نوفمبر|تشرين الثاني|נובמבר",
  "december|dec|ديسمبر|كانون الأول|كانون الاول|דצמבר",
];
export const MONTHS = new Map(MONTH_WORDS.flatMap((words, index) => words.split("|").map((word) => [word, index + 1])));
/** Months whose names are also verbs or adjectives: without a capital and a year they name no month. */
export const WORDS_TOO = new Set(["may", "march", "mar", "august", "sept"]);
/** Months that name one even when they stand alone, with a capital. */
export const SURE_MONTHS = new Set(["january", "february", "july", "september", "october", "november", "december"]);
export const SEASONS = { spring: 21, summer: 22, autumn: 23, fall: 23, winter: 24 };
export const QUARTERS = {
  first: 1, second: 2, third: 3, fourth: 4, last: 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, 1: 1, 2: 2, 3: 3, 4: 4,
}; // prettier-ignore
export const HALVES = { first: 0, second: 1, "1st": 0, "2nd": 1 };
export const THIRDS = { early: 0, beginning: 0, start: 0, mid: 1, middle: 1, late: 2, end: 2 };
export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
export const NUMBERS = {
  a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
}; // prettier-ignore

/** A pattern that matches any of the words, the longest first. */
export function oneOf(words) {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(" ", "\\s"))
    .join("|");
}

/** No letter or digit before, none after. */
export const EDGE_BEFORE = "(?<![\\p{L}\\p{N}])";
export const EDGE_AFTER = "(?![\\p{L}\\p{N}])";
const OTHER_MONTHS = oneOf([...MONTHS.keys()].filter((word) => !/^[a-z]/u.test(word)));
export const MONTH = `(?:ב?(?<month>${oneOf(MONTHS.keys())})\\.?(?:\\s?/\\s?(?:${OTHER_MONTHS}))?)${EDGE_AFTER}`;
export const DAY = `${D}{1,2}(?:st|nd|rd|th)?`;
export const YEAR = `(?<year>[12١٢۱۲]${D}{3})(?!${D})`;
// A citation marker may stand inside a date: "8 February,[65] 2007".
const MARKERS = `(?:\\[${D}{1,4}\\]){0,3}`;
export const GAP = "\\s{1,3}";
export const BEFORE_YEAR = `${MARKERS}[,،]?${MARKERS}${GAP}(?:(?:of|عام|سنة)${GAP})?`;
export const OF = `${GAP}(?:(?:of|من)${GAP}(?:(?:this|شهر)${GAP})?)?`;
export const TO = `(?:\\s?[–—‑−\\-]\\s?|${GAP}(?:to|until|till|through|إلى|الى|حتى)${GAP}(?:the${GAP})?)`;
export const WEEKDAY = "(?:mon|tues?|wed(?:nes)?|thu(?:r(?:s)?)?|fri|sat(?:ur)?|sun)(?:day)?";
/** After a date comes no letter or digit, and no further part of a number. */
export const END = `(?![\\p{L}\\p{N}]|[.,٬٫]${D}|['’]${D})`;

/** The number that Latin, Arabic or Persian digits write, whatever letters follow them ("3rd"). */
export function number(digits) {
  const latin = digits.replace(/[٠-٩۰-۹]/gu, (digit) => String((digit.codePointAt(0) - (digit <= "٩" ? 0x660 : 0x6f0)) % 10));
  return Number.parseInt(latin, 10);
}

/** The number of a month as it is written, 1 to 12; 0 when it is none. */
export function monthNumber(word) {
  return MONTHS.get(word.replace(/\s/gu, " ").toLowerCase().replace(/\.$/u, "")) ?? 0;
}

/** A pattern tried at one place only. */
export function at(pattern) {
  return new RegExp(pattern, "iuy");
}

/** The match of a pattern made by `at` at a place of a text, or null. */
export function matchAt(pattern, text, place) {
  pattern.lastIndex = place;
  return pattern.exec(text);
}
