import {orUndefined} from '../../kernel/read.ts';
import {containerAmong, containerOf} from '../../parse/process/container.ts';
import {parseSshUser} from '../../parse/process/ssh-title.ts';
import {innermostUnitOf} from '../../parse/process/systemd-unit.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {hasPort} from '../descriptors/socket-facts.ts';
import {socketsOf} from '../descriptors/sockets.ts';
import {type Evidence, seenIn} from '../evidence.ts';
import {serviceSettingsOf} from '../families/service-settings.ts';
import {isSystemdManager} from '../families/systemd-units.ts';
import {isInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import {isShell} from '../programs/pipeline-program.ts';
import {type StartingProgram, serviceVariablesOf, startingProgramOf} from '../programs/starting-programs.ts';
import type {Snapshot} from '../snapshot.ts';
import {readKeeper} from './kept-alive.ts';
import {environmentOf, titleEvidence} from './shown-by.ts';
import type {Starter} from './starter.ts';

/**
 * What started a process and what it is in, nearest first: its parent, what that works for, the unit of systemd, the
 * container. By the family only as far as no process of the line was adopted: behind that, its ancestors started nothing.
 * @param line the parent, its parent and so on, up to the first that is known to have been adopted
 */
export function readStarters(snapshot: Snapshot, process: Process, line: readonly Process[]): Starter[] {
  if (process.stat.kernelThread) return [];
  const known = line.flatMap((above, at) => {
    const program = startingProgramOf(above);
    const starter = program && knownStarter(snapshot, program, [process, ...line].slice(0, at + 2), line);
    return starter ? [starter] : [];
  });
  const nearest = known.filter(({kind}, at) => known.findIndex(other => other.kind === kind) === at);
  const around = [...unitOf(snapshot, process), ...containerAround(process)];
  const [parent] = line;
  const isKnown = nearest.some(starter => 'process' in starter && starter.process === parent);
  const family = [...(parent && !isKnown ? parentStarter(process, parent, around) : []), ...nearest];
  const keeper = readKeeper(snapshot, process, line);
  // An init only adopted what monit started.
  const isNearest = keeper?.below === null;
  return [
    ...(keeper && isNearest ? [keeper] : []),
    ...family,
    ...(keeper && !isNearest ? [keeper] : []),
    ...around,
  ];
}

/** An init that has the process in a unit or a container is said by these. */
function parentStarter(process: Process, parent: Process, around: readonly Starter[]): Starter[] {
  const isStartingAll = isInit(parent) === true || isSystemdManager(parent);
  if (isStartingAll && around.length > 0) return [];
  const kind = isStartingAll ? 'init' : isShell(parent) ? 'shell' : 'program';
  return [{kind, process: parent, evidence: [seenIn(process.pid, 'stat', 'ppid (4)', parent.pid)]}];
}

/** @param below the process that was asked about, and the line from its parent to the program */
function knownStarter(
  snapshot: Snapshot,
  program: StartingProgram,
  below: readonly Process[],
  line: readonly Process[],
): Starter | undefined {
  const process = below.at(-1) as Process;
  const evidence = [titleEvidence(process)];
  switch (program.kind) {
    case 'cron':
      return {kind: 'cron', process, job: jobOf(below.slice(0, -1)), evidence};
    case 'ssh':
      return sshStarter(snapshot, process, line);
    case 'supervisor': {
      const child = below.at(-2);
      const told =
        child && program.service === null ? environmentOf(snapshot, child, serviceVariablesOf(program)) : [];
      const service =
        told.length === 0 ? program.service : [...new Set(told.map(({value}) => value))].join(':');
      return {kind: 'supervisor', process, program: {...program, service}, evidence: [...evidence, ...told]};
    }
    case 'multiplexer':
      return {kind: 'multiplexer', process, program, evidence};
  }
}

/** What cron runs, by the shell that it has for it: "sh -c JOB". */
function jobOf(below: readonly Process[]): readonly string[] | null {
  const job = below.at(-1);
  // The process of cron that serves a job, and starts its shell, is no job.
  if (!job || startingProgramOf(job)?.kind === 'cron') return null;
  const argv = orUndefined(job.argv());
  if (!argv || argv.length === 0) return null;
  const [, option, command] = argv;
  return isShell(job) && option === '-c' && command !== undefined ? [command] : argv;
}

/** The process of sshd that listens serves no session: it is told by its title, and by having no connection. */
function sshStarter(snapshot: Snapshot, process: Process, line: readonly Process[]): Starter | undefined {
  const serving = line.filter(one => startingProgramOf(one)?.kind === 'ssh');
  const user = parseSshUser(orUndefined(process.argv()) ?? []) ?? null;
  const from = serving.map(one => connectionOf(snapshot, one)).find(address => address !== undefined) ?? null;
  if (user === null && from === null) return undefined;
  return {kind: 'ssh', process, user, from, evidence: [titleEvidence(process)]};
}

function connectionOf(snapshot: Snapshot, process: Process): string | undefined {
  const inodes = (orUndefined(process.descriptors()) ?? []).flatMap(
    one => linkedInode(orUndefined(one.target()) ?? '') ?? [],
  );
  const sockets = inodes.flatMap(inode => socketsOf(snapshot, process).byInode.get(inode) ?? []);
  return sockets.find(socket => hasPort(socket) && socket.state === 'ESTABLISHED')?.remote ?? undefined;
}

/** The unit that it is in within its container, if it is in one: that of the container itself is another name for it. */
function unitOf(snapshot: Snapshot, process: Process): Starter[] {
  const path = process.cgroup() ?? '/';
  const unit = innermostUnitOf(path);
  if (!unit || containerOf(path.slice(path.lastIndexOf(`/${unit.name}`))) !== undefined) return [];
  const manager = snapshot.ancestors(process).find(isSystemdManager);
  const settings =
    manager && unit.kind === 'service' ? serviceSettingsOf(snapshot, manager, unit.name) : undefined;
  // Relative to the procfs: "1/root/lib/systemd/system/cron.service".
  const file = settings?.file.replace(/^\d+\/root/, '') ?? null;
  return [{kind: 'systemd', unit: unit.name, file, evidence: [cgroupEvidence(process)]}];
}

function containerAround(process: Process): Starter[] {
  const container = process.container();
  if (!container) return [];
  const isByCgroup = containerAmong(orUndefined(process.cgroups()) ?? []) !== undefined;
  const nspids = orUndefined(process.status())?.nspids.join(' ') ?? '';
  const evidence = isByCgroup ? cgroupEvidence(process) : seenIn(process.pid, 'status', 'NSpid', nspids);
  return [{kind: 'container', container, evidence: [evidence]}];
}

function cgroupEvidence(process: Process): Evidence {
  return seenIn(process.pid, 'cgroup', null, process.cgroup() ?? '/');
}
