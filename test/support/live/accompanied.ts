import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import type * as z from 'zod/mini';
import {runAnswer, runEvent} from '../../../src/render/contract/run.ts';
import {runProcdoc} from '../procdoc.ts';

declare const PROJECT_ROOT: string;

export type RunReport = z.infer<typeof runAnswer>;
export type RunEventJson = z.infer<typeof runEvent>;

/** The command line that starts procdoc. */
export const PROCDOC = [process.execPath, path.join(PROJECT_ROOT, 'bin/run.js')];

/** A program that stands in for an installed procdoc, as the text of its file. */
export const programOf = (words: readonly string[]) => `#!/bin/sh
exec ${words.map(word => `'${word}'`).join(' ')} "$@"
`;

/** What `procdoc run` reported of a command, and of its children, in files. */
export interface Told {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly report: RunReport;
  readonly events: readonly RunEventJson[];
}

/** Runs a command by `procdoc run` to its end, and holds what it wrote to the contract. */
export async function askRun(flags: readonly string[], ...command: string[]): Promise<Told> {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-run-'));
  try {
    const [report, events] = [path.join(folder, 'report'), path.join(folder, 'events')];
    const files = ['--report', report, '--events-file', events];
    const output = await runProcdoc('run', ...files, ...flags, '--', ...command);
    const lines = readFileSync(events, 'utf8').split('\n').slice(0, -1);
    return {
      ...output,
      report: runAnswer.parse(JSON.parse(readFileSync(report, 'utf8'))),
      events: lines.map(line => runEvent.parse(JSON.parse(line))),
    };
  } finally {
    rmSync(folder, {recursive: true});
  }
}

/** A `procdoc run` that a test has started, when its command has printed its first line. */
export interface Accompanying {
  /** The pid of what the test started: procdoc, or its launcher. */
  readonly pid: number;
  readonly firstLine: string;
  /** The lines that it has printed until now. */
  readonly lines: readonly string[];
  /** What was printed on its standard error until now. */
  readonly said: () => string;
  readonly endInput: () => void;
  readonly ended: Promise<readonly [status: number | null, signal: NodeJS.Signals | null]>;
}

/**
 * Runs `use` while a command line with `procdoc run` in it runs, in a process group of its own, which is killed if it is
 * still there afterwards.
 * @param launcher what starts procdoc, such as timeout(1)
 */
export async function withAccompanied(
  launcher: readonly string[],
  words: readonly string[],
  use: (accompanying: Accompanying) => Promise<void>,
): Promise<void> {
  const [file = '', ...args] = [...launcher, ...PROCDOC, 'run', ...words];
  const child = spawn(file, args, {stdio: ['pipe', 'pipe', 'pipe'], detached: true});
  await once(child, 'spawn');
  const {pid, stdin, stdout, stderr} = child;
  assert.ok(pid !== undefined && stdin && stdout && stderr);
  stdin.on('error', () => {});
  const ended = once(child, 'close').then(([status, signal]) => [status, signal] as const);
  try {
    let said = '';
    stderr.setEncoding('utf8').on('data', more => {
      said += more;
    });
    const lines = await readLines(stdout);
    const [firstLine] = lines;
    assert.ok(firstLine !== undefined, `the command printed nothing, and procdoc: ${said}`);
    await use({pid, firstLine, lines, said: () => said, endInput: () => stdin.end(), ended});
  } finally {
    if (child.exitCode === null && child.signalCode === null) process.kill(-pid, 'SIGKILL');
    // What is left of the command reads EOF.
    stdin.end();
    await ended;
  }
}

/** The lines of a stream, which it has from the first one on, and gets as they come. */
async function readLines(stdout: Readable): Promise<readonly string[]> {
  const lines: string[] = [];
  const input = createInterface({input: stdout}).on('line', line => lines.push(line));
  await Promise.race([once(input, 'line'), once(input, 'close')]);
  return lines;
}
