import type {KernelObjects, ObjectKind, ObjectsOfProcess} from '../kernel-objects.ts';
import type {DescriptorId} from '../syscalls.ts';
import {ObjectNumbers} from './object-numbers.ts';

/** What is asked about a process. */
interface Question {
  readonly kind: string;
  /** What stands after the number of the process in the name of what is asked about: "/exe". */
  readonly rest: string;
}

/** What was asked and answered so far. */
interface Noted {
  /** What was read of a file, as latin1; undefined: it was not. */
  textOf(name: string): string | undefined;
  question(id: number): Question;
}

/** What an answer depends on. */
type Cause =
  | {readonly object: ObjectKind}
  | {readonly fd: number; readonly hasLocks: boolean}
  | {readonly object: 'timers'};

/** Answers that depend on one object only. */
const causes: Readonly<Record<string, Cause>> = {
  'link /root': {object: 'root'},
  'link /cwd': {object: 'cwd'},
  'link /exe': {object: 'program'},
  'stat /exe': {object: 'program'},
  'link /ns/ipc': {object: 'namespaces'},
  'link /ns/mnt': {object: 'namespaces'},
  'link /ns/net': {object: 'namespaces'},
  'link /ns/pid': {object: 'pid-namespace'},
  'file /maps': {object: 'mappings'},
  'file /timers': {object: 'timers'},
};

/** A question of which the answers are the same where the cause is; `id` tells it from others. */
interface Dependent {
  readonly id: number;
  readonly cause: Cause;
}

/** The process that was asked about last. */
interface Subject {
  readonly pid: string;
  readonly objects: ObjectsOfProcess | undefined;
  /** Whether the kernel lets procdoc see what only those see who may trace the process: ptrace(2), PTRACE_MODE_READ. */
  mayBeSeen: boolean;
}

/**
 * Which questions about processes have one answer, because one object of the kernel stands behind them: the same place in the
 * tree of files behind two cwd links, the same open file description behind two descriptors.
 *
 * An answer counts for another process only where that process, and the one that gave it, have not run since the kernel was
 * looked at: their status, which was read after that, has as many context switches as they had then, and doesn't say that they
 * run. Nobody else changes which files, folders, namespaces, program and mappings a process with a single thread has, if it
 * shares its tables and its memory with no other. So both still had their objects when the answer was given, and no address can
 * have come to stand for another object. The pid is still that of the same process, because its start is the same. Whether the
 * kernel would answer procdoc is asked for each process: by the first question of this kind, unless its wait channel was shown.
 */
export class SameAnswers {
  readonly #objects: KernelObjects;
  readonly #noted: Noted;
  readonly #keys = new ObjectNumbers();
  readonly #ids = new Map<string, number>();
  readonly #dependents = new Map<number, Dependent | undefined>();
  /** The processes that may be seen, of which an answer was given. */
  readonly #seen = new Map<number, ObjectsOfProcess>();
  #last: Subject | undefined;

  constructor(objects: KernelObjects, noted: Noted) {
    this.#objects = objects;
    this.#noted = noted;
  }

  /** A number that questions have in common whose answers are the same; undefined where that is not known. */
  keyOf(pid: string, question: number): number | undefined {
    const dependent = this.#dependentOf(question);
    const objects = dependent && this.#subject(pid)?.objects;
    if (!objects) return undefined;
    const number = numberOf(objects, dependent.cause);
    return number === undefined ? undefined : this.#keys.of(dependent.id, number);
  }

  /** What a process has that hasn't run since the kernel was looked at; undefined where it has, or that isn't known. */
  objectsOf(pid: string): ObjectsOfProcess | undefined {
    return this.#subject(pid)?.objects;
  }

  /** Whether an answer of another process may stand for that of this one. */
  mayBeSeen(pid: string): boolean {
    return this.#subject(pid)?.mayBeSeen ?? false;
  }

  /** Notes that the kernel has answered a question that has a key. */
  answered(pid: string): void {
    const subject = this.#subject(pid);
    if (!subject?.objects || subject.mayBeSeen) return;
    subject.mayBeSeen = true;
    this.#seen.set(Number(pid), subject.objects);
  }

  /** The names in the folder of descriptors, in the order in which a folder is read; undefined where these are not known. */
  descriptorNames(pid: string): string[] | undefined {
    const subject = this.#subject(pid);
    return subject?.mayBeSeen ? subject.objects?.descriptors.map(String).sort() : undefined;
  }

  /** A number that descriptors of one open file description have in common; undefined where that is not known. */
  descriptionNumber({pid, fd}: DescriptorId): number | undefined {
    return this.#seen.get(pid)?.description(fd)?.number;
  }

  #subject(pid: string): Subject | undefined {
    if (this.#last?.pid === pid) return this.#last;
    const stat = this.#noted.textOf(`${pid}/stat`);
    const status = this.#noted.textOf(`${pid}/status`);
    if (stat === undefined || status === undefined) return undefined;
    const objects = this.#objects.of(Number(pid));
    const isSame = objects && hasStarted(stat, objects) && hasNotRun(status, objects);
    const subject = {pid, objects: isSame ? objects : undefined, mayBeSeen: this.#seen.has(Number(pid))};
    this.#last = subject;
    if (isSeen(this.#noted.textOf(`${pid}/task/${pid}/wchan`))) this.answered(pid);
    return subject;
  }

  #dependentOf(id: number): Dependent | undefined {
    if (this.#dependents.has(id)) return this.#dependents.get(id);
    const {kind, rest} = this.#noted.question(id);
    const [, folder, fd] = /^\/(fd|fdinfo)\/(\d+)$/.exec(rest) ?? [];
    const name = `${kind} ${folder === undefined ? rest : `/${folder}/`}`;
    const isOfDescriptor = name === 'link /fd/' || name === 'stat /fd/' || name === 'file /fdinfo/';
    const cause = isOfDescriptor ? {fd: Number(fd), hasLocks: kind === 'file'} : causeOf(name);
    const dependent = cause && {id: this.#idOf(name), cause};
    this.#dependents.set(id, dependent);
    return dependent;
  }

  #idOf(name: string): number {
    const known = this.#ids.get(name) ?? this.#ids.size;
    this.#ids.set(name, known);
    return known;
  }
}

/** Where its mappings are the same, a process has the same files at the same addresses: proc_pid_map_files(5). */
function causeOf(name: string): Cause | undefined {
  return name.startsWith('stat /map_files/') ? {object: 'mappings'} : causes[name];
}

function numberOf(objects: ObjectsOfProcess, cause: Cause): number | undefined {
  if ('object' in cause) {
    if (cause.object !== 'timers') return objects.numberOf(cause.object);
    return objects.hasNoTimers ? 0 : undefined;
  }
  const description = objects.description(cause.fd);
  if (!description || (cause.hasLocks && description.mayBeLocked)) return undefined;
  return 2 * description.number + (cause.hasLocks && description.isCloseOnExec ? 1 : 0);
}

/**
 * Whether this wait channel is that of a process that may be seen: proc_pid_wchan() in fs/proc/base.c shows it only to those
 * whom proc_pid_get_link() would give the links (PTRACE_MODE_READ_FSCREDS in both), and "0" to all others.
 */
function isSeen(waitChannel: string | undefined): boolean {
  return waitChannel !== undefined && /^[^\d\s]\S*$/.test(waitChannel);
}

/** Whether this is the stat of the process that has these objects. */
function hasStarted(stat: string, {startTicks}: ObjectsOfProcess): boolean {
  const [, , , , , , , , , , , , , , , , , , , start] = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 20);
  return Number(start) === startTicks;
}

/** Whether a process with this status has slept since it had these objects. */
function hasNotRun(status: string, {contextSwitches}: ObjectsOfProcess): boolean {
  const [, voluntary, forced] =
    /\nvoluntary_ctxt_switches:\t(\d+)\nnonvoluntary_ctxt_switches:\t(\d+)\n/.exec(status) ?? [];
  return !status.includes('\nState:\tR') && Number(voluntary) + Number(forced) === contextSwitches;
}
