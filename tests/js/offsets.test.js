import { Utf16Map, codePointLength, fromUtf16, sliceCodePoints, toUtf16 } from "/static/js/lib/offsets.js";
import { assertEqual, assertThrows, readJson, test } from "/tests/js/runner.js";

const shared = await readJson("/tests/shared/offset_cases.json");

for (const { text, utf16, code_points: codePoints, refused } of shared.units) {
  test(`boundaries of ${JSON.stringify(text)} agree with the shared cases`, () => {
    utf16.forEach((unit, index) => {
      assertEqual(fromUtf16(text, unit), codePoints[index], `from ${unit}`);
      assertEqual(toUtf16(text, codePoints[index]), unit, `to ${codePoints[index]}`);
    });
    for (const offset of refused) assertThrows(() => fromUtf16(text, offset), /outside|two halves/u);
  });
}

for (const sharedCase of shared.cases) {
  test(`units agree: ${sharedCase.name}`, () => {
    for (const side of ["received", "display"]) {
      const text = sharedCase[side];
      const map = new Utf16Map(text);
      assertEqual(codePointLength(text), sharedCase.length[side], "length");
      assertEqual(map.utf16Length, sharedCase.length[`utf16_${side}`], "units");
      for (const span of sharedCase.spans) {
        assertEqual(span[side].map((offset) => map.toUtf16(offset)), span[`utf16_${side}`]);
        assertEqual(span[`utf16_${side}`].map((offset) => map.fromUtf16(offset)), span[side]);
      }
    }
    for (const span of sharedCase.spans) {
      assertEqual(sliceCodePoints(sharedCase.received, ...span.received), span.quote, "quote");
    }
  });
}

test("every boundary returns unchanged in random texts", () => {
  const alphabet = ["a", " ", "ح", "\u0301", "\u200d", "😀", "👩", "𐎠", "[1]"];
  let state = 20240607;
  const random = (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let round = 0; round < 200; round += 1) {
    const characters = Array.from({ length: random(12) }, () => alphabet[random(alphabet.length)]);
    const text = characters.join("");
    const points = Array.from(text);
    const map = new Utf16Map(text);
    for (let offset = 0; offset <= points.length; offset += 1) {
      assertEqual(map.toUtf16(offset), points.slice(0, offset).join("").length, JSON.stringify(text));
      assertEqual(map.fromUtf16(map.toUtf16(offset)), offset, JSON.stringify(text));
    }
  }
});

test("what is no offset is refused", () => {
  for (const offset of [-1, 4, 1.5, NaN, undefined]) {
    assertThrows(() => toUtf16("abc", offset), /outside/u);
    assertThrows(() => fromUtf16("abc", offset), /outside/u);
  }
});
