import assert from 'node:assert/strict';
import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import type {Output} from './procdoc.ts';

declare const PROJECT_ROOT: string;

/** A process that answers as procdoc does, one question after the other. It ends with the process of the tests. */
class Asker {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting: Array<{resolve: (answer: Output) => void; reject: (error: Error) => void}> = [];

  constructor() {
    const {FORCE_COLOR: _, ...env} = process.env;
    const file = `${PROJECT_ROOT}/test/support/ask.js`;
    this.#child = spawn(process.execPath, [file], {stdio: ['pipe', 'pipe', 'inherit'], env});
    createInterface({input: this.#child.stdout}).on('line', line => {
      this.#waiting.shift()?.resolve(JSON.parse(line));
      this.#keepAlive();
    });
    this.#child.once('exit', () => {
      for (const {reject} of this.#waiting.splice(0))
        reject(new Error('the process that answers has exited'));
    });
  }

  ask(words: readonly string[]): Promise<Output> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({resolve, reject});
      this.#keepAlive();
      this.#child.stdin.write(`${JSON.stringify(words)}\n`);
    });
  }

  /** The tests are to wait for an answer, and not for this process. */
  #keepAlive(): void {
    const change = this.#waiting.length > 0 ? 'ref' : 'unref';
    this.#child[change]();
    for (const stream of [this.#child.stdin, this.#child.stdout])
      if (change in stream) (stream as unknown as NodeJS.Timeout)[change]();
  }
}

let asker: Asker | undefined;

/** What procdoc says, and its status, where nothing else counts: it takes a tenth of the time of a process of its own. */
export function askProcdoc(...words: string[]): Promise<Output> {
  asker ??= new Asker();
  return asker.ask(words);
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
