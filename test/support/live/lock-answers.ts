import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {type LocksContent, locksAnswer} from '../../../src/render/contract/locks.ts';
import {procdocJson} from '../procdoc.ts';
import {until} from '../subject.ts';

export type Lock = LocksContent['locks'][number];

/** What `procdoc locks` says of a file. Holds every answer to the contract. */
export async function locksOn(file: string): Promise<Lock[]> {
  const {status, json} = await procdocJson('locks', file);
  assert.equal(status, 0);
  return locksAnswer.parse(json).locks;
}

/** The one lock on a file. */
export async function onlyLockOn(file: string): Promise<Lock> {
  const [lock, ...more] = await locksOn(file);
  assert.ok(lock && more.length === 0, `${more.length + Number(!!lock)} locks on ${file}`);
  return lock;
}

/** [pid, fd, how] of each holder. */
export function lockHoldersOf({holders}: Lock) {
  return holders.map(({pid, fd, how}) => [pid, fd, how]);
}

/** "locks/held-by-heir proven"; null where no rule fires on a lock. */
export function verdictOn({verdict}: Lock): string | null {
  return verdict && `${verdict.rule} ${verdict.certainty}`;
}

/**
 * What lslocks(8) lists in these columns, a line a lock. While a lease is being broken anywhere on the machine,
 * /proc/locks has a line with "<none>:0" for a file, and lslocks(8) fails as a whole: then it is asked again.
 */
export function linesOfLslocks(columns: string): Promise<string[]> {
  return until('lslocks(8) can read /proc/locks', () => {
    const {status, stdout} = spawnSync('lslocks', ['-n', '-r', '-o', columns], {encoding: 'utf8'});
    return status === 0 && stdout.split('\n');
  });
}
