import {canKill, defaultAction} from '../signals/signal-actions.ts';
import {type Platform, signalNumber} from '../signals/signals.ts';
import {accepted, type Interpreted, interpretKill, interpretWaitStatus, refused} from './interpretation.ts';

/** The words of strsignal(3) that shells, make and Go print, and the signal of each. */
const WORDS: Readonly<Record<string, string>> = {
  hangup: 'HUP',
  interrupt: 'INT',
  quit: 'QUIT',
  'illegal instruction': 'ILL',
  'trace/breakpoint trap': 'TRAP',
  aborted: 'ABRT',
  'abort trap': 'ABRT',
  'bus error': 'BUS',
  'floating point exception': 'FPE',
  killed: 'KILL',
  oomkilled: 'KILL',
  'user defined signal 1': 'USR1',
  'segmentation fault': 'SEGV',
  'user defined signal 2': 'USR2',
  'broken pipe': 'PIPE',
  'alarm clock': 'ALRM',
  terminated: 'TERM',
  'cpu time limit exceeded': 'XCPU',
  'file size limit exceeded': 'XFSZ',
  'bad system call': 'SYS',
};
/** Words that a line has for other things, too, unless they stand where a shell puts a death. */
const COMMON = ['hangup', 'interrupt', 'quit', 'aborted', 'killed', 'terminated', 'alarm clock'];
/** "Broken pipe" is the text of EPIPE, too, with which a write fails that kills nobody. */
const ALSO_AN_ERROR = ['broken pipe'];

/** The low byte of the status of a stopped process: wait(2). */
const STOPPED = 0x7f;
const CORE_DUMPED = / \(core dumped\)/i;
const NAMED = /\bSIG(?:RTM(?:IN|AX)(?:[+-]\d+)?|[A-Z]+\d?|3[23])(?![A-Za-z])/g;
const BARE_NAME = /^(?:SIG)?[A-Z][A-Z\d+]+$/i;
const NUMBERED = /(?<!\bdefined )\bsignal(?:ed)?[ :=#(]*(\d{1,3})\b/gi;
const NEXT_TO_SIGNAL = new RegExp(
  `\\b(${anyOf(Object.keys(WORDS))}) signal\\b|\\bsignal:? (${anyOf(Object.keys(WORDS))})\\b`,
  'gi',
);
const ALONE = new RegExp(
  [
    `\\b(${anyOf(Object.keys(WORDS).filter(word => ![...COMMON, ...ALSO_AN_ERROR].includes(word)))})\\b`,
    // "Killed", "task 0: Killed", "line 1: 1234 Killed      sleep", "[1]+  Killed", "Killed process 12", "Killed: 9".
    `(?<=^|[:\\]+-]\\s{0,30}|\\d\\s{1,30}|\\s{2})(${anyOf(COMMON)})(?=$|\\s{2}|:|\\s{0,30}\\(core|\\s{1,3}process\\b)`,
  ].join('|'),
  'gi',
);

function anyOf(words: readonly string[]): string {
  return [...words].sort((a, b) => b.length - a.length).join('|');
}

/** A signal that a text names, and the words of the text that do. */
export interface NamedSignal {
  readonly number: number;
  readonly words: string;
}

/** The signals that a text names for certain: by name, by number, or in a word next to "signal"; the surest way first. */
export function signalsNamedIn(text: string, platform: Platform): readonly NamedSignal[] {
  const bare = BARE_NAME.test(text.trim()) ? [signal(text.trim(), text.trim().toUpperCase(), platform)] : [];
  const byName = all(NAMED, text).map(([name]) => signal(name, name, platform));
  const byNumber = all(NUMBERED, text).map(([words, number]) => signal(words, Number(number), platform));
  return firstKnown([bare, byName, byNumber, inWords(NEXT_TO_SIGNAL, text, platform)], platform);
}

/** The signals whose words of strsignal(3) a text has where a shell, make or the kernel puts them. */
export function signalWordsIn(text: string, platform: Platform): readonly NamedSignal[] {
  return firstKnown([inWords(ALONE, text, platform)], platform);
}

/**
 * A death in words, as shells, strace, make, Go, Rust and supervisors tell it: "Segmentation fault (core dumped)",
 * "+++ killed by SIGSEGV +++", "signal: killed", "exited on signal 9".
 */
export function parseSignalWords(text: string, platform: Platform): Interpreted {
  const named = signalsNamedIn(text, platform);
  const [first, ...others] = named.length > 0 ? named : signalWordsIn(text, platform);
  if (first === undefined || others.length > 0) return refused({kind: 'no-signal-named', text: text.trim()});
  const notation = {readAs: 'text'} as const;
  const {number} = first;
  if (defaultAction(number, platform) === 'stop')
    return accepted(interpretWaitStatus((number << 8) | STOPPED, platform, notation));
  return accepted(
    saysCoreDumped(text)
      ? interpretWaitStatus(number | 0x80, platform, notation)
      : interpretKill(number, platform, notation),
  );
}

export function saysCoreDumped(text: string): boolean {
  return CORE_DUMPED.test(text);
}

function inWords(pattern: RegExp, text: string, platform: Platform): NamedSignal[] {
  return all(pattern, text).map(([words, ...groups]) => {
    const word = groups.find(group => group !== undefined) ?? '';
    return signal(words, WORDS[word.toLowerCase()] ?? '', platform);
  });
}

/** The signals of the first list that has any which ends or stops a process, each once. */
function firstKnown(lists: readonly (readonly NamedSignal[])[], platform: Platform): readonly NamedSignal[] {
  for (const found of lists) {
    const known = found.filter(
      ({number}) => canKill(number, platform) || defaultAction(number, platform) === 'stop',
    );
    if (known.length > 0)
      return known.filter(({number}, at) => known.findIndex(one => one.number === number) === at);
  }
  return [];
}

function signal(words: string, which: string | number, platform: Platform): NamedSignal {
  const number = typeof which === 'number' ? which : signalNumber(which, platform);
  return {number: number ?? 0, words: words.trim()};
}

function all(pattern: RegExp, text: string): (readonly [string, ...(string | undefined)[]])[] {
  return [...text.matchAll(pattern)].map(([whole, ...groups]) => [whole, ...groups] as const);
}
