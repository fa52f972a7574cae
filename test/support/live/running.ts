import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {statField} from '../proc-witness.ts';
import {untilSettled} from '../settled.ts';

const SECONDS_TO_LEAVE = 30;

/** A program that a test has started. */
export interface Running {
  readonly pid: number;
  /** The lines that were awaited, joined by blanks. */
  readonly said: string;
  /** The numbers in them, which are pids as a rule. */
  readonly numbers: readonly number[];
}

export interface RunningOptions {
  readonly cwd?: string;
  /** What it is to find as its own name. */
  readonly argv0?: string;
  /** Added to the environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** It stands when it has printed so many lines; 0: as soon as its execve(2) is done. One, if not told. */
  readonly lines?: number;
  /** A descriptor of the test's own, which it inherits as its fd 3. */
  readonly inherits?: number;
  /** Gives it a session of its own, so that orphans of it are in a session whose leader is no kin of init. */
  readonly detached?: boolean;
  /** Whether it comes to rest, which is waited for. It does, if not told. */
  readonly rests?: boolean;
}

/**
 * Starts a program that lives until the end of its standard input; whatever it starts is to live no longer.
 * Returns once it stands, and nothing in it or in what it has named is on its way. Prefer {@link withRunning}.
 */
export async function startRunning(
  command: readonly string[],
  options: RunningOptions = {},
): Promise<Running & {stop(): Promise<void>}> {
  const [file = '', ...args] = command;
  const {cwd, argv0, lines = 1, detached = false, inherits, rests = true} = options;
  const child = spawn(file, args, {
    cwd,
    detached,
    env: {...process.env, ...options.env},
    stdio: ['pipe', 'pipe', 'inherit', ...(inherits === undefined ? [] : [inherits])],
    ...(argv0 === undefined ? {} : {argv0}),
  });
  await once(child, 'spawn');
  const {pid, stdin, stdout} = child;
  assert.ok(pid !== undefined && stdin && stdout);
  stdin.on('error', () => {});
  // Its output ends when the last process that has it is gone.
  const ended = once(child, 'close');
  const stop = async (): Promise<void> => {
    stdin.end();
    const late = sleep(SECONDS_TO_LEAVE * 1000, 'late' as const, {ref: false});
    if ((await Promise.race([ended, late])) !== 'late') return;
    child.kill('SIGKILL');
    assert.fail(`${command.join(' ')} did not leave at the end of its input`);
  };
  const first = await Promise.race([firstLines(stdout, lines), ended.then(() => undefined)]);
  assert.ok(first !== undefined, `${command.join(' ')} left before it had said ${lines} lines`);
  const said = first.join(' ');
  const numbers = (said.match(/\d+/g) ?? []).map(Number);
  if (rests) await untilSettled(pid, ...numbers.filter(number => isYounger(number, pid)));
  return {pid, said, numbers, stop};
}

/** Whether a number is the pid of a process that was started after another: what that has left behind says its own. */
function isYounger(number: number, than: number): boolean {
  try {
    return Number(statField(number, 22)) >= Number(statField(than, 22));
  } catch {
    return false;
  }
}

/** Runs `use` while a program runs; when this returns, all is over. */
export async function withRunning(
  command: readonly string[],
  options: RunningOptions,
  use: (running: Running) => Promise<void> | void,
): Promise<void> {
  const running = await startRunning(command, options);
  try {
    await use(running);
  } finally {
    await running.stop();
  }
}

/** The first lines of a stream, which is read on to its end all the same. */
function firstLines(stream: Readable, count: number): Promise<string[]> {
  const lines: string[] = [];
  return new Promise(resolve => {
    createInterface({input: stream}).on('line', line => {
      if (lines.push(line) === count) resolve(lines);
    });
    if (count === 0) resolve(lines);
  });
}

/**
 * Runs `use` when a bash has run a script and is gone. What the script left behind is to say one line, and to
 * read descriptor 5 to its end. (Another bash stays: Node closes its end of the input of what has ended.)
 */
export function withLeftBehind(
  script: string,
  options: Omit<RunningOptions, 'lines' | 'detached'>,
  use: (running: Running) => Promise<void> | void,
): Promise<void> {
  const command = ['bash', '-c', 'exec 5<&0; bash -c "$1"; echo gone; read x', 'bash', script];
  return withRunning(command, {...options, lines: 2, detached: true}, use);
}

/** A new folder that holds these files, by their paths in it; those that begin with "#!" can be run. */
export function makeFiles(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-files-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
    writeFileSync(path.join(folder, name), content, {mode: content.startsWith('#!') ? 0o755 : 0o644});
  }
  return folder;
}

/** Runs `use` with such a folder, and removes it. */
export async function withFiles(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<void> | void,
): Promise<void> {
  const folder = makeFiles(files);
  try {
    await use(folder);
  } finally {
    rmSync(folder, {recursive: true});
  }
}
