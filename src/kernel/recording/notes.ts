import type {KernelObjects} from '../kernel-objects.ts';
import {LastRuns} from '../objects/last-runs.ts';
import {SameAnswers} from '../objects/same-answers.ts';
import {NumberPairs} from '../packed/number-pairs.ts';
import {PackedTexts} from '../packed/packed-texts.ts';
import {type Errno, found, mapRead, type Read, unreadable} from '../read.ts';
import type {DescriptorId} from '../syscalls.ts';
import type {Answers} from './answers.ts';
import {alikeKinds} from './kinds.ts';
import type {Codec} from './line-codec.ts';
import {NAMED_FROM, type SectionGroup, type WrittenSection} from './sections.ts';
import {type Heading, type Question, Subjects} from './subjects.ts';
import type {Viewpoint} from './viewpoint.ts';

/** A kind of question, and the form of its answers. */
interface Form<T> {
  readonly kind: string;
  readonly codec: Codec<T>;
}

/** Where answers are noted, and from which CPU was asked. */
export interface Noting {
  readonly answers: Answers;
  readonly notes: Notes;
  readonly viewpoint: Viewpoint;
}

/** The answers of a machine as they will stand in a recording, of which there are hundreds of thousands. */
export class Notes {
  readonly #subjects = new Subjects();
  readonly #texts = new PackedTexts();
  readonly #errnos: Errno[] = [];
  /** For whom and which question, the number of the text that is the answer; less than 0: of an errno. */
  readonly #answers = new NumberPairs();
  #same: SameAnswers | undefined;
  #lastRuns: LastRuns | undefined;
  /** The numbers of the texts that count for other processes, too, by key: see `SameAnswers`. */
  readonly #given = new Map<number, number>();
  /** What was made of these texts, once another process had the same. */
  readonly #shared = new Map<number, Read<unknown>>();

  /** @param objects what processes have in common; undefined where that is not known */
  constructor(objects?: KernelObjects) {
    const same = objects && new SameAnswers(objects, this);
    this.#same = same;
    this.#lastRuns = same && new LastRuns(pid => same.objectsOf(pid), this);
  }

  /** Lets go of what processes have in common: what is asked then is asked of each. */
  forgetObjects(): void {
    this.#same = undefined;
    this.#lastRuns = undefined;
    this.#given.clear();
    this.#shared.clear();
  }

  /** Notes an answer; the last one to a question counts. */
  note({kind, name, answer}: WrittenSection): void {
    const whom = this.#subjects.whom(name);
    this.#note(whom, this.#subjects.question(kind, name), answer);
  }

  /** The answer to a question: that which was noted, and else that of `ask`, which is noted. */
  answer<T>({kind, codec}: Form<T>, name: string, ask: () => Read<T>): Read<T> {
    const whom = this.#subjects.whom(name);
    const question = this.#subjects.question(kind, name);
    const row = this.#answers.rowOf(whom, question);
    if (row !== undefined) {
      const known = this.#answers.valueOf(row);
      return known < 0 ? this.#failure(known) : found(codec.decode(this.#texts.bytesOf(known)));
    }
    const pid = this.#subjects.number(whom);
    const key = this.#same?.keyOf(pid, question);
    const given = key !== undefined && this.#same?.mayBeSeen(pid) ? this.#given.get(key) : undefined;
    if (key !== undefined && given !== undefined) {
      this.#answers.set(whom, question, given);
      const shared = this.#shared.get(key) ?? found(codec.decode(this.#texts.bytesOf(given)));
      this.#shared.set(key, shared);
      return shared as Read<T>;
    }
    const lastRun = kind === 'file' ? this.#lastRuns?.lineOf(pid, name) : undefined;
    if (lastRun !== undefined) {
      this.#note(whom, question, found(lastRun));
      return found(codec.decode(Buffer.from(lastRun, 'latin1')));
    }
    const answer = ask();
    const written = mapRead(answer, value => codec.encode(value));
    const id = this.#note(whom, question, written);
    if (kind === 'file' && answer.ok) this.#lastRuns?.wasRead(pid, name);
    if (key !== undefined && answer.ok) {
      this.#same?.answered(pid);
      this.#given.set(key, id);
    }
    return answer;
  }

  /** The names in the folder of descriptors of a process; undefined where they have to be read. */
  descriptorNames(pid: string): string[] | undefined {
    return this.#same?.descriptorNames(pid);
  }

  /** A number that descriptors of one open file description have in common; undefined where that is not known. */
  descriptionNumber(descriptor: DescriptorId): number | undefined {
    return this.#same?.descriptionNumber(descriptor);
  }

  /** The question with a number. */
  question(id: number): Question {
    return this.#subjects.questionOf(id);
  }

  /** What was noted of a file, as latin1; undefined where it was not asked for, or an errno was the answer. */
  textOf(name: string): string | undefined {
    const id = this.idOf('file', name);
    return id === undefined || id < 0 ? undefined : this.#texts.textOf(id);
  }

  /** A number that all equal answers have; undefined where the question was not answered. */
  idOf(kind: string, name: string): number | undefined {
    const row = this.#answers.rowOf(this.#subjects.whom(name), this.#subjects.question(kind, name));
    return row === undefined ? undefined : this.#answers.valueOf(row);
  }

  /** The sections of a recording in the order of `Subjects.inOrder`, some of them at a time. */
  *sections(): Generator<SectionGroup> {
    // For each text, one more than the row of the first section that has it; 0: none had it yet.
    const firsts = new Map(Array.from(alikeKinds, kind => [kind, new Int32Array(this.#texts.size)]));
    for (const {whom, number, placeOf} of this.#subjects.inOrder()) {
      const rows = [];
      for (const row of this.#answers.rowsOf(whom)) {
        const place = placeOf(this.#answers.secondOf(row));
        if (place !== undefined) rows.push({row, place});
      }
      rows.sort((a, b) => a.place - b.place);
      yield {number, sections: rows.map(({row}) => this.#sectionOf(row, firsts))};
    }
  }

  #sectionOf(row: number, firsts: ReadonlyMap<string, Int32Array>): WrittenSection {
    const {kind, name} = this.#headingOf(row);
    const id = this.#answers.valueOf(row);
    const read = () => (id < 0 ? this.#failure(id) : found(this.#texts.textOf(id)));
    const rows = id < 0 || this.#texts.lengthOf(id) < NAMED_FROM ? undefined : firsts.get(kind);
    const first = rows?.[id] ?? 0;
    if (rows && first === 0) rows[id] = row + 1;
    return new NotedSection(kind, name, read, first === 0 ? undefined : this.#headingOf(first - 1).name);
  }

  #headingOf(row: number): Heading {
    return this.#subjects.heading(this.#answers.firstOf(row), this.#answers.secondOf(row));
  }

  #note(whom: number, question: number, answer: Read<string | Buffer>): number {
    const id = answer.ok ? this.#texts.put(answer.value) : -1 - this.#errnoId(answer.errno);
    this.#answers.set(whom, question, id);
    return id;
  }

  #errnoId(errno: Errno): number {
    const known = this.#errnos.indexOf(errno);
    return known === -1 ? this.#errnos.push(errno) - 1 : known;
  }

  #failure(id: number): Read<never> {
    return unreadable(this.#errnos[-1 - id] ?? '');
  }
}

/** A section whose answer is made when it is asked for: that of one that names another is not. */
class NotedSection implements WrittenSection {
  readonly kind: string;
  readonly name: string;
  readonly sameAs: string | undefined;
  readonly #read: () => Read<string>;

  constructor(kind: string, name: string, read: () => Read<string>, sameAs: string | undefined) {
    this.kind = kind;
    this.name = name;
    this.sameAs = sameAs;
    this.#read = read;
  }

  get answer(): Read<string> {
    return this.#read();
  }
}
