import { grouped, plural, t, tIn } from "/static/js/lib/i18n.js";
import { assertEqual, test } from "/tests/js/runner.js";

const ARABIC = {
  language: "ar",
  messages: {
    Save: "احفظ",
    "Create “%(name)s”": "أنشئ «\u2068%(name)s\u2069»",
    "state\u0004Open": "مفتوح",
    "%(count)s tag": ["لا وسوم", "وسم واحد", "وسمان", "%(count)s وسوم", "%(count)s وسمًا", "%(count)s وسم"],
  },
};

function inArabic(act) {
  globalThis.attestMessages = ARABIC;
  try {
    return act();
  } finally {
    delete globalThis.attestMessages;
  }
}

test("without a catalogue the message is its own text", () => {
  assertEqual([t("Save"), tIn("state", "Open")], ["Save", "Open"]);
});

test("values take the place of their names, and a missing one leaves nothing", () => {
  assertEqual(t("Create “%(name)s”", { name: "100% $& %(x)s" }), "Create “100% $& %(x)s”");
  assertEqual(t("%(a)s and %(b)s", { a: 0 }), "0 and ");
});

test("a percent sign is doubled only in messages with values", () => {
  assertEqual([t("100%"), t("%(n)s%%", { n: 5 })], ["100%", "5%"]);
});

test("English has two forms, and thousands stand apart", () => {
  assertEqual(
    [0, 1, 2, 1204].map((count) => plural("%(count)s tag", "%(count)s tags", count)),
    ["0 tags", "1 tag", "2 tags", "1,204 tags"],
  );
});

test("Arabic has six forms", () => {
  assertEqual(
    inArabic(() => [0, 1, 2, 3, 11, 100, 1204].map((count) => plural("%(count)s tag", "%(count)s tags", count))),
    ["لا وسوم", "وسم واحد", "وسمان", "3 وسوم", "11 وسمًا", "100 وسم", "1,204 وسوم"],
  );
});

test("a translation is found by context, and what is not translated stays English", () => {
  assertEqual(inArabic(() => [t("Save"), tIn("state", "Open"), t("Open")]), ["احفظ", "مفتوح", "Open"]);
});

test("digits are Latin in every language", () => {
  assertEqual(inArabic(() => grouped(12345)), "12,345");
});
