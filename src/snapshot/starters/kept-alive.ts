import {orUndefined} from '../../kernel/read.ts';
import {seenAt} from '../evidence.ts';
import {isSystemdManager} from '../families/systemd-units.ts';
import {isInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import {type StartingProgram, serviceVariablesOf, startingProgramOf} from '../programs/starting-programs.ts';
import type {Snapshot} from '../snapshot.ts';
import {servicePidFile} from './monit-files.ts';
import {environmentOf, titleEvidence} from './shown-by.ts';
import type {Keeper} from './starter.ts';

const monit: StartingProgram = {kind: 'supervisor', program: 'monit', service: null};

/**
 * The monit that a process comes from, though no process of its family does: what monit starts makes itself a daemon, and
 * monit keeps it alive by its pid file. The environment is that of what monit started, and all that this starts
 * inherits it: only what the pid file of the service names is the service. Both are in no recording.
 * @param line the parent, its parent and so on, up to the first that is known to have been adopted
 */
export function readKeeper(
  snapshot: Snapshot,
  process: Process,
  line: readonly Process[],
): Keeper | undefined {
  if (line.some(one => startingProgramOf(one)?.program === monit.program)) return undefined;
  const eldest = [process, ...line].filter(one => isInit(one) !== true && !isSystemdManager(one)).at(-1);
  if (!eldest) return undefined;
  const [shown] = environmentOf(snapshot, eldest, serviceVariablesOf(monit));
  if (!shown) return undefined;
  const service = shown.value;
  const monits = monitsNextTo(snapshot, eldest);
  const below = eldest === process ? null : eldest;
  const own = orUndefined(eldest.status())?.nspids.at(-1);
  for (const keeper of monits) {
    const file = servicePidFile(snapshot, keeper, service);
    if (file === undefined || file.pid !== own) continue;
    const evidence = [titleEvidence(keeper), shown, seenAt(file.path, null, file.pid)];
    const program = {...monit, service};
    return {kind: 'keeper', process: keeper, program, pidFile: file.path, below, evidence};
  }
  const [only, ...others] = monits;
  const keeper = others.length === 0 ? only : undefined;
  const evidence = [...(keeper ? [titleEvidence(keeper)] : []), shown];
  return {kind: 'keeper', process: keeper, program: {...monit, service}, pidFile: null, below, evidence};
}

/** Each monit in the pid namespace of a process, whose pid files name processes by the pids that they have there. */
function monitsNextTo(snapshot: Snapshot, process: Process): readonly Process[] {
  const namespaceOf = ({pid}: Process) =>
    orUndefined(snapshot.machine.procfs.link(`${pid}/ns/pid`))?.toString('latin1');
  const own = namespaceOf(process);
  if (own === undefined) return [];
  return snapshot
    .processes()
    .filter(one => one.comm === monit.program && !one.isZombie() && namespaceOf(one) === own);
}
