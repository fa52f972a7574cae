import {resolve} from 'node:path';
import type {Command} from '@oclif/core/command';
import {string} from '@oclif/core/flags';
import {openMachine} from '../kernel/machine/machine.ts';
import {keepOldHeapSmall} from '../kernel/streams/old-heap.ts';
import {leaveCodeUnoptimized, optimizeSimply} from '../kernel/streams/optimizer.ts';
import {keepYoungHeapSmall} from '../kernel/streams/young-heap.ts';
import {passedOverTexts} from '../render/fleet/passed-over.ts';
import {type Introducing, introductions} from '../render/introductions/introductions.ts';
import type {Page} from '../render/page.ts';
import {recordProgressText} from '../render/progress.ts';
import {recordingName} from '../render/recording-name.ts';
import {type ResolvedName, resolvedText} from '../render/resolved.ts';
import {hasManyTasks} from '../snapshot/process-table/process-table.ts';
import {Snapshot} from '../snapshot/snapshot.ts';
import {readBeginnings} from '../snapshot/starters/beginning.ts';
import {vantageOfProcfs, vantageOfRecording} from '../snapshot/vantage.ts';
import {readObstacle, readVisibility} from '../snapshot/visibility.ts';
import {requireNamed} from './asked-process.ts';
import {CannotLook, UsageError} from './failures.ts';
import {type Answer, ProcdocCommand} from './procdoc-command.ts';
import {Progress} from './progress.ts';
import {givenRecordings, openRecording} from './recorded.ts';
import {remarksOn} from './remarks.ts';
import type {AskedPid} from './require-process.ts';
import type {AskedProcess} from './values.ts';

/** Of more processes, the answers would be longer than anybody reads. */
const MOST_AS_TEXT = 5;

/** An answer that introduces processes as it names them. */
export interface IntroducingAnswer extends Omit<Answer, 'lines'> {
  readonly lines: (page: Page, introducing: Introducing) => readonly string[] | Promise<readonly string[]>;
}

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

  readonly #resolved = new Map<AskedProcess, ResolvedName>();
  readonly #told: ResolvedName[] = [];
  #progress: Progress | undefined;

  /** Shows how many processes are recorded so far. */
  protected readonly onRecorded = (done: number, all: number): void =>
    this.#progress?.onShare(done, all, recordProgressText);

  /** Whether it asks so much of each process that thousands take a second. */
  protected readonly looksAtEverything: boolean = false;
  /** Whether optimizing its code doesn't pay amid thousands of processes: see leaveCodeUnoptimized. */
  protected readonly leavesCodeUnoptimized: boolean = false;

  /** Whether it answers from a recording. */
  protected get isRecorded(): boolean {
    return this.#source.from !== undefined;
  }

  /** Where the procfs is mounted that it reads. */
  protected get mount(): string {
    return resolve(this.#source.proc);
  }

  /** The file of the one recording that it answers from; null: none. */
  protected get recording(): string | null {
    return [this.#source.from ?? []].flat()[0] ?? null;
  }

  /** What it reads, as remarks name it: where the procfs is mounted, or the recording. */
  protected get place(): string {
    return this.recording === null ? this.mount : recordingName(this.recording);
  }

  get #source(): {readonly proc: string; readonly from: string | readonly string[] | undefined} {
    return this.flags as {proc: string; from: string | readonly string[] | undefined};
  }

  /** Whether, as text, each of several processes of a name has an answer of its own, one below the other. */
  protected readonly answersEach: boolean = false;

  /** How many processes one name may stand for: one where the answer is about one process. */
  protected get mostNamed(): number {
    if (this.ctor.args.pid?.multiple === true) return Number.POSITIVE_INFINITY;
    return this.answersEach && !this.printsJson && !this.printsData ? MOST_AS_TEXT : 1;
  }

  /** The processes of the argument PID, each once; undefined: none were given. */
  protected get pids(): readonly AskedPid[] | undefined {
    const {pid} = this.args as {pid?: AskedProcess | readonly AskedProcess[]};
    if (pid === undefined) return undefined;
    const byPid = new Map(
      [pid].flat().flatMap(each => this.#pidsOf(each).map(one => [one.pid, one] as const)),
    );
    return [...byPid.values()];
  }

  /** The one process that an argument or a flag asks for. */
  protected pidOf(asked: AskedProcess): AskedPid {
    // A name that leads to no process is refused before the command looks.
    return this.#pidsOf(asked)[0] as AskedPid;
  }

  #pidsOf(asked: AskedProcess): readonly AskedPid[] {
    const {name} = asked;
    return this.#resolved.get(asked)?.processes ?? (name.kind === 'pid' ? [{pid: name.pid}] : []);
  }

  /** The processes that it is asked about, by PID, --parent or --scope. */
  get #asked(): readonly AskedProcess[] {
    const {parent, scope} = this.flags as {parent?: AskedProcess; scope?: AskedProcess | string};
    const {pid} = this.args as {pid?: AskedProcess | readonly AskedProcess[]};
    return [pid, parent, scope].flat().filter(one => typeof one === 'object');
  }

  /** Names are looked up in a look of their own, and are not a part of what the answer had to read. */
  async #resolve(snapshot: Snapshot): Promise<void> {
    const looked = snapshot.again();
    for (const asked of this.#asked) {
      const resolved = await requireNamed(looked, asked, this.mostNamed);
      if (!resolved) continue;
      this.#resolved.set(asked, resolved);
      this.tell(resolved, resolvedText(resolved));
    }
  }

  /** Says for what a word was taken; in JSON, the answer itself does. */
  protected tell(resolved: ResolvedName, sentence: string | undefined): void {
    this.#told.push(resolved);
    if (sentence !== undefined && !this.printsJson) this.note(sentence);
  }

  protected abstract look(snapshot: Snapshot): Promise<IntroducingAnswer>;

  /** The answer from several recordings. */
  protected async lookAtAll(_files: readonly string[]): Promise<Answer> {
    throw new UsageError({kind: 'one-recording-only'});
  }

  protected override async answer(): Promise<Answer> {
    const given = [this.#source.from ?? []].flat();
    if (given.length === 0) return this.#answerFrom(undefined);
    const {files, folders} = await givenRecordings(given);
    if (!files) return this.#answerFrom(given[0]);
    const answer = await this.lookAtAll(files);
    const asked = new Set(given.map(file => resolve(file)));
    for (const {folder, folders: below, others} of folders) {
      const unasked = below.filter(one => !asked.has(resolve(one)));
      for (const text of passedOverTexts(folder, unasked, others)) this.note(text);
    }
    return answer;
  }

  /** A machine may have few processes and yet hundreds of thousands of descriptors: it is prepared for on any. */
  #prepareForMuch(): void {
    optimizeSimply();
    keepYoungHeapSmall();
    keepOldHeapSmall();
  }

  async #answerFrom(from: string | undefined): Promise<Answer> {
    const place = this.place;
    const progress = new Progress((this.flags as {quiet: boolean}).quiet);
    this.#progress = progress;
    const machine = from === undefined ? openMachine(this.mount, progress.onStep) : await openRecording(from);
    const vantage =
      from === undefined ? vantageOfProcfs(machine, this.mount) : vantageOfRecording(machine, from);
    const snapshot = new Snapshot(machine, vantage);
    const obstacle = readObstacle(snapshot, place);
    if (obstacle !== undefined) throw new CannotLook({kind: 'no-procfs', obstacle});
    await this.#resolve(snapshot);
    const about = this.#asked.flatMap(asked => this.#pidsOf(asked).map(({pid}) => pid));
    const notes = readVisibility(snapshot, place, about.length > 0 ? about : undefined);
    if (this.looksAtEverything) this.#prepareForMuch();
    if (this.leavesCodeUnoptimized && hasManyTasks(machine)) leaveCodeUnoptimized();
    const answer = await this.look(snapshot).finally(() => progress.end());
    const {ledger} = snapshot;
    for (const mountPoint of machine.silentMounts ?? []) ledger.note(mountPoint, 'ETIMEDOUT');
    return {
      ...answer,
      lines: page => answer.lines(page, async () => introductions(page, await readBeginnings(snapshot))),
      json: () => {
        const content = answer.json();
        const resolved = this.#told.length > 0 ? {resolved: this.#told} : {};
        return {complete: ledger.complete, unreadable: ledger.unreadable, ...resolved, ...content};
      },
      remarks: () => remarksOn(snapshot, notes),
    };
  }
}
