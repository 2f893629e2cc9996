// The page's words in the reader's language. `js/locale/<language>.js` is loaded before every module and leaves its
// catalogue in `globalThis.attestMessages`; English needs none. Message ids are plain strings: `make messages` reads them.

/** The language of the interface: en, ar. */
export const language = () => catalogue().language ?? "en";

/** A message in the reader's language; `%(name)s` in it stands for values.name, "%%" for a percent sign. */
export function t(message, values) {
  return filled(catalogue().messages?.[message] ?? message, values);
}

/** A message that reads differently elsewhere: the context tells "Open" the state from "Open" the verb. */
export function tIn(context, message, values) {
  return filled(catalogue().messages?.[`${context}\u0004${message}`] ?? message, values);
}

/** The form of a message that fits a number; `%(count)s` is the number with its thousands apart. */
export function plural(one, other, count, values) {
  const { language: spoken, messages } = catalogue();
  const forms = messages?.[one];
  const rules = new Intl.PluralRules(spoken ?? "en");
  const form = forms ? forms[CATEGORIES.indexOf(rules.select(count))] : count === 1 ? one : other;
  return filled(form, { count: grouped(count), ...values });
}

/** A number with its thousands apart, in Latin digits in every language: figures are compared and copied. */
export function grouped(number) {
  return number.toLocaleString("en");
}

/** A moment for people, exact to the second. */
export function exactTime(at) {
  const spoken = language();
  return new Date(at).toLocaleString(spoken === "en" ? "en" : `${spoken}-u-nu-latn`);
}

/** Facts in a row. In a right-to-left language each stands apart, or names and dates would run into each other. */
export function inARow(parts, between = " · ") {
  const told = parts.filter(Boolean);
  return (document.documentElement.dir === "rtl" ? told.map((part) => `\u2068${part}\u2069`) : told).join(between);
}

// The order of a catalogue's forms: gettext's for Arabic, and CLDR's.
const CATEGORIES = ["zero", "one", "two", "few", "many", "other"];

function catalogue() {
  return globalThis.attestMessages ?? {};
}

function filled(message, values) {
  if (!values) return message;
  return message.replace(/%(?:\((\w+)\)s|%)/gu, (found, name) => (name === undefined ? "%" : String(values[name] ?? "")));
}
