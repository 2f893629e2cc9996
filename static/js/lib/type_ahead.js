// Which choice a few typed letters mean: the ranking behind every combobox.

/** Letters without case and accents, so that "celik" finds "Çelik". */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** How well `typed` fits a choice {value, label, more}: higher is better, 0 is not at all. */
export function fit(typed, { value = "", label = "", more = "" }) {
  const wanted = folded(typed).trim();
  if (!wanted) return 1;
  const [code, name, rest] = [folded(value), folded(label), folded(more)];
  if (code === wanted || name === wanted) return 100;
  if (code.startsWith(wanted)) return 90;
  if (name.startsWith(wanted)) return 80;
  if (startsWord(name, wanted)) return 70;
  if (startsWord(rest, wanted)) return 50;
  if (code.includes(wanted) || name.includes(wanted)) return 40;
  return wanted.length > 2 && rest.includes(wanted) ? 20 : 0;
}

/** The choices that fit, best first, in their own order where they fit alike. */
export function ranked(typed, choices) {
  return choices
    .map((choice, index) => ({ choice, index, score: fit(typed, choice) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ choice }) => choice);
}

/** For each value the fewest first letters that name it alone: what is enough to type. */
export function shortestPrefixes(values) {
  const prefixes = new Map();
  for (const value of values) {
    let length = 1;
    while (length < value.length && values.some((other) => other !== value && other.startsWith(value.slice(0, length)))) {
      length += 1;
    }
    prefixes.set(value, value.slice(0, length));
  }
  return prefixes;
}

function startsWord(text, wanted) {
  const words = text.split(/[^\p{L}\p{N}]+/u);
  return words.some((_, index) => words.slice(index).join(" ").startsWith(wanted));
}
