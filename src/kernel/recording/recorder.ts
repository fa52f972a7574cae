import type {KernelObjects} from '../kernel-objects.ts';
import type {Machine} from '../machine/machine.ts';
import {found} from '../read.ts';
import type {Syscalls} from '../syscalls.ts';
import {Answers} from './answers.ts';
import {Notes, type Noting} from './notes.ts';
import {RecordingProcfs} from './recording-procfs.ts';
import {RecordingSyscalls} from './recording-syscalls.ts';
import {formatParts} from './sections.ts';
import type {HostFacts} from './values.ts';
import {Viewpoint} from './viewpoint.ts';

/**
 * Notes what a machine answers. `machine` is to be asked in its place, and gives the same answers: a file that was read is not
 * read again. `text` is a recording, from which `recordedMachine` gives them once more.
 */
export class Recorder {
  readonly machine: Machine;
  readonly #answers = new Answers();
  readonly #notes: Notes;
  /** Whether its contents are what a kernel said. */
  readonly #isSealed: boolean;

  /**
   * @param mount where the procfs is mounted
   * @param asked the pids that the recording is about; undefined for the whole machine
   * @param objects what processes of the machine have in common, from a look at it that was just made
   */
  constructor(machine: Machine, mount = '/proc', asked?: readonly number[], objects?: KernelObjects) {
    this.#notes = new Notes(objects);
    const answers = this.#answers;
    const noting = {answers, notes: this.#notes, viewpoint: new Viewpoint()};
    this.#isSealed = machine.recorded?.isSealed ?? machine.recorded === undefined;
    let opened: Promise<Syscalls> | undefined;
    const withoutFiles = machine.recorded?.withoutFiles;
    if (withoutFiles !== undefined) answers.noFiles.note('', found(withoutFiles));
    this.machine = {
      host: recordingHost(machine, answers, {mount, ...(asked && {asked})}),
      procfs: new RecordingProcfs(machine, noting),
      syscalls() {
        opened ??= machine.syscalls().then(syscalls => recordingSyscalls(syscalls, noting));
        return opened;
      },
    };
  }

  /** Lets go of what processes have in common: nothing is asked of all of them any more. */
  forgetObjects(): void {
    this.#notes.forgetObjects();
  }

  /** @param comments lines for the reader, at the top */
  text(...comments: string[]): string {
    return [...this.parts(...comments)].join('');
  }

  /** The text in parts: of a large machine it may be too long for a string. */
  parts(...comments: string[]): Iterable<string> {
    for (const section of this.#answers.sections()) this.#notes.note(section);
    return formatParts(this.#notes.sections(), comments, this.#isSealed);
  }

  /** The recording with tokens in the place of arguments, paths and names: see `redactSections`. */
  async redactedParts(...comments: string[]): Promise<Iterable<string>> {
    const {redactSections} = await import('./redact-sections.ts');
    const all = [
      ...this.#answers.sections(),
      ...[...this.#notes.sections()].flatMap(({sections}) => sections),
    ];
    const redacted = new Notes();
    for (const section of redactSections(all)) redacted.note(section);
    return formatParts(redacted.sections(), comments, this.#isSealed);
  }
}

/** Notes the time of the first look at the clock, which is the moment of the snapshot. */
function recordingHost(
  {host}: Machine,
  answers: Answers,
  procfs: Pick<HostFacts, 'mount' | 'asked'>,
): Machine['host'] {
  const {platform, arch, pid, uid} = host;
  const noteHost = (nowMs: number) =>
    answers.host.note('', found({platform, arch, pid, uid, nowMs, ...procfs}));
  let looked = false;
  noteHost(host.now());
  return {
    platform,
    arch,
    pid,
    uid,
    now() {
      const nowMs = host.now();
      if (!looked) noteHost(nowMs);
      looked = true;
      return nowMs;
    },
    passwd() {
      const passwd = host.passwd();
      answers.passwd.note('', passwd);
      return passwd;
    },
  };
}

function recordingSyscalls(syscalls: Syscalls, noting: Noting): Syscalls {
  if (syscalls.unavailable === undefined) return new RecordingSyscalls(syscalls, noting);
  noting.answers.noSyscalls.note('', found(syscalls.unavailable));
  return syscalls;
}
