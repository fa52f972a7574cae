/** A number as a person writes a status, or what is wrong with the text. */
export type StatusNumber =
  | {readonly ok: true; readonly value: number}
  | {readonly ok: false; readonly problem: NumberProblem};

/** Why a text is not the number of a status; `text` is the text without blanks around it. */
export type NumberProblem =
  | {readonly kind: 'empty'}
  | {readonly kind: 'not-a-number'; readonly text: string}
  | {readonly kind: 'beyond-32-bits'; readonly text: string}
  /** 089: not octal, but in the form of C's octal numbers; `decimal` is it without leading zeros. */
  | {readonly kind: 'looks-octal'; readonly text: string; readonly decimal: string}
  /** 017: `octal` ("0o17") has the value `octalValue`, and `decimal` is the other way to read it. */
  | {
      readonly kind: 'ambiguous-octal';
      readonly text: string;
      readonly octal: string;
      readonly octalValue: number;
      readonly decimal: string;
    };

/** The lowest and the highest number that are taken for a status: an int as well as its unsigned form. */
export const LOWEST_STATUS = -(2 ** 31);
export const HIGHEST_STATUS = 2 ** 32 - 1;

/** As most numbers are written, found without the parts that the other forms need. */
const PLAIN = /^(?:0|[1-9]\d{0,8})$/;
const FORMS = /^(?<minus>-?)(?<digits>0x[0-9a-f]+|0o[0-7]+|0b[01]+|\d+)$/i;

/**
 * Reads a status: hexadecimal (0x), decimal, octal (0o) or binary (0b), negative too, with blanks around it.
 * From -2^31 to 2^32 - 1, since people paste an int as well as its unsigned form. C's octal (017) is refused
 * wherever it could be mistaken for decimal.
 */
export function parseStatusNumber(written: string): StatusNumber {
  if (PLAIN.test(written)) return {ok: true, value: Number(written)};
  const text = written.trim();
  if (text === '') return {ok: false, problem: {kind: 'empty'}};
  const {minus = '', digits} = FORMS.exec(text)?.groups ?? {};
  if (digits === undefined) return {ok: false, problem: {kind: 'not-a-number', text}};
  const mistakable = mistakenOctal(text, minus, digits);
  if (mistakable !== undefined) return {ok: false, problem: mistakable};
  const value = minus === '-' ? 0 - Number(digits) : Number(digits);
  if (value < LOWEST_STATUS || value > HIGHEST_STATUS)
    return {ok: false, problem: {kind: 'beyond-32-bits', text}};
  return {ok: true, value};
}

/** Whether the number is written to base 10, as people write exit codes, rather than in the base of bit patterns. */
export function isDecimal(text: string): boolean {
  return /^-?\d+$/.test(text.trim());
}

function mistakenOctal(text: string, minus: string, digits: string): NumberProblem | undefined {
  if (!/^0\d/.test(digits)) return undefined;
  const plain = digits.replace(/^0+(?=\d)/, '');
  const decimal = `${minus}${plain}`;
  if (/[89]/.test(digits)) return {kind: 'looks-octal', text, decimal};
  const value = Number(`0o${digits}`);
  if (value === Number(digits)) return undefined;
  const octalValue = minus === '-' ? 0 - value : value;
  return {kind: 'ambiguous-octal', text, octal: `${minus}0o${plain}`, octalValue, decimal};
}
