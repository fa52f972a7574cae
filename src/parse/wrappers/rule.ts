import {signalNumber} from '../signals/signals.ts';

/** What a wrapper makes of a number n, an exit status or a signal: raw wait statuses, more than one where it varies. */
export type Rule = (n: number) => readonly number[];

/**
 * A rule in the notation of the tables: what it makes by default, then exceptions: "128+n INT:same", "123 0:0
 * 128-254:0/123". An outcome is an exit status ("123", "s9" for a death by signal 9), the same end ("same"), a sum
 * ("128+n", "256-n", "128-n", "n"), or several of them ("0/1").
 * @param same what a wrapper ends with that passes the number on as it came: an exit, or a death
 */
export function parseRule(text: string, same: Rule): Rule {
  const [byDefault = '', ...exceptions] = text.split(' ');
  const special = exceptions.map(exception => {
    const [selector = '', outcome = ''] = exception.split(':');
    return {matches: selectorOf(selector), outcome: outcomeOf(outcome, same)};
  });
  const usual = outcomeOf(byDefault, same);
  return n => (special.find(({matches}) => matches(n))?.outcome ?? usual)(n);
}

/** The raw wait statuses that a list such as "126 127" or "s2/1" stands for. */
export function parseOutcomes(text: string): readonly number[] {
  return text.split(/[ /]/).flatMap(one => (one === '' || one === '-' ? [] : rawOf(one)));
}

export const exitWith = (status: number) => (status & 0xff) << 8;

const SUMS: Readonly<Record<string, (n: number) => number>> = {
  '128+n': n => 128 + n,
  '128-n': n => 128 - n,
  '256-n': n => 256 - n,
  n: n => n,
};

function outcomeOf(text: string, same: Rule): Rule {
  const parts = text.split('/').map((part): Rule => {
    if (part === 'same') return same;
    const sum = SUMS[part];
    return sum === undefined ? () => [rawOf(part)] : n => [exitWith(sum(n))];
  });
  return n => parts.flatMap(part => part(n));
}

function rawOf(text: string): number {
  return text.startsWith('s') ? Number(text.slice(1)) : exitWith(Number(text));
}

function selectorOf(text: string): (n: number) => boolean {
  const number = signalNumber(text);
  if (number !== undefined) return n => n === number;
  const [from = '', to = from] = text.split('-');
  return n => n >= Number(from) && n <= Number(to);
}
