// Numbers as people type them: in Latin, Arabic or Persian digits, thousands apart or not.

const MOST = 2 ** 31 - 1;

/** The text with its digits as 0 to 9. */
export function latinDigits(text) {
  return text
    .replace(/[٠-٩]/gu, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[۰-۹]/gu, (digit) => String(digit.charCodeAt(0) - 0x06f0));
}

/** A count as typed; null for nothing, undefined for no whole number or one that is too large to keep. */
export function readCount(typed) {
  const plain = latinDigits(typed.trim()).replace(/(?<=\d)[,.\s٬](?=\d{3}(?!\d))/gu, "");
  if (!plain) return null;
  const count = /^\d{1,10}$/u.test(plain) ? Number(plain) : undefined;
  return count !== undefined && count <= MOST ? count : undefined;
}
