import {runsCommand, runsFile, runsStdin, unknownRun, type WhatRuns} from './what-runs.ts';
import {splitAtEquals, Words} from './words.ts';

interface Given {
  /** The texts of -e. */
  readonly code: string[];
  /** -c or --dump: the program is read, not run. */
  checksOnly: boolean;
  /** -v or --verbose: without a program, ruby exits. */
  verbose: boolean;
}

type Outcome = 'goes on' | 'ends options' | 'prints' | 'refused';

// What a switch without a value in the next word takes of its word; the letters behind are more switches.
const switchPattern = /^(?:[aclnpdsSUvwy]|0[0-7]{0,3}|T[0-7]{0,2}|W(?::.*|[0-7]?)|K.?|[iFx].*|\r$)/s;
const longValued = new Set([
  ...['enable', 'disable', 'encoding', 'internal-encoding', 'external-encoding', 'source-encoding'],
  ...['parser', 'dump', 'backtrace-limit', 'crash-report'],
]);
const longFlags = /^(?:verbose|yydebug|(?:debug|[ymrz]?jit)(?:[-=].*)?|(?:enable|disable|crash-report)-.+)$/s;

/** What a ruby runs (ruby(1), ruby.c): the code of all -e together, or else the first operand. */
export function parseRubyArguments(list: readonly string[]): WhatRuns | undefined {
  const words = new Words(list);
  const given: Given = {code: [], checksOnly: false, verbose: false};
  for (let word = words.takeOption(); word !== undefined; word = words.takeOption()) {
    const outcome = readCluster(word.slice(1), words, given);
    if (outcome === 'prints') return undefined;
    if (outcome === 'refused') return unknownRun;
    if (outcome === 'ends options') break;
  }
  if (given.checksOnly) return undefined;
  if (given.code.length > 0) return runsCommand(given.code.join('\n'), words.rest());
  const script = words.take();
  if (script === undefined && given.verbose) return undefined;
  const readsStdin = script === undefined || script === '' || script === '-';
  return readsStdin ? runsStdin(words.rest()) : runsFile(script, words.rest());
}

function readCluster(cluster: string, words: Words, given: Given): Outcome {
  for (let rest = cluster; rest !== ''; ) {
    const letter = rest.charAt(0);
    const attached = rest.slice(1);
    if (letter === 'h') return 'prints';
    if (letter === '-') return attached === '' ? 'ends options' : readLongOption(attached, words, given);
    if ('eErICX'.includes(letter)) {
      const value = attached === '' ? words.take() : attached;
      if (letter === 'e' && value !== undefined) given.code.push(value);
      // -r and -I let a missing value pass.
      return value === undefined && !'rI'.includes(letter) ? 'refused' : 'goes on';
    }
    const taken = switchPattern.exec(rest)?.[0];
    if (taken === undefined) return 'refused';
    given.checksOnly ||= taken === 'c';
    given.verbose ||= taken === 'v';
    rest = rest.slice(taken.length);
  }
  return 'goes on';
}

function readLongOption(option: string, words: Words, given: Given): Outcome {
  if (/^(?:help|version|copyright)$/.test(option)) return 'prints';
  given.verbose ||= option === 'verbose';
  if (longFlags.test(option)) return 'goes on';
  const [name, attached] = splitAtEquals(option);
  if (!longValued.has(name)) return 'refused';
  given.checksOnly ||= name === 'dump';
  const value = attached ?? words.take();
  return value === undefined || value === '' ? 'refused' : 'goes on';
}
