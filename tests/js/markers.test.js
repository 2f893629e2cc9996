import { DisplayText, findMarkers } from "/static/js/lib/markers.js";
import { assert, assertEqual, assertThrows, readJson, test } from "/tests/js/runner.js";

const shared = await readJson("/tests/shared/offset_cases.json");

for (const { name, received, display, markers, spans, touching } of shared.cases) {
  test(`agrees with the shared case: ${name}`, () => {
    const shown = new DisplayText(received);
    assertEqual(shown.text, display, "display");
    assertEqual(findMarkers(received), markers, "markers");
    for (const span of spans) {
      assertEqual(shown.toReceived(...span.display), span.received, `${span.shown} to received`);
      assertEqual(shown.toDisplay(...span.received), span.display, `${span.quote} to display`);
    }
    for (const span of touching) assertEqual(shown.toDisplay(...span.received), span.display, "touching");
  });
}

for (const { received, display, start, end } of shared.carets) {
  test(`a start maps after the marker and an end before it: ${received}`, () => {
    const shown = new DisplayText(received);
    assertEqual(shown.startToReceived(display), start, "start");
    assertEqual(shown.endToReceived(display), end, "end");
  });
}

test("every display span returns unchanged in all shared cases", () => {
  for (const { received } of shared.cases) {
    const shown = new DisplayText(received);
    for (let start = 0; start <= shown.length; start += 1) {
      for (let end = start; end <= shown.length; end += 1) {
        const [first, last] = shown.toReceived(start, end);
        assert(first <= last && last <= shown.receivedLength, received);
        assertEqual(shown.toDisplay(first, last), [start, end], received);
      }
    }
  }
});

test("impossible spans are refused", () => {
  const shown = new DisplayText("Abbas,[65] using");
  for (const [start, end] of [[-1, 2], [0, 99], [3, 2]]) {
    assertThrows(() => shown.toReceived(start, end), /outside|cannot start/u);
    assertThrows(() => shown.toDisplay(start, end), /outside|cannot start/u);
  }
});
