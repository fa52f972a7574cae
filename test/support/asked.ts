import assert from 'node:assert/strict';
import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import type {Output} from './procdoc.ts';

declare const PROJECT_ROOT: string;

/**
 * A process that answers as procdoc does, one question after the other. It ends with the process of the tests, and
 * shares none of its open files, which would be in answers about those.
 */
class Asker {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting: Array<{resolve: (answer: Output) => void; reject: (error: Error) => void}> = [];

  constructor() {
    const {FORCE_COLOR: _, ...env} = process.env;
    const file = `${PROJECT_ROOT}/test/support/ask.js`;
    this.#child = spawn(process.execPath, [file], {stdio: 'pipe', env});
    createInterface({input: this.#child.stdout}).on('line', line => {
      this.#waiting.shift()?.resolve(JSON.parse(line));
      this.#keepAlive();
    });
    let complaint = '';
    this.#child.stderr.setEncoding('utf8').on('data', said => {
      complaint += said;
    });
    this.#child.once('close', () => {
      for (const {reject} of this.#waiting.splice(0))
        reject(new Error(`the process that answers has exited: ${complaint}`));
    });
  }

  /** How many questions it has yet to answer. */
  get length(): number {
    return this.#waiting.length;
  }

  ask(folder: string, words: readonly string[]): Promise<Output> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({resolve, reject});
      this.#keepAlive();
      this.#child.stdin.write(`${JSON.stringify({folder, words})}\n`);
    });
  }

  /** The tests are to wait for an answer, and not for this process. */
  #keepAlive(): void {
    const change = this.#waiting.length > 0 ? 'ref' : 'unref';
    this.#child[change]();
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr])
      if (change in stream) (stream as unknown as NodeJS.Timeout)[change]();
  }
}

/** With one asker, answers that take two looks at the machine would wait for each other. One costs two answers. */
const MOST_ASKERS = 3;
const MOST_WAITING = 2;

const askers: Asker[] = [];

function nextAsker(): Asker {
  const [least] = askers.sort((a, b) => a.length - b.length);
  if (least !== undefined && (least.length < MOST_WAITING || askers.length === MOST_ASKERS)) return least;
  const another = new Asker();
  askers.push(another);
  return another;
}

/**
 * What procdoc says, and its status, where nothing else counts: it takes a tenth of the time of a process of its own.
 * Not for commands that change the process that they run in, or have children: `run`, `watch`, `exporter`, `reap`.
 */
export function askProcdoc(...words: string[]): Promise<Output> {
  return askProcdocIn(process.cwd(), ...words);
}

/** What procdoc says with a folder as its working directory. */
export function askProcdocIn(folder: string, ...words: string[]): Promise<Output> {
  return nextAsker().ask(folder, words);
}

/** The answers to many questions, in their order. */
export function askEach(questions: ReadonlyArray<readonly string[]>): Promise<Output[]> {
  return Promise.all(questions.map(words => askProcdoc(...words)));
}

/** What `procdoc ... --json` says. `T` is what the caller expects. */
export async function askedJson<T>(...words: string[]): Promise<T> {
  const {stdout, stderr} = await askProcdoc(...words, '--json');
  assert.notEqual(stdout, '', `procdoc ${words.join(' ')} --json printed nothing: ${stderr}`);
  return JSON.parse(stdout);
}
