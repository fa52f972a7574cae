import {encodeText} from '../../parse/text.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {readMachineSockets} from '../descriptors/network-namespaces.ts';
import type {SocketTables} from '../descriptors/sockets.ts';
import {readLoopDevices} from '../holders/loop-devices.ts';
import {machineMounts} from '../holders/machine-mounts.ts';
import {secondsSinceLastRun} from '../last-run.ts';
import {surveyParkedLocks} from '../locks/parked-locks.ts';
import type {Process} from '../process.ts';
import {hasOurRoot} from '../root-view.ts';
import {scriptProcessesOf} from '../scripts/proc-scripts.ts';
import {findScripts} from '../scripts/script-answer.ts';
import {readSigchldActions} from '../signals/signal-actions.ts';
import type {Snapshot} from '../snapshot.ts';
import {readZombies} from '../zombies/zombies.ts';
import {putInOrder} from './description-order.ts';
import {type SurveyedProcess, surveyProcess} from './survey-process.ts';

/** Files about the machine as a whole, some of which no question asks yet: a few bytes each. */
const machineFiles = [
  'stat',
  'loadavg',
  'locks',
  'swaps',
  'sysvipc/msg',
  'sysvipc/sem',
  'sys/kernel/osrelease',
  'sys/kernel/hostname',
  'sys/kernel/pid_max',
  'sys/kernel/threads-max',
  'sys/kernel/yama/ptrace_scope',
  'self/status',
];

/** What a survey came by. */
export interface Survey {
  readonly processes: number;
  readonly descriptors: number;
}

/** To be called after each process, with how many are done of how many. */
export type OnSurveyed = (done: number, all: number) => void;

/**
 * Reads what any question may ask, of every process of a snapshot, so that a recorder which stands between notes
 * the answers. A question that reads something new is to have it read here, or in `surveyProcess`. Nothing of a
 * process's environment or memory is read.
 */
export async function surveyMachine(snapshot: Snapshot, onSurveyed: OnSurveyed): Promise<Survey> {
  const {procfs, host} = snapshot.machine;
  // The clocks first, and at once: of them a recording keeps the first, and the uptime is reckoned from it.
  snapshot.takenAtMs();
  snapshot.bootMs();
  const processes = snapshot.processes();
  for (const zombie of (await readZombies(snapshot)).zombies) zombie.lockFiles();
  await surveyLastRuns(snapshot, processes);
  await readSigchldActions(snapshot);
  const syscalls = await snapshot.comparingSyscalls();
  syscalls.unixSockets();
  syscalls.boundSockets();
  snapshot.userName(host.uid);
  for (const file of machineFiles) procfs.read(file);
  for (const link of ['self', 'self/ns/pid', 'self/ns/mnt', 'self/ns/ipc']) procfs.link(link);

  surveyParkedLocks(snapshot);
  const surveyed = processes.map((process, at) => {
    const found = surveyProcess(snapshot, process, syscalls);
    onSurveyed(at + 1, processes.length);
    return found;
  });
  const sockets = readMachineSockets(snapshot);
  findScripts(
    scriptProcessesOf(snapshot),
    {name: undefined, asModule: undefined, deep: true},
    snapshot.observerPid(),
  );
  machineMounts(snapshot);
  readLoopDevices(snapshot);
  const descriptors = surveyed.flatMap(one => one.descriptors);
  putInOrder(descriptors, syscalls);
  const bound = [...sockets.byInode.values()].flatMap(({family, local}) => (family === 'unix' ? local : []));
  statPaths(snapshot, [...descriptors.map(({link}) => link), ...bound]);
  statBoundElsewhere(snapshot, surveyed, sockets);
  statPaths(
    snapshot,
    surveyed.map(({exe}) => exe),
  );
  return {processes: processes.length, descriptors: descriptors.length};
}

/** Since when the main thread of each process waits: other threads have no question that is asked of all. */
async function surveyLastRuns(snapshot: Snapshot, processes: readonly Process[]): Promise<void> {
  const alive = processes.filter(({stat}) => !stat.kernelThread);
  // Its status shows whether a process has run since the kernel was looked at, and else spares the file of its last run.
  for (const process of alive) process.status();
  const threads = alive.flatMap(process => process.liveThreads().find(({tid}) => tid === process.pid) ?? []);
  const secondsOf = await secondsSinceLastRun(snapshot, threads);
  for (const thread of threads) secondsOf(thread);
}

/** As `readFileAt` has a path that is asked for by name; what cannot be looked at so is no gap. */
function statPaths(
  {machine}: Snapshot,
  paths: readonly (string | null | undefined)[],
  task: number | 'self' = 'self',
): void {
  for (const path of new Set(paths)) {
    if (path?.startsWith('/')) machine.procfs.stat(Buffer.from(encodeText(`${task}/root${path}`)));
  }
}

/** The files of UNIX sockets whose holder has another root directory than procdoc: see holders/bound-file. */
function statBoundElsewhere(
  snapshot: Snapshot,
  surveyed: readonly SurveyedProcess[],
  {byInode}: SocketTables,
): void {
  for (const {process, descriptors} of surveyed) {
    if (descriptors.length === 0 || hasOurRoot(snapshot, process) !== false) continue;
    const inodes = descriptors.map(({link}) => linkedInode(link ?? '') ?? 0);
    const names = inodes.flatMap(inode => byInode.get(inode) ?? []).map(({local}) => local);
    statPaths(snapshot, names, process.pid);
  }
}
