import {orUndefined} from '../../kernel/read.ts';
import type {Holder, OpenFile} from '../descriptors/open-files.ts';
import {type Adoption, isOrphaned} from '../families/adoption.ts';
import {isOlder, type Process} from '../process.ts';
import {neverListens} from '../programs/known-programs.ts';
import {programName, type Runtime, runtimeOf} from '../programs/runtime.ts';
import type {Inheritance, InheritedDescriptor} from './inherited-descriptor.ts';

/** The last in the line of ancestors that still has a description: the process in question, or one above it. */
export interface Eldest extends OpenFile {
  readonly adoption: Adoption;
  /** Whether it can descend from an older process, though it is no descendant any more. */
  readonly mayDescendFrom: (elder: Process) => boolean;
}

/** Runtimes that open every descriptor of their own with close-on-exec: PEP 446 (Python 3.4), libuv. */
const closesOnExec: readonly (Runtime | undefined)[] = ['python', 'node'];

/** The nearest ancestor that has the same open file description gave it. */
export function fromAncestor(one: InheritedDescriptor): Inheritance | undefined {
  const ancestor = one.nearestAncestor;
  if (!ancestor) return undefined;
  const {process, descriptor, certainty, proof} = ancestor;
  const because = `${process.comm} (${process.pid}), an ancestor, has the same open file description as fd ${descriptor.fd}`;
  return {pid: process.pid, comm: process.comm, fd: descriptor.fd, alive: true, certainty, proof, because};
}

/**
 * From whom the eldest of the line has it, where that is no ancestor that can be seen: one that is gone, proven
 * by a lock it took, or concluded; or one that was lost sight of. Undefined where nothing speaks for
 * inheritance. `all` are the descriptors of the process in question.
 */
export function originOf(
  one: InheritedDescriptor,
  eldest: Eldest,
  all: readonly InheritedDescriptor[],
): Inheritance | undefined {
  return fromLock(one) ?? fromListener(one, eldest) ?? fromKin(one, eldest) ?? fromHabit(one, eldest, all);
}

function fromLock(one: InheritedDescriptor): Inheritance | undefined {
  const lock = one.outlivedLock();
  if (!lock) return undefined;
  const because = `the flock held through it was taken by ${lock.acquirerPid}, which is gone`;
  return {...gone(lock.acquirerPid), certainty: 'proven', proof: 'lock', because};
}

/** A listening socket that none of its holders can have opened: whoever did is not among them any more. */
function fromListener(one: InheritedDescriptor, {process, adoption}: Eldest): Inheritance | undefined {
  if (adoption === 'own-child' || !neverListens(process) || one.socket?.state !== 'LISTEN') return undefined;
  if (!one.otherHolders.every(other => neverListens(other.process))) return undefined;
  const because = `/proc/${process.pid}/exe: ${programName(process)} never calls listen(2), and nobody else who may have done it is seen to have the socket`;
  return {...gone(null), certainty: 'likely', proof: null, because};
}

/**
 * An orphan, or what looks like one by that alone, shares it with a process that is neither its ancestor nor its
 * descendant. Two that one process forked have it from there; else an older one may be the ancestor that the younger
 * lost sight of. If none can be, they have it from a common one: that is gone, or has closed it.
 */
function fromKin(
  one: InheritedDescriptor,
  {process, adoption, mayDescendFrom}: Eldest,
): Inheritance | undefined {
  const {others} = one.sharing;
  if (adoption === 'unclear' && !isKinBySharing(others, process)) return undefined;
  if (adoption === 'own-child') return undefined;
  const sibling = others.find(other => areForkedSiblings(process, other.process));
  if (sibling && isOrphaned(adoption)) {
    const because = `${sibling.process.comm} (${sibling.process.pid}) shares it, and neither called execve(2) since it was forked by what is gone`;
    return {...gone(null), certainty: 'likely', proof: sibling.proof, because};
  }
  const elders = eldersOf(process, others);
  const able = elders.filter(other => mayDescendFrom(other.process));
  // Another that was adopted alike is less likely to be the ancestor.
  const elder = able.find(other => !haveOneParent(process, other.process)) ?? able[0];
  if (!elder) return elders[0] && fromCommonAncestor(elders[0]);
  const {pid, comm} = elder.process;
  const because = `${comm} (${pid}) has the same open file description and is older; whoever was between them is gone`;
  return {
    pid,
    comm,
    fd: elder.descriptor.fd,
    alive: true,
    certainty: 'likely',
    proof: elder.proof,
    because,
  };
}

function fromCommonAncestor({process: {comm, pid}, proof}: Holder): Inheritance {
  const because = `${comm} (${pid}) has the same open file description, and is older, but no ancestor`;
  return {...gone(null), alive: null, certainty: 'likely', proof, because};
}

/**
 * Whether it shows of a child of one that adopts orphans that it is one: it shares a description with an older process
 * that has another parent. Not if the eldest has the same: their parent may have started both, and given it to them.
 */
function isKinBySharing(others: readonly Holder[], process: Process): boolean {
  const eldest = eldersOf(process, others).at(-1);
  return eldest?.certainty === 'proven' && !haveOneParent(process, eldest.process);
}

/** Those that were there before a process, the youngest first. */
function eldersOf(process: Process, others: readonly Holder[]): Holder[] {
  return others
    .filter(other => isOlder(other.process, process))
    .sort((a, b) => (isOlder(a.process, b.process) ? 1 : -1));
}

function haveOneParent({stat: a}: Process, {stat: b}: Process): boolean {
  return a.ppid === b.ppid;
}

function areForkedSiblings(a: Process, b: Process): boolean {
  return a.stat.forkedWithoutExec && b.stat.forkedWithoutExec && haveOneParent(a, b);
}

/**
 * It was open before the last execve(2), or there was none, and speaks for itself: its runtime leaves nothing
 * open across execve(2) of its own accord, or the descriptor beside it is known to be inherited.
 */
function fromHabit(
  one: InheritedDescriptor,
  {process, descriptor, adoption}: Eldest,
  all: readonly InheritedDescriptor[],
): Inheritance | undefined {
  const {fd} = descriptor;
  const isForkedOnly = process.stat.forkedWithoutExec;
  const survivesExec = orUndefined(descriptor.info())?.closeOnExec === false;
  if (fd <= 2 || !(survivesExec || isForkedOnly)) return undefined;
  const locked = all.find(
    other => other !== one && other.outlivedLock() && fdIn(process, other) !== undefined,
  );
  const lockedFd = locked && fdIn(process, locked);
  const pid = locked?.outlivedLock()?.acquirerPid ?? null;
  const isPassedOn = process !== one.process || one.sharing.descendants.length > 0;
  const runtime = isForkedOnly ? undefined : runtimeOf(process);
  if (closesOnExec.includes(runtime) && (locked || (isOrphaned(adoption) && !isPassedOn))) {
    const because = `it survives exec, which nothing does that ${runtime} opens itself, and ${locked ? `fd ${lockedFd} was inherited from ${pid}` : 'its parent is gone'}`;
    return {...gone(pid), certainty: 'likely', proof: null, because};
  }
  if (lockedFd === undefined || Math.abs(lockedFd - fd) > 1) return undefined;
  const because = `${isForkedOnly ? 'it' : 'it survives exec and'} stands beside fd ${lockedFd}, which was inherited from ${pid}`;
  return {...gone(pid), certainty: 'likely', proof: null, because};
}

/** The number under which a process has the same description. */
function fdIn({pid}: Process, one: InheritedDescriptor): number | undefined {
  return one.process.pid === pid
    ? one.fd
    : one.otherHolders.find(({process}) => process.pid === pid)?.descriptor.fd;
}

function gone(pid: number | null) {
  return {pid, comm: null, fd: null, alive: false};
}
