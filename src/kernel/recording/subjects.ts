/** What stands in the heading of a section. */
export interface Heading {
  readonly kind: string;
  readonly name: string;
}

/** What can be asked about each process, or about the machine: one object for all of whom it is asked. */
export interface Question {
  readonly id: number;
  readonly kind: string;
  /** What stands after the number of the process in the name of its section: "/exe". */
  readonly rest: string;
}

/** Sections that stand together in a recording. */
interface Group {
  /** Whom they are about. */
  readonly whom: number;
  /** Its pid; "" for the machine. */
  readonly number: string;
  /** The place of the section with a question among them; undefined: it is not among them. */
  readonly placeOf: (question: number) => number | undefined;
}

/** Names that begin with no pid are about the machine. */
const MACHINE = 0;

const naturally = new Intl.Collator('en', {numeric: true});

/**
 * What the sections of a recording are about, in numbers: whom, by the pid with which a name begins, and what is asked of
 * them. That is the same of thousands of processes.
 */
export class Subjects {
  readonly #byNumber = new Map([['', MACHINE]]);
  /** The pids; "" for the machine. */
  readonly #numbers = [''];
  readonly #byKind = new Map<string, Map<string, Question>>();
  readonly #questions: Question[] = [];
  #last = {id: MACHINE, number: ''};

  /** Whom a name is about. */
  whom(name: string): number {
    // Nearly every question is about the process that the one before was about.
    const {number} = this.#last;
    if (number === '' || !name.startsWith(number) || isDigit(name.charCodeAt(number.length))) {
      const beginning = isDigit(name.charCodeAt(0)) ? String(/^\d+/.exec(name)) : '';
      this.#last = {id: this.#idOf(beginning), number: beginning};
    }
    return this.#last.id;
  }

  /** What is asked under the name whose `whom` was asked for last. */
  question(kind: string, name: string): number {
    const {number} = this.#last;
    const rest = restOf(name, number);
    const questions = this.#byKind.get(kind) ?? new Map<string, Question>();
    this.#byKind.set(kind, questions);
    let question = questions.get(rest);
    if (!question) {
      question = {id: this.#questions.length, kind, rest};
      this.#questions.push(question);
      questions.set(rest, question);
    }
    return question.id;
  }

  /** The pid with which the names begin that are about somebody; "" for the machine. */
  number(whom: number): string {
    return this.#numbers[whom] ?? '';
  }

  questionOf(id: number): Question {
    return this.#questions[id] as Question;
  }

  heading(whom: number, question: number): Heading {
    const {kind, rest} = this.questionOf(question);
    return {kind, name: nameOf(this.#numbers[whom] ?? '', rest)};
  }

  /**
   * The sections of a process stand together: the host comes first, then names that are no words, the processes by number,
   * and the files of the machine. Few questions are asked about many processes: only these are compared by name.
   */
  *inOrder(): Generator<Group> {
    const questions = this.#questions.toSorted(
      (a, b) => rank(a) - rank(b) || naturally.compare(a.rest, b.rest) || naturally.compare(a.kind, b.kind),
    );
    const places = new Int32Array(questions.length);
    for (const [place, {id}] of questions.entries()) places[id] = place;
    const words = questions.findIndex(one => one.kind !== 'host' && naturally.compare(one.rest, '0') >= 0);
    const middle = words === -1 ? questions.length : words;
    const placesIn = (start: number, end: number) => (question: number) => {
      const place = places[question] ?? 0;
      return start <= place && place < end ? place : undefined;
    };
    yield {whom: MACHINE, number: '', placeOf: placesIn(0, middle)};
    const pids = this.#numbers.map((number, whom) => ({whom, number})).slice(MACHINE + 1);
    const placeOf = placesIn(0, questions.length);
    for (const pid of pids.sort((a, b) => Number(a.number) - Number(b.number))) yield {...pid, placeOf};
    yield {whom: MACHINE, number: '', placeOf: placesIn(middle, questions.length)};
  }

  #idOf(number: string): number {
    const known = this.#byNumber.get(number);
    if (known !== undefined) return known;
    this.#byNumber.set(number, this.#numbers.length);
    return this.#numbers.push(number) - 1;
  }
}

/** What is read of each process, whatever the question: it comes first, so that most answers need read no further. */
const COMMON = ['/stat', '/exe', '/status', '/cmdline', '/cgroup'];

function rank({kind, rest}: Omit<Question, 'id'>): number {
  if (kind === 'host') return -1;
  const place = COMMON.indexOf(rest);
  return place === -1 ? COMMON.length : place;
}

function isDigit(char: number): boolean {
  return char >= 0x30 && char <= 0x39;
}

/** In the place of the number of the main thread, which is that of its process. No name has a blank. */
const MAIN_THREAD = '/task/ /';

function restOf(name: string, number: string): string {
  const rest = name.slice(number.length);
  if (number === '' || !rest.startsWith('/task/')) return rest;
  const task = `/task/${number}/`;
  return rest.startsWith(task) ? MAIN_THREAD + rest.slice(task.length) : rest;
}

function nameOf(number: string, rest: string): string {
  return rest.startsWith(MAIN_THREAD)
    ? `${number}/task/${number}/${rest.slice(MAIN_THREAD.length)}`
    : number + rest;
}
