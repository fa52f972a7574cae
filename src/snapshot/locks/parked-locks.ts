import {orUndefined} from '../../kernel/read.ts';
import {deviceNumbers} from '../device.ts';
import {oncePer} from '../once.ts';
import {isInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {FileLock} from './file-lock.ts';

/** A lock that systemd keeps without a descriptor of its own. */
export interface ParkedLock {
  /** As systemd has it: in its own mount namespace. */
  readonly path: string;
  readonly by: Process;
}

const FOLDER = 'run/systemd/dynamic-uid';

/** The lock files of dynamic users, by "major:minor inode". */
const parkedFiles = oncePer((snapshot: Snapshot): ReadonlyMap<string, ParkedLock> => {
  const inits = snapshot.processes().filter(one => isInit(one) === true);
  return new Map(inits.flatMap(init => filesOf(snapshot, init)));
});

/**
 * systemd locks a file for each dynamic user that is in use, and keeps the descriptor in a UNIX socket of its own, where
 * no fdinfo shows it: systemd.exec(5), DynamicUser=. Undefined where the lock is on none of these files, or they can't
 * be read.
 */
export function parkedLock(snapshot: Snapshot, lock: FileLock): ParkedLock | undefined {
  if (lock.class !== 'flock' || lock.holderVisible) return undefined;
  return parkedFiles(snapshot).get(`${lock.device} ${lock.inode}`);
}

/** Who may not look there gets the answer of the others: that no visible process holds it. */
function filesOf({machine: {procfs}}: Snapshot, by: Process): [string, ParkedLock][] {
  const names = orUndefined(procfs.list(`${by.pid}/root/${FOLDER}`)) ?? [];
  return names
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      const file = orUndefined(procfs.stat(`${by.pid}/root/${FOLDER}/${name}`));
      if (!file) return [];
      const key = `${deviceNumbers(file.device)} ${file.inode}`;
      return [[key, {path: `/${FOLDER}/${name}`, by}] as [string, ParkedLock]];
    });
}

/** Has the files of dynamic users looked at, for a recording. */
export function surveyParkedLocks(snapshot: Snapshot): void {
  parkedFiles(snapshot);
}
