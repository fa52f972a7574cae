import {orUndefined} from '../../kernel/read.ts';
import type {Holder, OpenFile} from '../descriptors/open-files.ts';
import {type Adoption, isOrphaned} from '../families/adoption.ts';
import {isOlder, type Process} from '../process.ts';
import {runtimeOf} from '../programs/conduct.ts';
import {neverListens} from '../programs/known-programs.ts';
import {programName, type Runtime} from '../programs/runtime.ts';
import type {InheritedDescriptor} from './inherited-descriptor.ts';
import type {Giver, InheritedNeighbour, OriginSign} from './origin.ts';
import {cameDown, type DescriptorPassing} from './passing.ts';

/** The last in the line of ancestors that still has a description: the process in question, or one above it. */
export interface Eldest extends OpenFile {
  readonly adoption: Adoption;
  /** Whether it can descend from an older process, though the processes between them have exited. */
  readonly mayDescendFrom: (elder: Process) => boolean;
}

/** Runtimes that open every descriptor of their own with close-on-exec: PEP 446 (Python 3.4), libuv. */
const closesOnExec: readonly (Runtime | undefined)[] = ['python', 'node'];

/** The nearest ancestor that has the same open file description gave it: likely, where it may have received it instead. */
export function fromAncestor(one: InheritedDescriptor, passing: DescriptorPassing): Giver | undefined {
  const ancestor = one.nearestAncestor;
  if (!ancestor) return undefined;
  const isProven = ancestor.certainty === 'proven' && cameDown(one, ancestor, passing);
  return living(ancestor, isProven ? 'proven' : 'likely', {kind: 'ancestor-has-it', ancestor});
}

/**
 * From whom the eldest of the line has it, where no visible ancestor has it: from one that has exited, by a lock that
 * it took, or by other signs; or from one that cannot be followed to any more. Undefined where nothing speaks for
 * inheritance.
 * @param neighbours the descriptors of the process in question by which a file may be locked
 */
export function giverOf(
  one: InheritedDescriptor,
  eldest: Eldest,
  neighbours: () => readonly InheritedDescriptor[],
): Giver | undefined {
  return (
    fromLock(one) ?? fromListener(one, eldest) ?? fromKin(one, eldest) ?? fromHabit(one, eldest, neighbours)
  );
}

/** Likely: of `exec 9>lock; flock 9` in a shell, the acquirer was a child of the process that the descriptor is from. */
function fromLock(one: InheritedDescriptor): Giver | undefined {
  const lock = one.inheritedLock();
  if (!lock) return undefined;
  const {acquirerPid, gone} = lock;
  return {
    ...exited(acquirerPid, {kind: 'took-the-flock', acquirerPid, gone}),
    proof: 'lock',
  };
}

/**
 * A listening socket that its eldest holder can't have opened, nor any other that is not below that, which passes nothing up:
 * the process that did is not among them any more.
 */
function fromListener(one: InheritedDescriptor, {process, adoption}: Eldest): Giver | undefined {
  if (one.socket?.state !== 'LISTEN' || !neverListens(process)) return undefined;
  if (!one.sharing.others.every(other => neverListens(other.process))) return undefined;
  const giver = exited(null, {kind: 'never-listens', process, program: programName(process)});
  return adoption === 'own-child' ? {...giver, alive: null} : giver;
}

/**
 * An orphan, or a process that looks like one by that alone, shares the description with a process that is neither
 * its ancestor nor its descendant. Two that one process forked have it from there; else an older one may be an ancestor
 * of the younger: the eldest of these, and never a sibling. If none can be, both have it from a common ancestor: that has exited, or has closed it.
 */
function fromKin(one: InheritedDescriptor, {process, adoption, mayDescendFrom}: Eldest): Giver | undefined {
  if (adoption === 'own-child') return undefined;
  const {sharing} = one;
  if (adoption === 'unclear' && !isKinBySharing(sharing.others, process)) return undefined;
  const sibling = sharing.findOther(other => areForkedSiblings(process, other.process));
  if (sibling && isOrphaned(adoption))
    return {...exited(null, {kind: 'forked-siblings', sibling}), proof: sibling.proof};
  const elders = eldersOf(process, sharing.others);
  // Two orphans of one adopter are siblings, unless the older one leads the session or the group of the younger.
  const able = elders.filter(
    ({process: other}) => mayDescendFrom(other) && (!haveOneParent(process, other) || leads(other, process)),
  );
  const elder = able.at(-1);
  if (elder) return living(elder, 'likely', {kind: 'older-holder', elder});
  return elders[0] && fromCommonAncestor(elders[0]);
}

function fromCommonAncestor(elder: Holder): Giver {
  return {...exited(null, {kind: 'older-non-ancestor', elder}), alive: null, proof: elder.proof};
}

/**
 * Whether a child of a process that adopts orphans is shown to be an orphan: it shares a description with an older
 * process that has another parent. It is not if the eldest has the same parent, which may have started both and given
 * it to them.
 */
function isKinBySharing(others: readonly Holder[], process: Process): boolean {
  const eldest = eldersOf(process, others).at(-1);
  return eldest?.certainty === 'proven' && !haveOneParent(process, eldest.process);
}

/** The holders that were there before a process, the youngest first. */
function eldersOf(process: Process, others: readonly Holder[]): Holder[] {
  return others
    .filter(other => isOlder(other.process, process))
    .sort((a, b) => (isOlder(a.process, b.process) ? 1 : -1));
}

function leads({pid}: Process, {stat}: Process): boolean {
  return pid === stat.sid || pid === stat.pgid;
}

function haveOneParent({stat: a}: Process, {stat: b}: Process): boolean {
  return a.ppid === b.ppid;
}

function areForkedSiblings(a: Process, b: Process): boolean {
  return a.stat.forkedWithoutExec && b.stat.forkedWithoutExec && haveOneParent(a, b);
}

/**
 * The descriptor was open before the last execve(2), or there was none, and speaks for itself: the runtime leaves
 * nothing open across execve(2) of its own accord, or the number next to it is known to be inherited.
 */
function fromHabit(
  one: InheritedDescriptor,
  eldest: Eldest,
  neighbours: () => readonly InheritedDescriptor[],
): Giver | undefined {
  const {process, descriptor, adoption} = eldest;
  const {fd} = descriptor;
  const isForkedOnly = process.stat.forkedWithoutExec;
  const survivesExec = orUndefined(descriptor.info())?.closeOnExec === false;
  if (fd <= 2 || !(survivesExec || isForkedOnly)) return undefined;
  const neighbour = inheritedNeighbour(process, one, neighbours());
  const isPassedOn = () => process !== one.process || one.sharing.descendants.length > 0;
  const runtime = isForkedOnly ? undefined : runtimeOf(process);
  const file = {process, descriptor};
  // What it passes on, it has made inheritable itself, as gunicorn its listener.
  if (runtime && closesOnExec.includes(runtime) && (neighbour || isOrphaned(adoption)) && !isPassedOn())
    return exited(neighbour?.acquirerPid ?? null, {
      kind: 'runtime-closes-on-exec',
      eldest: file,
      runtime,
      neighbour: neighbour ?? null,
    });
  // A program that was started with the neighbour opens its own first descriptor right above it: open(2), the lowest free.
  const isNext = neighbour && (neighbour.fd === fd + 1 || (isForkedOnly && neighbour.fd === fd - 1));
  if (!isNext) return undefined;
  return exited(neighbour.acquirerPid, {
    kind: 'next-to-inherited',
    eldest: file,
    survivedExec: !isForkedOnly,
    neighbour,
  });
}

/** Another descriptor of a process that is from one which has exited, by the flock held through it. */
function inheritedNeighbour(
  process: Process,
  one: InheritedDescriptor,
  neighbours: readonly InheritedDescriptor[],
): InheritedNeighbour | undefined {
  for (const other of neighbours) {
    const lock = other.fd === one.fd ? undefined : other.leftBehindLock();
    const fd = lock && fdIn(process, other);
    if (!lock || fd === undefined) continue;
    return {fd, acquirerPid: lock.acquirerPid, isInherited: other.inheritedLock() !== undefined};
  }
  return undefined;
}

/** The number under which a process has the same description. */
function fdIn({pid}: Process, one: InheritedDescriptor): number | undefined {
  return one.process.pid === pid
    ? one.fd
    : one.otherHolders.find(({process}) => process.pid === pid)?.descriptor.fd;
}

function living(
  {process: {pid, comm}, descriptor: {fd}, proof}: Holder,
  certainty: Giver['certainty'],
  shownBy: OriginSign,
): Giver {
  return {pid, comm, fd, alive: true, certainty, proof, shownBy};
}

function exited(pid: number | null, shownBy: OriginSign): Giver {
  return {pid, comm: null, fd: null, alive: false, certainty: 'likely', proof: null, shownBy};
}
