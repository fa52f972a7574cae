import {examplesOf} from '../cli/examples.ts';
import {CannotLook} from '../cli/failures.ts';
import {listingFlags, tableOf} from '../cli/listing-flags.ts';
import {missingFileText} from '../cli/missing-target.ts';
import type {Answer} from '../cli/procdoc-command.ts';
import {ReadingCommand} from '../cli/reading-command.ts';
import {pathArgument} from '../cli/values.ts';
import {defaultLockColumns, lockColumns} from '../render/locks/columns.ts';
import {locksJson} from '../render/locks/json.ts';
import {locksText} from '../render/locks/text.ts';
import {judgeLocks} from '../rules/locks/index.ts';
import {readFileAt} from '../snapshot/file-at.ts';
import {readLockCases} from '../snapshot/locks/lock-case.ts';
import {areLocksHidden, locksOn, readLocks} from '../snapshot/locks/locks.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Locks extends ReadingCommand<typeof Locks> {
  static override summary = 'Show who really holds each file lock, and who waits for it';
  static override description =
    'The pid in /proc/locks, which lslocks(8) shows, is that of the process that took a lock: it may be gone, or another process by now, while a child that inherited the open file description keeps the lock. The true holders are those whose own fdinfo shows it. Each is told with how it came to hold: acquired, inherited by fork(2), over execve(2), or shared with the acquirer, which may be a helper such as flock(1), or have sent the descriptor. POSIX locks belong to a process, or to those that share its descriptor table, flock(2) and OFD locks to an open file description.';
  static override examples = examplesOf(
    ['Every lock, what is wrong first', 'procdoc locks'],
    ['Who keeps this lock file locked', 'procdoc locks /run/backup.lock'],
    ['For a script: the pids that hold it', 'procdoc locks /run/backup.lock -n -o holders'],
    ['Locks that somebody waits for', `procdoc locks --json | jq '.locks[] | select(.waiters != [])'`],
  );
  static override args = {
    path: pathArgument({description: 'only the locks on this file, under whatever name'}),
  };
  static override flags = listingFlags(lockColumns, defaultLockColumns);

  protected override async look(snapshot: Snapshot): Promise<Answer> {
    const {args, flags} = this;
    const table = tableOf(flags, lockColumns, defaultLockColumns);
    const file = args.path === undefined ? undefined : this.#file(snapshot, args.path);
    const syscalls = await snapshot.comparingSyscalls();
    const all = readLocks(snapshot, syscalls);
    const locks = judgeLocks(
      await readLockCases(snapshot, file ? locksOn(file, all) : all, syscalls, args.path),
    );
    const everywhere = this.isRecorded ? 'in this recording' : 'on this machine';
    const isPartial = areLocksHidden(snapshot);
    const place = {name: args.path === undefined ? everywhere : `on ${args.path}`, isPartial};
    return {
      json: () => locksJson(locks),
      lines: page => table?.(locks, page) ?? locksText(locks, place, page),
      exitStatus: 0,
    };
  }

  #file(snapshot: Snapshot, path: string) {
    const file = readFileAt(snapshot, path);
    if (file.ok) return file.value;
    throw new CannotLook(missingFileText(path, file.errno, this.isRecorded));
  }
}
