import { lanesOf, runsOf } from "/static/js/lib/lanes.js";
import { assertEqual, test } from "/tests/js/runner.js";

const lanes = (spans) => Object.fromEntries(lanesOf(spans));

test("the innermost lies nearest to the text", () => {
  const spans = [{ key: "all", from: 0, to: 40 }, { key: "guard", from: 10, to: 30 }, { key: "abbas", from: 10, to: 15 }];
  assertEqual(lanes(spans), { abbas: 0, guard: 1, all: 2 });
});

test("tags apart share a lane, tags that cross do not", () => {
  assertEqual(lanes([{ key: "a", from: 0, to: 4 }, { key: "b", from: 5, to: 9 }]), { a: 0, b: 0 });
  assertEqual(lanes([{ key: "a", from: 0, to: 6 }, { key: "b", from: 4, to: 9 }]), { b: 0, a: 1 });
});

test("two tags on the same words get two lanes", () => {
  assertEqual(lanes([{ key: "a", from: 0, to: 4 }, { key: "b", from: 0, to: 4 }]), { a: 0, b: 1 });
});

test("runs are cut at every edge and name what starts there, outermost first", () => {
  const spans = [{ key: "outer", from: 2, to: 8 }, { key: "inner", from: 2, to: 5 }];
  const runs = runsOf(10, spans, [6]).map(({ from, to, spans: on, starting }) => [
    from, to, on.map(({ key, lane }) => key + lane), starting.map(({ key }) => key),
  ]);
  assertEqual(runs, [
    [0, 2, [], []],
    [2, 5, ["outer1", "inner0"], ["outer", "inner"]],
    [5, 6, ["outer1"], []],
    [6, 8, ["outer1"], []],
    [8, 10, [], []],
  ]);
});

test("a text without tags is one run", () => {
  assertEqual(runsOf(5, []).length, 1);
  assertEqual(runsOf(0, []), []);
});
