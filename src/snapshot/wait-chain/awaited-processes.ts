import type {WaitTarget} from '../activity.ts';
import {syncChildOf} from '../calls/nested-loop.ts';
import {conditionOf} from '../condition.ts';
import {seenIn} from '../evidence.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {processOfTask, traceesAmong} from '../tracer.ts';
import {Reaper} from '../zombies/reaper.ts';
import type {Awaited} from './awaited.ts';
import {type Ender, type Found, foundAtOnce, type Search} from './search.ts';
import type {Shown, WaitEvidence} from './wait-evidence.ts';
import type {WakeUp} from './wake-up.ts';

/**
 * The children that a wait4(2) or waitid(2) takes, zombies included: they could be reaped. A tracer's wait takes its
 * tracees as well, and returns when one stops (ptrace(2)). Where such a wait takes a child, tracees that are no
 * children are not searched for.
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
  const children = snapshot.childrenOf(waiter).filter(isWaitedFor);
  const tracees = traceesAmong(children.length > 0 ? children : snapshot.processes(), waiter).filter(
    isWaitedFor,
  );
  const untraced = children.filter(child => !tracees.includes(child));
  const enders = [
    ...untraced.map(child =>
      ender('waits-for-child', child, certainty, [parentSeen(child, {kind: 'waited-for', which})]),
    ),
    ...tracees.map(tracee =>
      ender('waits-for-tracee', tracee, certainty, [tracerSeen(tracee, {kind: 'waited-for', which})]),
    ),
  ];
  if (enders.length === 0) return {enders, others: [{kind: 'child-unseen'}]};
  const isStopped = tracees.some(({stat}) => stat.state === 't');
  return {enders, others: isStopped ? [{kind: 'tracee-stop'}] : []};
}

/**
 * A sleep until a signal comes, SIGCHLD for one, as the `wait` of a shell is: any living child may end it by its exit,
 * and so may a signal of another kind.
 * @param others what else may end it
 */
export function searchChildSignal(snapshot: Snapshot, waiter: Process, others: readonly WakeUp[]): Search {
  return {
    find() {
      const children = snapshot.childrenOf(waiter).filter(child => !child.isZombie());
      // SIGCHLD comes of each stop of a tracee, too, as a debugger awaits it.
      const tracees = new Set(traceesAmong(children, waiter));
      const shows = {kind: 'sigchld-awaited'} as const;
      const enders = children.map(child =>
        tracees.has(child)
          ? ender('waits-for-tracee', child, 'likely', [tracerSeen(child, shows)])
          : ender('waits-for-child', child, 'likely', [parentSeen(child, shows)]),
      );
      return {enders, others};
    },
  };
}

/** What a spawnSync() of Node waits for: see `syncChildOf`. */
export function searchSyncChild(snapshot: Snapshot, waiter: Process): Search {
  return {
    find() {
      const child = syncChildOf(snapshot, waiter);
      const enders = child
        ? [{...ender('waits-for-child', child, 'likely', [parentSeen(child)]), isSynchronous: true}]
        : [];
      return {enders, others: []};
    },
  };
}

/**
 * A parent in vfork(2) sleeps until its new child execs or exits. The kernel does not show which child that is; it has
 * not exec'd since it was forked.
 */
export function searchNewChild(snapshot: Snapshot, waiter: Process): Search {
  return {
    find() {
      const children = snapshot.childrenOf(waiter);
      const candidates = children.filter(child => child.stat.forkedWithoutExec && !child.isZombie());
      const certainty = candidates.length === 1 ? 'proven' : 'likely';
      const enders = candidates.map(child => ({
        ...ender('waits-for-child', child, certainty, [
          parentSeen(child),
          seenIn(child.pid, 'stat', 'flags (9)', 'PF_FORKNOEXEC'),
        ]),
        acts: ['execs' as const],
      }));
      return {enders, others: enders.length === 0 ? [{kind: 'child-unseen'}] : []};
    },
  };
}

/** The process that a pidfd refers to. */
export function searchPidfd(
  snapshot: Snapshot,
  waiter: Process,
  {pid, fd, link}: Awaited & {kind: 'process'},
): Search {
  const process = pid === undefined ? undefined : snapshot.find(pid);
  if (process === undefined) return foundAtOnce([], [{kind: 'pidfd-process-unseen'}]);
  const seen = seenIn(waiter.pid, `fdinfo/${fd}`, 'Pid', process.pid);
  return foundAtOnce([
    {...ender('waits-for-process', process, 'proven', [seen]), target: {kind: 'link', link}},
  ]);
}

/** The tracer, which /proc/PID/status names by the tid of one of its threads. */
export function searchTracer(snapshot: Snapshot, waiter: Process, {pid}: Awaited & {kind: 'tracer'}): Search {
  const tracer = processOfTask(snapshot, pid);
  if (tracer === undefined) return foundAtOnce([], [{kind: 'tracer-unseen', pid}]);
  return foundAtOnce([
    ender('traced-by', tracer, 'proven', [seenIn(waiter.pid, 'status', 'TracerPid', pid)]),
  ]);
}

/** A stopped process waits for SIGCONT. */
export function searchContinuation(snapshot: Snapshot, waiter: Process): Search {
  const condition = conditionOf(snapshot, waiter);
  const stop = condition?.kind === 'stopped' ? condition : undefined;
  const signal = stop?.signal ?? null;
  const stopped = seenIn(waiter.pid, 'stat', 'state (3)', 'T');
  const evidence: readonly WaitEvidence[] =
    signal === null
      ? [{...stopped, shows: {kind: 'sender-unrecorded'}}]
      : [stopped, seenIn(waiter.pid, 'stat', 'exit_code (52)', signal)];
  return foundAtOnce([unknownEnder('stopped-by', 'proven', evidence, {stop})]);
}

/** A frozen process waits until its cgroup is thawed; who froze it, the kernel does not show. */
export function searchThaw({condition}: Awaited & {kind: 'thaw'}): Search {
  const {folder, certainty, evidence} = condition;
  const target = folder === undefined ? null : ({kind: 'link', link: folder} as const);
  return foundAtOnce([unknownEnder('frozen-by', certainty, evidence, {target, freezer: condition})]);
}

/** A process that is not known can end the wait. */
function unknownEnder(
  kind: Ender['kind'],
  certainty: Ender['certainty'],
  evidence: readonly WaitEvidence[],
  facts: Partial<Pick<Ender, 'target' | 'stop' | 'freezer'>>,
): Ender {
  return {process: undefined, kind, target: null, fds: [], certainty, evidence, ...facts};
}

function ender(
  kind: Ender['kind'],
  process: Process,
  certainty: Ender['certainty'],
  evidence: readonly WaitEvidence[],
): Ender {
  return {process, kind, target: null, fds: [], certainty, evidence};
}

function parentSeen({pid, stat}: Process, shows?: Shown): WaitEvidence {
  return {...seenIn(pid, 'stat', 'ppid (4)', stat.ppid), ...(shows && {shows})};
}

function tracerSeen(tracee: Process, shows: Shown): WaitEvidence {
  return {...seenIn(tracee.pid, 'status', 'TracerPid', tracee.tracerPid() ?? 0), shows};
}
