import {type Platform, signalName, signalNumber} from '../signals/signals.ts';
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
  'oom-killed': 'KILL',
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
const CORE_DUMPED = / \(core dumped\)/i;
const NAMED = /\bSIG(?:RTM(?:IN|AX)(?:[+-]\d+)?|[A-Z]+\d?|3[23])(?![A-Za-z])/g;
const NUMBERED = /\bsignal(?:ed)?[ :=#(]*(\d{1,3})\b/gi;
/** A word of strsignal(3) starts a sentence, or follows "signal: " or "signal ", or a colon. */
const ALL_WORDS = Object.keys(WORDS)
  .sort((a, b) => b.length - a.length)
  .join('|');
const AFTER_SIGNAL = new RegExp(`\\bsignal:? (${ALL_WORDS})\\b`, 'gi');
const CAPITAL = new RegExp(`(?<![\\w-])(${ALL_WORDS})(?!\\s+by\\b)\\b`, 'gi');

/** A signal that a text names, and the words of the text that do. */
export interface NamedSignal {
  readonly number: number;
  readonly words: string;
}

/** The signals that a text names: by name, by number, or in the words of strsignal(3); the surest way first. */
export function signalsNamedIn(text: string, platform: Platform): readonly NamedSignal[] {
  const byName = all(NAMED, text).map(([name]) => signal(signalNumber(name, platform), name));
  const byNumber = all(NUMBERED, text).map(([words, number]) => signal(Number(number), words));
  const byWords = [
    ...all(AFTER_SIGNAL, text),
    ...all(CAPITAL, text).filter(([word]) => /^[A-Z]/.test(word)),
  ].map(([words, word = words]) => signal(signalNumber(WORDS[word.toLowerCase()] ?? '', platform), words));
  for (const found of [byName, byNumber, byWords]) {
    const known = found.flatMap(one => (signalName(one.number, platform) === undefined ? [] : [one]));
    if (known.length > 0)
      return known.filter(({number}, at) => known.findIndex(one => one.number === number) === at);
  }
  return [];
}

/**
 * A death in words, as shells, strace, make, Go, Rust and supervisors tell it: "Segmentation fault (core dumped)",
 * "+++ killed by SIGSEGV +++", "signal: killed", "exited on signal 9".
 */
export function parseSignalWords(text: string, platform: Platform): Interpreted {
  const [first, ...others] = signalsNamedIn(text, platform);
  if (first === undefined || others.length > 0) return refused({kind: 'no-signal-named', text: text.trim()});
  const notation = {readAs: 'text'} as const;
  return accepted(
    saysCoreDumped(text)
      ? interpretWaitStatus(first.number | 0x80, platform, notation)
      : interpretKill(first.number, platform, notation),
  );
}

export function saysCoreDumped(text: string): boolean {
  return CORE_DUMPED.test(text);
}

function signal(number: number | undefined, words: string): NamedSignal {
  return {number: number ?? 0, words: words.trim()};
}

function all(pattern: RegExp, text: string): [string, string | undefined][] {
  return [...text.matchAll(pattern)].map(([whole, group]) => [whole, group]);
}
