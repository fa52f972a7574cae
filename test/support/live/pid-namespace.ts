import assert from 'node:assert/strict';
import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {promisify} from 'node:util';
import {descendantsOf} from '../proc-witness.ts';
import {untilSettled} from '../settled.ts';
import {compile} from '../subject.ts';

declare const PROJECT_ROOT: string;

/** A pid namespace with a /proc of its own. Needs root. */
export interface PidNamespace {
  /** Its PID 1, as it is called outside. */
  readonly init: number;
  /** Starts a command in it, whose parent stays outside. */
  start(...command: string[]): ChildProcess;
  /** What procdoc prints inside, with --json. */
  procdocJson(...args: string[]): Promise<unknown>;
}

/** Runs `use` on a namespace whose PID 1 is a subject, and ends the subject, and so the namespace. */
export async function withPidNamespace(
  subject: string,
  args: readonly string[],
  use: (namespace: PidNamespace) => Promise<void>,
): Promise<void> {
  const unshare = spawn(
    'unshare',
    ['--pid', '--fork', '--kill-child', '--mount-proc', await compile(subject), ...args],
    {stdio: ['pipe', 'pipe', 'inherit']},
  );
  const left = once(unshare, 'exit');
  try {
    await once(createInterface({input: unshare.stdout}), 'line');
    const [init] = descendantsOf(unshare.pid ?? 0);
    assert.ok(init !== undefined);
    await untilSettled(init);
    const inside = ['--target', `${init}`, '--pid', '--mount'];
    const procdoc = [process.execPath, path.join(PROJECT_ROOT, 'bin/run.js')];
    await use({
      init,
      start: (...command) => spawn('nsenter', [...inside, ...command], {stdio: 'ignore'}),
      async procdocJson(...words) {
        const {stdout} = await promisify(execFile)('nsenter', [...inside, ...procdoc, ...words, '--json']);
        return JSON.parse(stdout);
      },
    });
  } finally {
    unshare.stdin.end();
    await left;
  }
}
