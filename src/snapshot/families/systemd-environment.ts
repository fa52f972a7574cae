import {mapRead, orUndefined} from '../../kernel/read.ts';
import {parseSystemdEnvironment, type SystemdEnvironment} from '../../parse/process/pid-environ.ts';
import {oncePer} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

const known = oncePer((_: Process): {environment?: SystemdEnvironment | undefined; isRead?: true} => ({}));

/**
 * What systemd told a process in its environment; undefined where that can't be read, as in a recording. Whoever may
 * read the descriptors of a process may read its environment, so that the ledger has the gap already.
 */
export function systemdEnvironmentOf(snapshot: Snapshot, process: Process): SystemdEnvironment | undefined {
  const kept = known(process);
  if (!kept.isRead) {
    const bytes = snapshot.machine.procfs.read(`${process.pid}/environ`);
    kept.environment = orUndefined(mapRead(bytes, parseSystemdEnvironment));
    kept.isRead = true;
  }
  return kept.environment;
}

/** The pid by which a process knows itself; undefined where that can't be read. */
export function innermostPid(process: Process): number | undefined {
  return orUndefined(process.status())?.nspids.at(-1);
}
