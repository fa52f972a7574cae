import {openMachine} from '../../kernel/machine/machine.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {PidStat} from '../../parse/process/pid-stat.ts';
import {hasEnded} from '../../parse/process/pid-stat.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {readWaitStatus} from '../../snapshot/wait-status.ts';
import type {ProcessTable, Row} from './tracked.ts';

/** The processes of this machine, by a new look at /proc each time. */
export function liveProcessTable(): ProcessTable {
  const machine = openMachine();
  return {
    all() {
      if (!machine.procfs.list('').ok) return undefined;
      const snapshot = new Snapshot(machine);
      return snapshot
        .stats()
        .filter(stat => !stat.kernelThread && !isThreadless(stat))
        .map(stat => rowOf(snapshot, stat));
    },
    one(pid) {
      const snapshot = new Snapshot(machine);
      const stat = snapshot.find(pid)?.stat;
      return stat && !isThreadless(stat) ? rowOf(snapshot, stat) : undefined;
    },
    pids: () => new Set((orUndefined(machine.procfs.list('')) ?? []).map(Number)),
  };
}

/** Whether the kernel is about to take the process away: it was reaped. */
function isThreadless({state}: PidStat): boolean {
  return state === 'X' || state === 'x';
}

/** A main thread that has exited before others is no zombie. */
function rowOf(snapshot: Snapshot, stat: PidStat): Row {
  const {pid, startTicks, ppid, comm, forkedWithoutExec} = stat;
  const isZombie = hasEnded(stat.state) && stat.threads <= 1;
  const process = isZombie ? snapshot.find(pid) : undefined;
  const status = process && (readWaitStatus(snapshot, process) ?? undefined);
  return {pid, startTicks, ppid, comm, forkedWithoutExec, isZombie, status};
}
