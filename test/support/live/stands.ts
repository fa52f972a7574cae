import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {descendantsOf, stateOf, statField} from '../proc-witness.ts';
import {type Subject, until, withSubject} from '../subject.ts';

/** Runs `use` on a subject, and holds the subject to leaving none of its processes, not even as a zombie. */
export async function stands(
  name: string,
  args: readonly string[],
  use: (subject: Subject) => Promise<void> | void,
): Promise<void> {
  const family: number[] = [];
  await withSubject(name, args, async subject => {
    family.push(subject.pid, ...descendantsOf(subject.pid));
    await use(subject);
  });
  // What PID 1 adopts as its parent exits is reaped a moment later.
  await until(`${name} ${args.join(' ')} has left no process`, () =>
    family.every(pid => stateOf(pid) === 'gone'),
  );
}

/** exit(7), as field 52 of /proc/PID/stat says it. */
export const EXIT_7 = 7 << 8;

/** The zombies of a parent, as ps and /proc agree on them. */
export async function assertZombies(
  subject: Subject,
  parentFact = 'parent',
  waitStatus = EXIT_7,
): Promise<number[]> {
  const parent = subject.number(parentFact);
  const zombies = subject.pids('zombies');
  const {stdout} = await promisify(execFile)('ps', ['-o', 'pid=,ppid=,stat=', '-p', zombies.join()]);
  const seen = stdout
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/));
  assert.deepEqual(
    seen.map(([pid, ppid, state]) => [pid, ppid, state?.[0]]),
    zombies.map(zombie => [`${zombie}`, `${parent}`, 'Z']),
  );
  for (const zombie of zombies) {
    assert.equal(statField(zombie, 20), '1');
    assert.equal(statField(zombie, 52), `${waitStatus}`);
  }
  return zombies;
}
