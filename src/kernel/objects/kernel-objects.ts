import {runIterator} from '../bpf/bpf-iterator.ts';
import type {Btf} from '../bpf/btf.ts';
import type {DescriptionObject, KernelObjects, ObjectKind, ObjectsOfProcess} from '../kernel-objects.ts';
import type {Libc} from '../libc.ts';
import {inInitialPidNamespace, inInitialTimeNamespace} from '../pid-namespace.ts';
import {found, type Read, unreadable} from '../read.ts';
import {findMappingHashLayout, mappingHashProgram} from './mapping-hash-program.ts';
import {Mappings} from './mappings.ts';
import {ObjectNumbers} from './object-numbers.ts';
import {findOpenFileLayout, openFileProgram} from './open-file-program.ts';
import {OpenFiles} from './open-files.ts';
import {findProcessObjectLayout, processObjectProgram} from './process-object-program.ts';
import {type Halves, ProcessObjects, type ProcessPlace} from './process-objects.ts';

/**
 * Reads which objects the processes have from the kernel's memory, by BPF programs: see `Syscalls.kernelObjects`. The processes
 * come first: one that hasn't run since it was written down has the descriptors that are written down after it.
 * @param types the types of the kernel, or why programs can't read its memory
 */
export function readKernelObjects(libc: Libc, types: () => Read<Btf>): Read<KernelObjects> {
  if (!inInitialPidNamespace() || !inInitialTimeNamespace()) return unreadable('EXDEV');
  const read = types();
  if (!read.ok) return read;
  const [ofProcess, ofFile] = [findProcessObjectLayout(read.value), findOpenFileLayout(read.value)];
  const ofMapping = findMappingHashLayout(read.value);
  if (!ofProcess || !ofFile) return unreadable('EBADMSG');
  const processes = runIterator(libc, processObjectProgram(ofProcess), ofProcess.iteratorId);
  if (!processes.ok) return processes;
  const files = runIterator(libc, openFileProgram(ofFile), ofFile.iteratorId);
  if (!files.ok) return files;
  // An odd number of 53 bits.
  const random = Math.floor(Math.random() * 2 ** 52) * 2 + 1;
  const hashes = ofMapping
    ? runIterator(libc, mappingHashProgram(ofMapping, random), ofMapping.iteratorId)
    : found(Buffer.alloc(0));
  if (!hashes.ok) return hashes;
  return found(
    new Looked({
      processes: new ProcessObjects(processes.value),
      files: new OpenFiles(files.value),
      mappings: new Mappings(hashes.value, random),
      placeOfTimers: ofProcess.offsets.timers,
      addresses: new ObjectNumbers(),
      pairs: new ObjectNumbers(),
    }),
  );
}

/** The objects by the two places that tell them; one place where that is enough. */
const places: Readonly<Record<Exclude<ObjectKind, 'mappings'>, readonly [ProcessPlace, ProcessPlace?]>> = {
  root: ['rootMount', 'rootEntry'],
  cwd: ['workingMount', 'workingEntry'],
  program: ['programMount', 'programEntry'],
  namespaces: ['namespaces'],
  'pid-namespace': ['pidNamespace'],
};

/** What was read of the kernel, of processes first. */
interface Looks {
  readonly processes: ProcessObjects;
  readonly files: OpenFiles;
  readonly mappings: Mappings;
  /** See `ProcessObjects.hasNoTimers`. */
  readonly placeOfTimers: number;
  readonly addresses: ObjectNumbers;
  readonly pairs: ObjectNumbers;
}

class Looked implements KernelObjects {
  readonly #looks: Looks;

  constructor(looks: Looks) {
    this.#looks = looks;
  }

  of(pid: number): ObjectsOfProcess | undefined {
    const row = this.#looks.processes.rowOf(pid);
    if (row === undefined || !this.#looks.processes.isAtRest(row)) return undefined;
    return new LookedAtProcess(this.#looks, pid, row);
  }
}

class LookedAtProcess implements ObjectsOfProcess {
  readonly #looks: Looks;
  readonly #pid: number;
  readonly #row: number;

  constructor(looks: Looks, pid: number, row: number) {
    this.#looks = looks;
    this.#pid = pid;
    this.#row = row;
  }

  get startTicks(): number {
    return this.#looks.processes.startTicks(this.#row);
  }

  get contextSwitches(): number {
    return this.#looks.processes.contextSwitches(this.#row);
  }

  get lastRunNs(): bigint {
    return this.#looks.processes.lastRunNs(this.#row);
  }

  get hasNoTimers(): boolean {
    return this.#looks.processes.hasNoTimers(this.#row, this.#looks.placeOfTimers);
  }

  get descriptors(): number[] {
    return this.#looks.files.of(this.#pid);
  }

  numberOf(kind: ObjectKind): number | undefined {
    const {processes, mappings, pairs} = this.#looks;
    if (kind === 'mappings') return processes.hasOwnMemory(this.#row) ? mappings.of(this.#pid) : undefined;
    const [first, second] = places[kind];
    const one = this.#addressNumber(processes.at(this.#row, first));
    if (second === undefined || one === undefined) return one;
    const other = this.#addressNumber(processes.at(this.#row, second));
    return other === undefined ? undefined : pairs.of(one, other);
  }

  description(fd: number): DescriptionObject | undefined {
    const {files} = this.#looks;
    const row = files.rowOf(this.#pid, fd);
    const number = row === undefined ? undefined : this.#addressNumber(files.file(row));
    if (row === undefined || number === undefined) return undefined;
    return {number, isCloseOnExec: files.isCloseOnExec(row), mayBeLocked: files.mayBeLocked(row)};
  }

  #addressNumber({high, low}: Halves): number | undefined {
    return high === 0 && low === 0 ? undefined : this.#looks.addresses.of(high, low);
  }
}
