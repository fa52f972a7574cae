import {resolve} from 'node:path';
import type {Command} from '@oclif/core/command';
import {string} from '@oclif/core/flags';
import {openMachine} from '../kernel/machine/machine.ts';
import {meansGone, orUndefined} from '../kernel/read.ts';
import {recordingName} from '../render/recording-name.ts';
import {gapSentences} from '../render/unreadable.ts';
import {visibilityText} from '../render/visibility.ts';
import type {Diagnosis} from '../rules/diagnosis/diagnosis.ts';
import {named} from '../rules/words/named.ts';
import type {Descriptor} from '../snapshot/descriptor.ts';
import {readPrivileges} from '../snapshot/privileges.ts';
import type {Process} from '../snapshot/process.ts';
import {Snapshot} from '../snapshot/snapshot.ts';
import {vantageOfProcfs, vantageOfRecording} from '../snapshot/vantage.ts';
import {readVisibility} from '../snapshot/visibility.ts';
import {CannotLook} from './failures.ts';
import {type Answer, ProcdocCommand} from './procdoc-command.ts';
import {Progress} from './progress.ts';
import {openRecording} from './recorded.ts';

/** A command that answers from a procfs: it notices one that cannot answer, and says what it could not see. */
export abstract class ReadingCommand<T extends typeof Command> extends ProcdocCommand<T> {
  static override baseFlags = {
    ...ProcdocCommand.baseFlags,
    proc: string({
      helpValue: 'DIR',
      default: '/proc',
      description: 'read a procfs that is mounted elsewhere',
    }),
    from: string({
      helpValue: 'FILE',
      exclusive: ['proc'],
      description: 'answer from a recording made by procdoc record; "-" is standard input',
    }),
  };

  /** Whether it answers from a recording. */
  protected get isRecorded(): boolean {
    return this.#source.from !== undefined;
  }

  /** Where the procfs is mounted that it reads. */
  protected get mount(): string {
    return resolve(this.#source.proc);
  }

  get #source(): {readonly proc: string; readonly from: string | undefined} {
    return this.flags as {proc: string; from: string | undefined};
  }

  /** The pids of the argument PID, each once; undefined: none were given. */
  protected get pids(): readonly number[] | undefined {
    const {pid} = this.args as {pid?: number | readonly number[]};
    return pid === undefined ? undefined : [...new Set([pid].flat())];
  }

  /** The pids that it is asked about, from PID, --parent or --scope; undefined: all. */
  get #about(): readonly number[] | undefined {
    const {parent, scope} = this.flags as {parent?: number; scope?: number | string};
    const pids = [this.pids ?? [], parent, scope].flat().filter(one => typeof one === 'number');
    return pids.length > 0 ? pids : undefined;
  }

  protected abstract look(snapshot: Snapshot): Promise<Answer>;

  protected override async answer(): Promise<Answer> {
    const {from} = this.#source;
    const place = from === undefined ? this.mount : recordingName(from);
    const progress = new Progress((this.flags as {quiet: boolean}).quiet);
    const machine = from === undefined ? openMachine(this.mount, progress.onRead) : await openRecording(from);
    const vantage =
      from === undefined ? vantageOfProcfs(machine, this.mount) : vantageOfRecording(machine, from);
    const snapshot = new Snapshot(machine, vantage);
    const {obstacle, notes} = readVisibility(snapshot, place, this.#about);
    if (obstacle !== undefined) throw new CannotLook({kind: 'no-procfs', obstacle});
    const answer = await this.look(snapshot).finally(() => progress.end());
    const {ledger} = snapshot;
    for (const mountPoint of machine.silentMounts ?? []) ledger.note(mountPoint, 'ETIMEDOUT');
    return {
      ...answer,
      json: () => {
        const content = answer.json();
        return {complete: ledger.complete, unreadable: ledger.unreadable, ...content};
      },
      remarks: () => [
        ...notes.map(visibilityText),
        ...gapSentences(
          ledger.unreadable.filter(gap => !notes.some(({what}) => what === gap.what)),
          readPrivileges(snapshot),
        ),
      ],
    };
  }
}

/**
 * The process that was asked for by its pid. /proc/TID is there for every thread (proc(5)), but it isn't listed, and an
 * answer about a thread alone would be one about no process.
 */
export function requireProcess(snapshot: Snapshot, pid: number): Process {
  const process = snapshot.process(pid);
  const leader = threadGroupOf(snapshot, pid);
  if (leader !== undefined && leader !== pid) {
    const owner = snapshot.find(leader);
    throw new CannotLook({kind: 'pid-of-thread', tid: pid, pid: leader, owner: owner ? named(owner) : null});
  }
  if (process.ok) return process.value;
  const isRecorded = snapshot.machine.recorded !== undefined;
  throw new CannotLook(
    isRecorded || meansGone(process.errno)
      ? {kind: 'no-such-process', pid, isRecorded}
      : {kind: 'process-not-visible', pid, errno: process.errno},
  );
}

/** The pid of the process that a task belongs to; a recording has threads only below their processes. */
function threadGroupOf(snapshot: Snapshot, tid: number): number | undefined {
  const task = snapshot.find(tid);
  if (task) return orUndefined(task.status())?.tgid;
  if (!snapshot.machine.recorded) return undefined;
  const hasTask = (process: Process) => orUndefined(process.threads())?.some(thread => thread.tid === tid);
  return snapshot.processes().find(hasTask)?.pid;
}

/** Fails for a diagnosis that is about no process: it found nothing because there was nothing to look at. */
export function requireSubjects({lookedAt}: Diagnosis): void {
  if (lookedAt > 0) return;
  throw new CannotLook({kind: 'no-process-to-check'});
}

/** The descriptors of the process that was asked for; listing them takes ptrace read access. */
export function requireDescriptors(process: Process): Descriptor[] {
  const descriptors = process.descriptors();
  if (descriptors.ok) return descriptors.value;
  const {pid} = process;
  if (meansGone(descriptors.errno)) throw new CannotLook({kind: 'process-has-exited', pid});
  throw new CannotLook({kind: 'descriptors-unreadable', pid, errno: descriptors.errno});
}
