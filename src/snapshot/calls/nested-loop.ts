import {orUndefined} from '../../kernel/read.ts';
import {parseEpollTargets} from '../../parse/calls/epoll-targets.ts';
import {syscallName} from '../../parse/calls/syscall-names.ts';
import {intArgument} from '../../parse/process/pid-syscall.ts';
import {isOlder, type Process} from '../process.ts';
import {runtimeOf} from '../programs/conduct.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Thread} from '../thread.ts';

/** As many event loops Node keeps that no thread waits in, besides the one of its main thread (measured: 20). */
const IDLE_LOOPS = 1;

/**
 * Whether the main thread of Node likely waits in a second event loop, which spawnSync() and execSync() make for their
 * child: its own one, made before, stands still meanwhile. All of its threads have to wait, so that no other loop is at
 * work.
 * @param epollFd what the thread waits for
 */
export function isInNestedLoop(snapshot: Snapshot, {pid, tid}: Thread, epollFd: number): boolean {
  const process = tid === pid ? snapshot.find(pid) : undefined;
  if (!process || runtimeOf(process) !== 'node') return false;
  const threads = process.liveThreads();
  if (threads.some(({stat}) => stat.state === 'R')) return false;
  const waitedIn = new Set(threads.flatMap(thread => epollOf(snapshot, thread) ?? []));
  const idle = (orUndefined(process.descriptors()) ?? []).filter(
    one =>
      one.fd < epollFd && !waitedIn.has(one.fd) && orUndefined(one.target()) === 'anon_inode:[eventpoll]',
  );
  const watches = (fd: number) =>
    orUndefined(snapshot.source.read(`${process.pid}/fdinfo/${fd}`, parseEpollTargets)) ?? [];
  return idle.length > IDLE_LOOPS || idle.some(({fd}) => watches(fd).length > 0);
}

/**
 * The child for which Node likely waits in spawnSync() or execSync(): the one that it started last, as no other code of
 * that thread runs meanwhile.
 */
export function syncChildOf(snapshot: Snapshot, node: Process): Process | undefined {
  const living = snapshot.childrenOf(node).filter(child => !child.isZombie());
  return living.reduce<Process | undefined>(
    (youngest, child) => (youngest && isOlder(child, youngest) ? youngest : child),
    undefined,
  );
}

/** Whether the main thread of a process likely waits in such a loop; null where its system call can't be read. */
export function isMainThreadInNestedLoop(snapshot: Snapshot, process: Process): boolean | null {
  const main = process.liveThreads().find(({tid}) => tid === process.pid);
  if (!main?.syscall().ok) return null;
  const epollFd = epollOf(snapshot, main);
  return epollFd !== undefined && isInNestedLoop(snapshot, main, epollFd);
}

/** The epoll descriptor that a thread waits for. */
function epollOf({machine}: Snapshot, thread: Thread): number | undefined {
  const state = orUndefined(thread.syscall());
  if (state?.kind !== 'in-syscall') return undefined;
  const isEpoll = syscallName(state.number, machine.host.arch)?.startsWith('epoll_');
  return isEpoll ? intArgument(state.args[0] ?? 0n) : undefined;
}
