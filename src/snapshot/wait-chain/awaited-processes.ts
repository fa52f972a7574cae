import {type WaitTarget, waitTargetText} from '../activity.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {Reaper} from '../zombies/reaper.ts';
import type {Awaited} from './awaited.ts';
import {type Ender, type Found, foundAtOnce, type Search} from './search.ts';
import {processOfTask, traceesAmong} from './tracers.ts';

/**
 * Where a wait takes children: wait4(2), waitid(2). Those that have ended count, too: they could be reaped. A
 * tracer's wait takes its tracees as well, and returns when one stops (ptrace(2)); who has a child that it
 * waits for is not asked for tracees elsewhere.
 */
export function searchChildren(
  snapshot: Snapshot,
  waiter: Process,
  {which, certainty}: Awaited & {kind: 'children'},
): Search {
  return {find: () => findChildren(snapshot, waiter, which, certainty)};
}

function findChildren(
  snapshot: Snapshot,
  waiter: Process,
  which: WaitTarget,
  certainty: Ender['certainty'],
): Found {
  const reaper = new Reaper(snapshot, waiter);
  const isWaitedFor = (process: Process) => reaper.isWaitedFor(process, which);
  const children = (snapshot.children().get(waiter.pid) ?? []).filter(isWaitedFor);
  const tracees = traceesAmong(children.length > 0 ? children : snapshot.processes(), waiter).filter(
    isWaitedFor,
  );
  const untraced = children.filter(child => !tracees.includes(child));
  const enders = [
    ...untraced.map(child =>
      ender('waits-for-child', child, certainty, [
        `${parenthood(child)}, which waits for ${asked(which, child)}`,
      ]),
    ),
    ...tracees.map(tracee =>
      ender('waits-for-tracee', tracee, certainty, [
        `status: TracerPid of ${tracee.pid} is ${tracee.tracerPid()}, which waits for ${asked(which, tracee)}`,
      ]),
    ),
  ];
  // It may be about to take that stop: a tracee under strace(1) is in one at each system call.
  const justStopped = tracees.some(({stat}) => stat.state === 't') ? ['the stop its tracee is in'] : [];
  return {enders, others: enders.length === 0 ? ['a child that was not seen'] : justStopped};
}

/**
 * Where it sleeps until a signal comes, SIGCHLD for one: as the `wait` of a shell does. Any of its children that
 * live may be the one; a signal of any other kind is as good.
 */
export function searchChildSignal(snapshot: Snapshot, waiter: Process): Search {
  return {
    find() {
      const children = (snapshot.children().get(waiter.pid) ?? []).filter(child => !child.isZombie());
      const enders = children.map(child =>
        ender('waits-for-child', child, 'likely', [`${parenthood(child)}, which sleeps until SIGCHLD comes`]),
      );
      return {enders, others: ['a signal']};
    },
  };
}

/**
 * Where a parent sleeps in vfork(2) until its new child execs or exits. Which child that is, the kernel does
 * not tell: one that has not exec'd since it was forked.
 */
export function searchNewChild(snapshot: Snapshot, waiter: Process): Search {
  return {
    find() {
      const children = snapshot.children().get(waiter.pid) ?? [];
      const candidates = children.filter(child => child.stat.forkedWithoutExec && !child.isZombie());
      const certainty = candidates.length === 1 ? 'proven' : 'likely';
      const enders = candidates.map(child => ({
        ...ender('waits-for-child', child, certainty, [`${parenthood(child)}, and has not exec'd since`]),
        acts: ['execs' as const],
      }));
      return {enders, others: enders.length === 0 ? ['a child that was not seen'] : []};
    },
  };
}

/** The process that a pidfd refers to. */
export function searchPidfd(snapshot: Snapshot, {pid, target}: Awaited & {kind: 'process'}): Search {
  const process = pid === undefined ? undefined : snapshot.find(pid);
  if (process === undefined) return foundAtOnce([], [`the process of a pidfd, which was not seen`]);
  return foundAtOnce([
    {...ender('waits-for-process', process, 'proven', [`fdinfo of its pidfd: Pid ${pid}`]), target},
  ]);
}

/** The tracer, which status names by the tid of one of its threads. */
export function searchTracer(snapshot: Snapshot, {pid}: Awaited & {kind: 'tracer'}): Search {
  const tracer = processOfTask(snapshot, pid);
  if (tracer === undefined) return foundAtOnce([], [`its tracer ${pid}, which was not seen`]);
  return foundAtOnce([ender('traced-by', tracer, 'proven', [`status: TracerPid ${pid}`])]);
}

/** A stopped process waits for SIGCONT, and the kernel does not tell who stopped it. */
export function searchContinuation(): Search {
  const evidence = ['stat: state T', 'the kernel keeps no record of who sent the signal'];
  return foundAtOnce([
    {process: undefined, kind: 'stopped-by', target: null, fds: [], certainty: 'proven', evidence},
  ]);
}

function ender(
  kind: Ender['kind'],
  process: Process,
  certainty: Ender['certainty'],
  evidence: readonly string[],
): Ender {
  return {process, kind, target: null, fds: [], certainty, evidence};
}

/** A parent in a pid namespace asks for a pid that is another one here. */
function asked(which: WaitTarget, {pid}: Process): string {
  const isForeign = which.kind === 'pid' && which.pid !== pid;
  return `${waitTargetText(which)}${isForeign ? ', as its pid namespace numbers it' : ''}`;
}

function parenthood({pid, stat}: Process): string {
  return `stat: the parent of ${pid} is ${stat.ppid}`;
}
