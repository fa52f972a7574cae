import type {Platform} from '../signals/signals.ts';
import type {ReadAs} from './notation.ts';
import {saysCoreDumped, signalsNamedIn, signalWordsIn} from './signal-words.ts';
import type {StatusProblem} from './status-problem.ts';

/** The status in a line that somebody pasted, or why none was taken. */
export type PastedStatus =
  | {readonly ok: true; readonly taken: string; readonly readAs: ReadAs | undefined}
  | {readonly ok: false; readonly problem: StatusProblem | undefined};

const NUMBER = String.raw`-?(?:0x[\da-f]+|\d+)`;
/** What has a form of its own, and the reading that takes it. */
const FORMS: ReadonlyArray<readonly [RegExp, ReadAs | undefined]> = [
  [/\bcode=(?:exited|killed|dumped),\s*(?:status|signal)=[\w/+-]+/, 'systemd'],
  [/\bstatus=\d{1,3}\/(?:n\/a|[A-Z][\w+-]*)/, 'systemd'],
  [/^\d{1,3}\/[A-Z][A-Z_\d+-]*$/, 'systemd'],
  [/\bsi_code=\w+\b.{0,400}?\bsi_status=[-\w+]+/, 'siginfo'],
  [/\bCLD_[A-Z]+[\s,]+[-\w+]+/, 'siginfo'],
  [/\b(?:Unix\.)?WSIGNALED[\s(]{1,3}-?\d{1,3}\b/, 'ocaml'],
  [/\bExitCode=\d+:\d+/i, 'slurm'],
  [/^\d{1,3}:\d{1,3}$/, 'slurm'],
  [
    /(?<=\b(?:COMPLETED|FAILED|CANCELLED\+?|TIMEOUT|OUT_OF_ME\w*\+?|NODE_FAIL)\s{1,30})\d{1,3}:\d{1,3}\b/,
    'slurm',
  ],
  [/(?<=\bexitcode=)0x[\da-f]{8}\b/i, 'wait'],
  [/(?<=^Exited \()\d{1,3}(?=\))/, 'container'],
];
/** "exit code 137", "returned non-zero exit status 1", "Error 139", "rc=137", "WEXITSTATUS(s) == 3". */
const EXIT = new RegExp(
  String.raw`(?:\b(?:wexitstatus|exit(?:ed|s|code|status)?|return(?:ed|s|code)?|status|code|error|errno|rc|ret|errorlevel)|\$\?)(?:[\s_-]{0,3}(?:with|non-?zero|exit|code|status|value|is|was|of|a|\(s\))){0,6}["'\s]{0,8}[:=([]{0,3}["'\s]{0,8}(${NUMBER})(?![\w.]*\w)`,
  'gi',
);
const ANY_NUMBER = new RegExp(String.raw`(?<![\w.+/:-])${NUMBER}(?!\w|\.\w|:\d)`, 'gi');

/**
 * The one status in a line: what has a form of its own (systemd, Slurm, siginfo), else a signal that it names, else the
 * number that it calls an exit code, else a signal in the words of a shell ("Killed"), else its only number.
 */
export function findStatus(text: string, platform: Platform): PastedStatus {
  const line = text.trim();
  for (const [form, readAs] of FORMS) {
    const [taken] = form.exec(line) ?? [];
    if (taken !== undefined) return {ok: true, taken, readAs};
  }
  const suffix = saysCoreDumped(line) ? ' (core dumped)' : '';
  const exits = distinct([...line.matchAll(EXIT)].map(([, number = '']) => number));
  const signals = signalsNamedIn(line, platform);
  if (signals.length > 0) {
    const words = signals.map(one => one.words);
    const others = exits.filter(exit => !signals.some(({number}) => isOfSignal(Number(exit), number)));
    return theOnly([...words, ...others], line, suffix, 'text');
  }
  if (exits.length > 0) return theOnly(exits, line, '', readingOfExit(exits[0] ?? ''));
  const words = signalWordsIn(line, platform).map(one => one.words);
  if (words.length > 0) return theOnly(words, line, suffix, 'text');
  return theOnly(distinct(line.match(ANY_NUMBER) ?? []), line, '', undefined);
}

/** Whether an exit code says the same as the signal next to it; 0 is what some report with any signal. */
function isOfSignal(exit: number, signal: number): boolean {
  return [0, signal, -signal, 128 + signal, 256 - signal].includes(exit);
}

function theOnly(
  found: readonly string[],
  text: string,
  suffix: string,
  readAs: ReadAs | undefined,
): PastedStatus {
  const [taken, ...others] = found;
  if (taken === undefined) return {ok: false, problem: undefined};
  if (others.length > 0) return {ok: false, problem: {kind: 'several-statuses', text, found}};
  return {ok: true, taken: taken + suffix, readAs};
}

/** How to read a number that its line calls an exit: `$?`, a returncode; undefined where its size has to tell. */
function readingOfExit(number: string): ReadAs | undefined {
  const value = Number(number);
  if (value >= 0 && value <= 255) return 'shell';
  return value < -1 && value >= -64 ? 'python' : undefined;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
