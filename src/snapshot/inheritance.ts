import type {Adoption} from './adoption.ts';
import type {Inheritance, InheritedDescriptor} from './inherited-descriptor.ts';
import type {Process} from './process.ts';
import {type Runtime, runtimeOf} from './runtime.ts';

/** What is known of a process as an heir: it decides what a descriptor without a living giver may be. */
export interface Heir {
  readonly process: Process;
  readonly adoption: Adoption;
  readonly descriptors: readonly InheritedDescriptor[];
}

/** Runtimes that open every descriptor of their own with close-on-exec: PEP 446 (Python 3.4), libuv. */
const closesOnExec: readonly (Runtime | undefined)[] = ['python', 'node'];

/**
 * From whom a descriptor came: the nearest ancestor that has the same open file description; else one that
 * is gone, proven by a lock it took, or concluded. Undefined where nothing speaks for inheritance.
 */
export function inheritanceOf(one: InheritedDescriptor, heir: Heir): Inheritance | undefined {
  const ancestor = one.nearestAncestor;
  if (ancestor) {
    const {process, descriptor, certainty, proof} = ancestor;
    const because = 'its nearest ancestor that has the same open file description';
    return {pid: process.pid, comm: process.comm, fd: descriptor.fd, alive: true, certainty, proof, because};
  }
  return fromLock(one) ?? fromKin(one, heir) ?? fromHabit(one, heir);
}

function fromLock(one: InheritedDescriptor): Inheritance | undefined {
  const lock = one.lockOfGoneAcquirer();
  if (lock?.acquirerPid == null) return undefined;
  const because = `the flock held through it was taken by ${lock.acquirerPid}, which is gone`;
  return {...gone(lock.acquirerPid), certainty: 'proven', proof: 'lock', because};
}

/**
 * An orphan shares it with a process that is neither its ancestor nor its descendant. By fork they have it
 * from a common ancestor; an older one that it lost sight of may be that ancestor itself.
 */
function fromKin(one: InheritedDescriptor, {process, adoption}: Heir): Inheritance | undefined {
  if (adoption === 'own-child') return undefined;
  const older = one.sharing.others.filter(other => other.process.stat.startTicks <= process.stat.startTicks);
  const elder = older.sort((a, b) => b.process.stat.startTicks - a.process.stat.startTicks)[0];
  if (elder) {
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
  const [kin] = one.sharing.others;
  if (!kin) return undefined;
  const because = `${kin.process.comm} (${kin.process.pid}) shares it, and neither descends from the other: a common ancestor had it`;
  return {...gone(null), certainty: 'likely', proof: kin.proof, because};
}

/**
 * An orphan that has exec'd, and has a descriptor that survives exec: if its runtime never opens such ones
 * itself, or opened files below it were inherited, this one was too.
 */
function fromHabit(one: InheritedDescriptor, heir: Heir): Inheritance | undefined {
  const {process, adoption} = heir;
  const survivesExec = one.info()?.closeOnExec === false;
  if (one.isStandardStream || !survivesExec || adoption === 'own-child' || process.stat.forkedWithoutExec)
    return undefined;
  const runtime = runtimeOf(process);
  const proven = heir.descriptors.find(other => other !== one && other.lockOfGoneAcquirer() !== undefined);
  const pid = proven?.lockOfGoneAcquirer()?.acquirerPid ?? null;
  if (closesOnExec.includes(runtime)) {
    const because = `it survives exec, which nothing does that ${runtime} opens itself, and its parent is gone`;
    return {...gone(pid), certainty: 'likely', proof: null, because};
  }
  if (proven === undefined || Math.abs(proven.fd - one.fd) > 1) return undefined;
  const because = `it survives exec and stands beside fd ${proven.fd}, which was inherited from ${pid}`;
  return {...gone(pid), certainty: 'likely', proof: null, because};
}

function gone(pid: number | null) {
  return {pid, comm: null, fd: null, alive: false};
}
