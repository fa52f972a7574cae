import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {cpSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {askProcdoc} from './asked.ts';

declare const PROJECT_ROOT: string;

/** Another user is only to be had as root: `{skip: !IS_ROOT && 'needs root'}`. */
export const IS_ROOT = process.getuid?.() === 0;

const NOBODY = 65534;

/** What a command said and how it ended; `status` is null when a signal killed it. */
export interface Output {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs procdoc as a user does, without a terminal and without input. */
export function runProcdoc(...args: string[]): Promise<Output> {
  return run([process.execPath, path.join(PROJECT_ROOT, 'bin/run.js'), ...args]);
}

/** Runs procdoc with something to read on standard input. */
export function runProcdocWithInput(input: string | Uint8Array, ...args: string[]): Promise<Output> {
  return run([process.execPath, path.join(PROJECT_ROOT, 'bin/run.js'), ...args], {input});
}

/** Asks procdoc with --json; fails when what it prints is not JSON. `T` is what the caller expects. */
export async function procdocJson<T>(...args: string[]): Promise<{status: number | null; json: T}> {
  const {status, stdout, stderr} = await askProcdoc(...args, '--json');
  assert.notEqual(stdout, '', `procdoc ${args.join(' ')} --json printed nothing: ${stderr}`);
  return {status, json: JSON.parse(stdout)};
}

/** Runs procdoc by way of a command that makes its surroundings, such as `unshare --pid --fork`. */
export function runProcdocUnder(launcher: readonly string[], ...args: string[]): Promise<Output> {
  return run([...launcher, process.execPath, path.join(PROJECT_ROOT, 'bin/run.js'), ...args]);
}

/** Runs a command as the user nobody, in no group. */
export function asNobody(...command: string[]): Promise<Output> {
  return asNobodyUnder([], command);
}

function asNobodyUnder(launcher: readonly string[], command: readonly string[]): Promise<Output> {
  assert.ok(IS_ROOT, 'only root can run a command as another user');
  const user = ['--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups'];
  return run([...launcher, 'setpriv', ...user, ...command], {env: {HOME: '/nonexistent'}});
}

/** Runs procdoc as nobody. */
export function runProcdocAsNobody(...args: string[]): Promise<Output> {
  return runProcdocAsNobodyUnder([], ...args);
}

/** Runs procdoc as nobody, in surroundings that a command makes as root. */
export async function runProcdocAsNobodyUnder(
  launcher: readonly string[],
  ...args: string[]
): Promise<Output> {
  return asNobodyUnder(launcher, [...(await procdocForNobody()), ...args]);
}

let copyForNobody: Promise<readonly string[]> | undefined;

/** The words that start a copy of procdoc which the user nobody can reach. Needs root. */
export function procdocForNobody(): Promise<readonly string[]> {
  copyForNobody ??= makeCopyForNobody();
  return copyForNobody;
}

/** A copy for as long as this test's process lives, since nobody can't reach the checkout, nor perhaps our node. */
async function makeCopyForNobody(): Promise<readonly string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-for-nobody-'));
  process.once('exit', () => rmSync(folder, {recursive: true}));
  const caches = readdirSync(path.join(PROJECT_ROOT, 'dist')).filter(name => name.endsWith('.cache'));
  const bundle = ['main.cjs', ...caches].map(name => `dist/${name}`);
  for (const part of ['package.json', 'bin', ...bundle, 'node_modules/koffi', 'node_modules/@koromix'])
    cpSync(path.join(PROJECT_ROOT, part), path.join(folder, part), {recursive: true});
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  const {status} = await asNobody('test', '-x', process.execPath);
  const node = status === 0 ? process.execPath : path.join(folder, 'node');
  if (status !== 0) cpSync(process.execPath, node);
  return [node, path.join(folder, 'bin/run.js')];
}

interface Surroundings {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a command says, and how it ends. Never synchronous: the test's own pipes and subjects are to stay served meanwhile. */
export async function run(command: readonly string[], {input, env}: Surroundings = {}): Promise<Output> {
  const [file = '', ...args] = command;
  // Node warns on standard error when both colour variables are set.
  const {FORCE_COLOR: _, ...inherited} = process.env;
  const child = spawn(file, args, {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    env: {...inherited, NO_COLOR: '1', COLUMNS: '80', ...env},
  });
  assert.ok(child.stdout && child.stderr);
  // A command that leaves before it has read everything closes its end.
  child.stdin?.on('error', () => {}).end(input);
  const [[status], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return {status, stdout, stderr};
}
