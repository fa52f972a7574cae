import assert from 'node:assert/strict';
import {type ChildProcessByStdio, execFile, spawn} from 'node:child_process';
import {createHash, randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import {untilSettled} from './settled.ts';

declare const PROJECT_ROOT: string;

/** Where the sources of the subjects lie; subjects.test.ts shows what each one is. */
export const SUBJECTS = path.join(PROJECT_ROOT, 'test/subjects');

const SECONDS_TO_LEAVE = 30;

/** Far more than anything takes: a machine that runs many tests at once stalls for seconds. */
const MOST_SECONDS = 60;

/**
 * A running program of test/subjects/ that is in the trouble it is named after. Its facts are what it printed
 * when the situation stood; the accessors fail where the fact is missing or of another type.
 */
export interface Subject {
  readonly pid: number;
  readonly facts: Readonly<Record<string, unknown>>;
  number(fact: string): number;
  numbers(fact: string): number[];
  /** Pids in ascending order, as procdoc lists them: each fork mostly gets a greater one, until the kernel starts over. */
  pids(fact: string): number[];
  text(fact: string): string;
  /** Writes a line to its standard input, for a subject that takes commands. */
  tell(line: string): void;
  /** Its exit status; null when a signal killed it. */
  readonly exited: Promise<number | null>;
  /** Has it undo its situation and leave, by ending its standard input. Fails when it does not, or not well. */
  stop(): Promise<void>;
}

/** Compiles test/subjects/NAME.c, unless that was done; returns the path of the program, whose comm is NAME. */
export async function compile(name: string): Promise<string> {
  const compiler = process.env.CC ?? 'cc';
  const flags = ['-O1', '-Wall', '-Wextra', '-Werror', '-pthread'];
  const source = path.join(SUBJECTS, `${name}.c`);
  const headers = readdirSync(SUBJECTS).filter(file => file.endsWith('.h'));
  const key = createHash('sha256')
    .update([compiler, ...flags].join(' '))
    .update(readFileSync(source));
  for (const header of headers.sort()) key.update(readFileSync(path.join(SUBJECTS, header)));

  const folder = path.join(PROJECT_ROOT, 'dist/subjects', key.digest('hex').slice(0, 12));
  const program = path.join(folder, name);
  if (existsSync(program)) return program;
  mkdirSync(folder, {recursive: true});
  // Test files run at once: none may start what another is still writing.
  const draft = `${program}.${randomUUID()}`;
  await promisify(execFile)(compiler, [...flags, '-o', draft, source]);
  renameSync(draft, program);
  return program;
}

/** Starts NAME.c or NAME.py and returns once its situation stands, and nothing in it is on its way. Prefer {@link withSubject}. */
export async function startSubject(name: string, ...args: string[]): Promise<Subject> {
  const command = name.endsWith('.py')
    ? [process.env.PYTHON3 ?? 'python3', path.join(SUBJECTS, name)]
    : [await compile(path.basename(name, '.c'))];
  const [file = '', ...operands] = [...command, ...args];
  const child = spawn(file, operands, {stdio: ['pipe', 'pipe', 'inherit']});
  await once(child, 'spawn');
  const exited = once(child, 'exit').then(([status]) => status as number | null);
  const facts = await firstLine(child.stdout);
  if (facts === undefined)
    assert.fail(`${name} ${args.join(' ')} left without a word: status ${await exited}`);
  await untilSettled(child.pid ?? 0);
  return toSubject([name, ...args].join(' '), child, JSON.parse(facts), exited);
}

/** Runs `use` while the situation stands, and undoes the situation whatever comes. */
export async function withSubject(
  name: string,
  args: readonly string[],
  use: (subject: Subject) => Promise<void> | void,
): Promise<void> {
  const subject = await startSubject(name, ...args);
  try {
    await use(subject);
  } catch (failure) {
    await subject.stop().catch(() => {});
    throw failure;
  }
  await subject.stop();
}

/**
 * Polls until `probe` gives something else than undefined and false; fails, naming `what`, after `seconds`. A probe
 * that takes long is made less often, so that polling keeps no core busy.
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  seconds = MOST_SECONDS,
): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const startedAt = performance.now();
    const found = await probe();
    if (found !== undefined && found !== false) return found as Exclude<T, undefined | false>;
    assert.ok(performance.now() < deadline, `waited ${seconds} s in vain until ${what}`);
    await sleep(Math.min(Math.max(20, 4 * (performance.now() - startedAt)), 500));
  }
}

async function firstLine(stdout: Readable): Promise<string | undefined> {
  const lines = createInterface({input: stdout});
  const [line] = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
  return line;
}

function toSubject(
  name: string,
  child: ChildProcessByStdio<Writable, Readable, null>,
  facts: Readonly<Record<string, unknown>>,
  exited: Promise<number | null>,
): Subject {
  assert.ok(child.pid !== undefined);
  // A subject that has left by itself no longer reads.
  child.stdin.on('error', () => {});
  const number = (fact: string): number => {
    const value = facts[fact];
    assert.ok(typeof value === 'number', `${name} says no number "${fact}": ${JSON.stringify(facts)}`);
    return value;
  };
  const numbers = (fact: string): number[] => {
    const value = facts[fact];
    assert.ok(Array.isArray(value), `${name} says no list "${fact}": ${JSON.stringify(facts)}`);
    return value;
  };
  const text = (fact: string): string => {
    const value = facts[fact];
    assert.ok(typeof value === 'string', `${name} says no text "${fact}": ${JSON.stringify(facts)}`);
    return value;
  };
  const tell = (line: string): void => {
    child.stdin.write(`${line}\n`);
  };
  const stop = async (): Promise<void> => {
    child.stdin.end();
    const late = sleep(SECONDS_TO_LEAVE * 1000, 'late' as const, {ref: false});
    const status = await Promise.race([exited, late]);
    if (status === 'late') child.kill('SIGKILL');
    child.stdout.destroy();
    assert.equal(status, 0, `${name} did not undo its situation`);
  };
  const pids = (fact: string) => [...numbers(fact)].sort((a, b) => a - b);
  return {pid: child.pid, facts, number, numbers, pids, text, tell, exited, stop};
}
