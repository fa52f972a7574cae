import {type Errno, found, mapRead, type Read} from '../read.ts';
import type {Codec} from './line-codec.ts';
import type {WrittenSection} from './sections.ts';

/** What can be asked about each process, or about the machine: one object for all of whom it is asked. */
interface Question {
  readonly kind: string;
  /** What stands after the number of the process in the name of its section: "/exe". */
  readonly rest: string;
  /** Its place among all questions, once they are put in order. */
  place: number;
}

/** Its bytes as latin1, or the errno. */
type Noted = string | Extract<Read<string>, {ok: false}>;

/** So many questions are looked through sooner than in a Map, which takes twice the memory (measured). */
const FEW = 100;

/** The answers about a process, whose number is how the names of their sections begin; about the machine it is "". */
class About {
  readonly number: string;
  readonly questions: Question[] = [];
  /** In the order of the questions. */
  readonly answers: Noted[] = [];
  #places: Map<Question, number> | undefined;

  constructor(number: string) {
    this.number = number;
  }

  get(question: Question): Noted | undefined {
    const place = this.#placeOf(question);
    return place === undefined ? undefined : this.answers[place];
  }

  set(question: Question, answer: Noted): void {
    const place = this.#placeOf(question) ?? this.questions.push(question) - 1;
    this.answers[place] = answer;
    this.#places?.set(question, place);
  }

  #placeOf(question: Question): number | undefined {
    if (this.questions.length < FEW) {
      const place = this.questions.indexOf(question);
      return place === -1 ? undefined : place;
    }
    this.#places ??= new Map(this.questions.map((one, place) => [one, place]));
    return this.#places.get(question);
  }
}

/** A kind of question, and the form of its answers. */
interface Form<T> {
  readonly kind: string;
  readonly codec: Codec<T>;
}

const naturally = new Intl.Collator('en', {numeric: true});

/** The answers of a machine as they will stand in a recording, of which there are hundreds of thousands. */
export class Notes {
  readonly #abouts = new Map<string, About>();
  readonly #questions = new Map<string, Map<string, Question>>();
  readonly #texts = new Map<string, string>();
  readonly #failures = new Map<Errno, Noted>();
  #last = new About('');

  /** Notes an answer; the last one to a question counts. */
  note({kind, name, answer}: WrittenSection): void {
    const about = this.#about(name);
    about.set(this.#question(kind, restOf(name, about.number)), this.#once(answer));
  }

  /** The answer to a question: that which was noted, and else that of `ask`, which is noted. */
  answer<T>({kind, codec}: Form<T>, name: string, ask: () => Read<T>): Read<T> {
    const about = this.#about(name);
    const question = this.#question(kind, restOf(name, about.number));
    const known = about.get(question);
    if (known !== undefined)
      return typeof known === 'string' ? found(codec.decode(Buffer.from(known, 'latin1'))) : known;
    const answer = ask();
    about.set(question, this.#once(mapRead(answer, value => codec.encode(value))));
    return answer;
  }

  /**
   * The sections of a recording in order, those of a process together: the host comes first, then names that are no words,
   * the processes by number, and the files of the machine.
   */
  *sections(): Generator<readonly WrittenSection[]> {
    this.#order();
    const machine = sectionsOf(this.#abouts.get('') ?? new About(''));
    const isBefore = ({kind, name}: WrittenSection) => kind === 'host' || naturally.compare(name, '0') < 0;
    yield machine.filter(isBefore);
    for (const number of [...this.#abouts.keys()].sort((a, b) => Number(a) - Number(b))) {
      const about = this.#abouts.get(number);
      if (about && number !== '') yield sectionsOf(about);
    }
    yield machine.filter(section => !isBefore(section));
  }

  #about(name: string): About {
    // Nearly every question is about the process that the one before was about.
    const {number} = this.#last;
    if (number !== '' && name.startsWith(number) && !isDigit(name.charCodeAt(number.length)))
      return this.#last;
    const beginning = isDigit(name.charCodeAt(0)) ? String(/^\d+/.exec(name)) : '';
    this.#last = this.#abouts.get(beginning) ?? new About(beginning);
    this.#abouts.set(beginning, this.#last);
    return this.#last;
  }

  #question(kind: string, rest: string): Question {
    const questions = this.#questions.get(kind) ?? new Map<string, Question>();
    this.#questions.set(kind, questions);
    const question = questions.get(rest) ?? {kind, rest, place: 0};
    questions.set(rest, question);
    return question;
  }

  /** One answer for all that are equal. */
  #once(answer: Read<string>): Noted {
    if (!answer.ok) {
      const known = this.#failures.get(answer.errno) ?? answer;
      this.#failures.set(answer.errno, known);
      return known;
    }
    const known = this.#texts.get(answer.value) ?? answer.value;
    this.#texts.set(known, known);
    return known;
  }

  /** Few questions are asked about many processes: the sections of each need not be compared by name. */
  #order(): void {
    const all = [...this.#questions.values()].flatMap(questions => [...questions.values()]);
    all.sort(
      (a, b) => rank(a) - rank(b) || naturally.compare(a.rest, b.rest) || naturally.compare(a.kind, b.kind),
    );
    for (const [place, question] of all.entries()) question.place = place;
  }
}

function rank({kind}: Question): number {
  return kind === 'host' ? 0 : 1;
}

function isDigit(char: number): boolean {
  return char >= 0x30 && char <= 0x39;
}

/** In the place of the number of the main thread, which is that of its process. No name has a blank. */
const MAIN_THREAD = '/task/ /';

function restOf(name: string, number: string): string {
  const rest = name.slice(number.length);
  const task = `/task/${number}/`;
  return number !== '' && rest.startsWith(task) ? MAIN_THREAD + rest.slice(task.length) : rest;
}

function nameOf(number: string, rest: string): string {
  return rest.startsWith(MAIN_THREAD)
    ? `${number}/task/${number}/${rest.slice(MAIN_THREAD.length)}`
    : number + rest;
}

function sectionsOf({number, questions, answers}: About): WrittenSection[] {
  return questions
    .map((question, at) => ({question, answer: answers[at] ?? ''}))
    .sort((a, b) => a.question.place - b.question.place)
    .map(({question: {kind, rest}, answer}) => ({
      kind,
      name: nameOf(number, rest),
      answer: typeof answer === 'string' ? found(answer) : answer,
    }));
}
