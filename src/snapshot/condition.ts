import {orUndefined} from '../kernel/read.ts';
import {syscallName} from '../parse/calls/syscall-names.ts';
import type {PidStatus} from '../parse/process/pid-status.ts';
import {intArgument} from '../parse/process/pid-syscall.ts';
import {SIGKILL, SIGTTIN, SIGTTOU} from '../parse/signals/numbers.ts';
import {hasSignal} from '../parse/signals/signal-set.ts';
import {activitiesOf} from './activities.ts';
import {type Freezer, frozenCgroupOf, mayFreezeUnseen} from './cgroups.ts';
import {type Evidence, seenIn} from './evidence.ts';
import {oncePer} from './once.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';
import type {Thread} from './thread.ts';
import {processOfTask} from './tracer.ts';

/**
 * What keeps a process from running its program at all, so that nothing it does not do meanwhile is held against it.
 * exiting: it was killed, or returned, and the kernel takes it apart, or writes its core dump before that. traced: a tracer stopped it (ptrace(2)). stopped:
 * by job control or SIGSTOP; `signal` is the one that did it, null where that can't be read. frozen: by its cgroup, or
 * one above; likely where that is freezing and not all that are in it are frozen, or where it is not seen. vforking: it waits in vfork(2) until its child execs or exits.
 */
export type Condition = {readonly evidence: readonly Evidence[]} & (
  | {readonly kind: 'exiting'; readonly dumpsCore: boolean}
  | {readonly kind: 'traced'; readonly tracer: Tracer | undefined}
  | ({readonly kind: 'stopped'} & Stop)
  | ({readonly kind: 'frozen'} & Freezer)
  | {readonly kind: 'vforking'}
);

/** The thread that traces another by ptrace(2), and its process, where that is visible. */
interface Tracer {
  readonly tid: number;
  readonly process: Process | undefined;
}

/** How a process was stopped. */
export interface Stop {
  /** The signal; null where the kernel doesn't show it. */
  readonly signal: number | null;
  /** Whether SIGCONT alone is not enough: it is in the background of its terminal, and would use that again at once. */
  readonly needsForeground: boolean;
}

const known = oncePer((_: Process): {answer?: {readonly condition: Condition | undefined}} => ({}));

/** The condition that a process is in; undefined: none, it can run. */
export function conditionOf(snapshot: Snapshot, process: Process): Condition | undefined {
  const kept = known(process);
  kept.answer ??= {condition: readCondition(snapshot, process)};
  return kept.answer.condition;
}

function readCondition(snapshot: Snapshot, process: Process): Condition | undefined {
  return (
    exiting(process) ?? held(snapshot, process) ?? frozen(snapshot, process) ?? vforking(snapshot, process)
  );
}

/** Each thread exits for itself: the process does where the last of them does. */
export function exiting(process: Process): Condition | undefined {
  const threads = process.liveThreads();
  if (threads.length === 0 || process.isZombie()) return undefined;
  // While a core dump is written no thread has PF_EXITING (fs/coredump.c), and none goes back to the program.
  const dumping = threads.filter(({stat}) => stat.dumpingCore);
  if (dumping.length === 0 && !threads.every(({stat}) => stat.exiting)) return undefined;
  const [flag, seen] = dumping.length > 0 ? ['PF_DUMPCORE', dumping] : ['PF_EXITING', threads];
  const flags = seen.map(({tid}) => seenIn(process.pid, `task/${tid}/stat`, 'flags (9)', flag));
  const dumpsCore = dumping.length > 0 && orUndefined(process.status())?.coreDumping === true;
  const isDumping = dumpsCore ? [seenIn(process.pid, 'status', 'CoreDumping', '1')] : [];
  return {kind: 'exiting', dumpsCore, evidence: [...isDumping, ...flags]};
}

/** Whether no thread of a process runs its program again: each exits, or is about to, by the SIGKILL of exit_group(2). */
export function isEnding(process: Process): boolean {
  const isKilled = (status: PidStatus | undefined) =>
    status !== undefined && hasSignal(status.pending, SIGKILL);
  return process.liveThreads().every(thread => thread.stat.exiting || isKilled(orUndefined(thread.status())));
}

/** A process runs no code where each of its threads is stopped; a debugger may stop some of them only. */
function held(snapshot: Snapshot, process: Process): Condition | undefined {
  const threads = process.liveThreads();
  const [first = process] = threads;
  const {pid: tid, state} = first.stat;
  const {exitCode} = process.stat;
  if (![first, ...threads].every(({stat}) => stat.state === 'T' || stat.state === 't')) return undefined;
  const file = tid === process.pid ? 'stat' : `task/${tid}/stat`;
  const evidence = [seenIn(process.pid, file, 'state (3)', state)];
  if (state === 't') return {kind: 'traced', tracer: tracerOf(snapshot, first), evidence};
  // Only the stat of the whole process has the signal. Who is denied ptrace access reads 0, and so does everyone once a
  // parent has taken the stop, by waitpid(2) with WUNTRACED, as a shell does.
  const shown = exitCode === 0 ? [] : [seenIn(process.pid, 'stat', 'exit_code (52)', exitCode)];
  const signal = exitCode === 0 ? null : exitCode;
  const isOfTerminal = signal === SIGTTIN || signal === SIGTTOU;
  const needsForeground = isInBackground(process) && (isOfTerminal || isReadingTerminal(snapshot, first));
  return {kind: 'stopped', signal, needsForeground, evidence: [...evidence, ...shown]};
}

/** Whether it is in the background of a terminal, which stops what reads from it there: credentials(7). */
export function isInBackground({stat: {terminal, pgid, foregroundPgid}}: Process): boolean {
  return terminal !== 0 && pgid !== foregroundPgid;
}

/** A stopped read(2) is restarted by SIGCONT. A write, unlike a read, is stopped only where "stty tostop" is set. */
function isReadingTerminal(snapshot: Snapshot, task: Process | Thread): boolean {
  if (!('tid' in task)) return false;
  const state = orUndefined(task.syscall());
  if (state?.kind !== 'in-syscall' || syscallName(state.number, snapshot.machine.host.arch) !== 'read')
    return false;
  const fd = state.args.map(intArgument)[0];
  const link = snapshot.source.link(`${task.pid}/fd/${fd}`);
  return link.ok && /^\/dev\/(?:pts\/\d+|tty\w*|console)$/.test(link.value);
}

function tracerOf(snapshot: Snapshot, task: Process | Thread): Tracer | undefined {
  const tid = orUndefined(task.status())?.tracerPid ?? 0;
  return tid === 0 ? undefined : {tid, process: processOfTask(snapshot, tid)};
}

function frozen(snapshot: Snapshot, process: Process): Condition | undefined {
  const answer = frozenCgroupOf(snapshot, process);
  if (answer) return {kind: 'frozen', ...answer};
  return process.stat.state === 'S' && mayFreezeUnseen(snapshot, process) ? frozenUnseen(process) : undefined;
}

/** Where procdoc doesn't see the cgroup: of all stops that get_signal() makes, only the one for cgroup v2 has state S. */
function frozenUnseen(process: Process): Condition | undefined {
  const {pid, stat} = process;
  const [first] = process.liveThreads();
  const waitChannel = stat.state === 'S' ? first?.waitChannel() : undefined;
  if (waitChannel !== 'get_signal' && waitChannel !== 'do_freezer_trap') return undefined;
  const evidence = [
    seenIn(pid, 'stat', 'state (3)', 'S'),
    seenIn(pid, `task/${first?.tid}/wchan`, null, waitChannel),
  ];
  return {kind: 'frozen', folder: undefined, version: 2, certainty: 'likely', evidence};
}

/** vfork(2), or clone(2) with CLONE_VFORK as posix_spawn(3) has it, which only the kernel function shows. */
function vforking(snapshot: Snapshot, process: Process): Condition | undefined {
  const [first, ...others] = process.liveThreads();
  if (!first || [first, ...others].some(({stat}) => stat.state !== 'D')) return undefined;
  const inVfork = activitiesOf(snapshot, process).all.filter(({call}) => call === 'vfork');
  const isCloning = first.waitChannel() === 'kernel_clone';
  if (inVfork.length === 0 && !isCloning) return undefined;
  return {
    kind: 'vforking',
    evidence: [
      seenIn(process.pid, 'stat', 'state (3)', 'D'),
      ...(isCloning ? [seenIn(process.pid, `task/${first.tid}/wchan`, null, 'kernel_clone')] : []),
      ...inVfork.map(({thread}) => seenIn(process.pid, `task/${thread.tid}/syscall`, null, 'vfork')),
    ],
  };
}
