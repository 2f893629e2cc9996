// Which line under the text each tag gets, and the runs of text between all their ends.

/** A lane per span: the innermost nearest to the text (0), no two that overlap in the same. Spans are {key, from, to}. */
export function lanesOf(spans) {
  const lanes = new Map();
  const placed = [];
  const inward = [...spans].sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from || (a.key < b.key ? -1 : 1));
  for (const span of inward) {
    let lane = 0;
    for (const other of placed) {
      if (other.from < span.to && span.from < other.to) lane = Math.max(lane, other.lane + 1);
    }
    placed.push({ ...span, lane });
    lanes.set(span.key, lane);
  }
  return lanes;
}

/** The runs of a text cut at every edge: {from, to, spans (outermost first), starting (outermost first)}. */
export function runsOf(length, spans, cuts = []) {
  const lanes = lanesOf(spans);
  const edges = new Set([0, length, ...cuts]);
  for (const { from, to } of spans) edges.add(from).add(to);
  const sorted = [...edges].filter((edge) => edge >= 0 && edge <= length).sort((a, b) => a - b);
  const outward = [...spans].sort((a, b) => lanes.get(b.key) - lanes.get(a.key));
  const runs = [];
  for (let index = 0; index + 1 < sorted.length; index += 1) {
    const [from, to] = [sorted[index], sorted[index + 1]];
    const covering = outward.filter((span) => span.from <= from && to <= span.to);
    runs.push({
      from,
      to,
      spans: covering.map((span) => ({ ...span, lane: lanes.get(span.key) })),
      starting: covering.filter((span) => span.from === from),
    });
  }
  return runs;
}
