/** A number as a person writes a status; `problem` is one sentence that names what is wrong and shows what is right. */
export type StatusNumber =
  | {readonly ok: true; readonly value: number}
  | {readonly ok: false; readonly problem: string};

const LOWEST = -(2 ** 31);
const HIGHEST = 2 ** 32 - 1;
const FORMS = /^(?<minus>-?)(?<digits>0x[0-9a-f]+|0o[0-7]+|0b[01]+|\d+)$/i;
const ACCEPTED = 'write it as 0x8000, 32768, 0o100000, 0b1000000000000000 or -15';
const SHOWN_LENGTH = 40;

/**
 * Reads a status: hexadecimal (0x), decimal, octal (0o) or binary (0b), negative too, with blanks around it.
 * From -2^31 to 2^32 - 1, since people paste an int as well as its unsigned form. C's octal (017) is refused
 * wherever it could be mistaken for decimal.
 */
export function parseStatusNumber(text: string): StatusNumber {
  const trimmed = text.trim();
  if (trimmed === '') return {ok: false, problem: `An empty text is no status: ${ACCEPTED}.`};
  const {minus, digits} = FORMS.exec(trimmed)?.groups ?? {};
  if (digits === undefined)
    return {ok: false, problem: `${quoted(trimmed)} is no status number: ${ACCEPTED}.`};
  const mistakable = mistakenOctal(digits, minus ?? '');
  if (mistakable !== undefined) return {ok: false, problem: `${quoted(trimmed)} ${mistakable}`};
  const value = minus === '-' ? 0 - Number(digits) : Number(digits);
  if (value >= LOWEST && value <= HIGHEST) return {ok: true, value};
  return {
    ok: false,
    problem: `${quoted(trimmed)} does not fit in 32 bits: a status is an int, from ${LOWEST} to ${HIGHEST} (0xffffffff).`,
  };
}

/** Whether the number is written to base 10, as people write exit codes, rather than in the base of bit patterns. */
export function isDecimal(text: string): boolean {
  return /^-?\d+$/.test(text.trim());
}

/** Text from outside inside a sentence: quoted, its control characters escaped, not longer than a line. */
export function quoted(text: string): string {
  const shown = text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
  return JSON.stringify(shown);
}

function mistakenOctal(digits: string, minus: string): string | undefined {
  if (!/^0\d/.test(digits)) return undefined;
  const decimal = Number(digits);
  const plain = digits.replace(/^0+(?=\d)/, '');
  if (/[89]/.test(digits)) return `looks octal, but 8 and 9 are no octal digits: write ${minus}${plain}.`;
  const octal = Number(`0o${digits}`);
  if (octal === decimal) return undefined;
  return `is ambiguous, octal ${minus}0o${plain} = ${minus}${octal} or decimal ${minus}${plain}: write one of these.`;
}
