import {examplesOf} from '../cli/examples.ts';
import {drawn, evidenceFlag, listingFlags, tableOf} from '../cli/listing-flags.ts';
import {missingFile} from '../cli/missing-target.ts';
import {type IntroducingAnswer, ReadingCommand} from '../cli/reading-command.ts';
import {pathArgument} from '../cli/values.ts';
import {defaultLockColumns, lockColumns} from '../render/locks/columns.ts';
import {locksGraph} from '../render/locks/graph.ts';
import {locksJson} from '../render/locks/json.ts';
import {locksText} from '../render/locks/text.ts';
import {judgedLocks} from '../rules/inspections/locks.ts';
import {readLockFile} from '../snapshot/locks/lock-file.ts';
import {isOnTarget, readLockTarget} from '../snapshot/locks/lock-target.ts';
import {areLocksHidden} from '../snapshot/locks/locks.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';

export default class Locks extends ReadingCommand<typeof Locks> {
  static override summary = 'Show who really holds each file lock, and who waits for it';
  static override description =
    'The pid in /proc/locks, which lslocks(8) shows, is that of the process that took a lock. That process may have exited, and another one may have its pid now, while a child that inherited the open file description keeps the lock. The true holders are the processes whose own fdinfo shows it.\n\nEach holder is shown with how it came to hold the lock: it took the lock, inherited it by fork(2) or across execve(2), or shares it with the acquirer. Such an acquirer may be a helper such as flock(1), or have sent the descriptor over a UNIX socket.\n\nPOSIX locks belong to a process, or to all processes that share its descriptor table; flock(2) and OFD locks belong to an open file description. Where none of these is on the file that is asked about, its existence may be the lock: then its age is shown, and the process whose PID is in it.';
  static override examples = examplesOf(
    ['Every lock, the ones with something wrong first', 'procdoc locks'],
    ['Who holds this lock file', 'procdoc locks /run/backup.lock'],
    ['For a script: the pids that hold it', 'procdoc locks /run/backup.lock -n -o holders'],
    ['Locks that processes wait for', `procdoc locks --json | jq '.locks[] | select(.waiters != [])'`],
  );
  static override args = {
    path: pathArgument({
      description:
        'show only the locks on this file, under any of its names, and on a deleted one that it replaced',
    }),
  };
  static override flags = {...listingFlags(lockColumns, defaultLockColumns, drawn), evidence: evidenceFlag};

  protected override async look(snapshot: Snapshot): Promise<IntroducingAnswer> {
    const {args, flags} = this;
    const table = tableOf(flags, lockColumns, defaultLockColumns);
    const target = args.path === undefined ? undefined : this.#target(snapshot, args.path);
    const locks = await judgedLocks(snapshot, lock => !target || isOnTarget(target, lock), args.path);
    const lockFile = locks.length > 0 ? null : readLockFile(snapshot, args.path, target);
    const isPartial = areLocksHidden(snapshot);
    const nowMs = snapshot.takenAtMs();
    const place = {path: args.path, lockFile, nowMs, isRecorded: this.isRecorded, isPartial};
    return {
      json: () => locksJson(locks, lockFile),
      graph: () => locksGraph(locks),
      lines: async (page, introducing) =>
        table?.(locks, page) ?? locksText(locks, place, page, await introducing()),
      exitStatus: 0,
    };
  }

  #target(snapshot: Snapshot, path: string) {
    const target = readLockTarget(snapshot, path);
    if (target.ok) return target.value;
    throw missingFile(path, target.errno, snapshot);
  }
}
