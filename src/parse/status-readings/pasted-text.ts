import type {Platform} from '../signals/signals.ts';
import type {ReadAs} from './notation.ts';
import {saysCoreDumped, signalsNamedIn} from './signal-words.ts';
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
  [/\bsi_code=\w+\b.*\bsi_status=[-\w+]+/, 'siginfo'],
  [/\bCLD_[A-Z]+[\s,]+[-\w+]+/, 'siginfo'],
  [/\bExitCode=\d+:\d+/i, 'slurm'],
  [/^\d{1,3}:\d{1,3}$/, 'slurm'],
  [/(?<=\b(?:COMPLETED|FAILED|CANCELLED\+?|TIMEOUT|OUT_OF_ME\w*\+?|NODE_FAIL)\s+)\d{1,3}:\d{1,3}\b/, 'slurm'],
  [/(?<=\bexitcode=)0x[\da-f]{8}\b/i, 'wait'],
  [/(?<=^Exited \()\d{1,3}(?=\))/, 'container'],
];
/** "exit code 137", "returned non-zero exit status 1", "Error 139", "rc=137", "WEXITSTATUS(s) == 3". */
const EXIT = new RegExp(
  String.raw`(?:\b(?:wexitstatus|exit(?:ed|s|code|status)?|return(?:ed|s|code)?|status|code|error|errno|rc|ret|errorlevel)|\$\?)(?:[\s_-]*(?:with|non-?zero|exit|code|status|value|is|was|of|a|\(s\)))*["'\s]*[:=([]*["'\s]*(${NUMBER})(?![\w.]*\w)`,
  'gi',
);
const ANY_NUMBER = new RegExp(String.raw`(?<![\w.+/:-])${NUMBER}(?!\w|\.\w|:\d)`, 'gi');

/**
 * The one status in a line: what has a form of its own (systemd, Slurm, siginfo), else a signal that it names, else the
 * number that it calls an exit code, else its only number.
 */
export function findStatus(text: string, platform: Platform): PastedStatus {
  const line = text.trim();
  for (const [form, readAs] of FORMS) {
    const [taken] = form.exec(line) ?? [];
    if (taken !== undefined) return {ok: true, taken, readAs};
  }
  const signals = signalsNamedIn(line, platform).map(({words}) => words);
  if (signals.length > 0) return theOnly(signals, line, saysCoreDumped(line) ? ' (core dumped)' : '', 'text');
  const exits = distinct([...line.matchAll(EXIT)].map(([, number = '']) => number));
  if (exits.length > 0) return theOnly(exits, line, '', readingOfExit(exits[0] ?? ''));
  return theOnly(distinct(line.match(ANY_NUMBER) ?? []), line, '', undefined);
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
  if (value >= 0 && value <= 511) return 'shell';
  return value < -1 && value >= -64 ? 'python' : undefined;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
