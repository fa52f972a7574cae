import {type ChildProcess, spawn} from 'node:child_process';
import {readSync, writeSync} from 'node:fs';
import type {Socket} from 'node:net';
import {isSea} from 'node:sea';
import {attempt} from '../descriptor.ts';
import {monotonicMs} from '../monotonic-ms.ts';
import {found, type Read, unreadable} from '../read.ts';
import {HELPER_NAME, HELPER_OF_NODE, type HelperCall} from './file-helper-program.ts';

/** How long one answer may take. */
const MOST_MS = 1000;
/** How long all answers that never come may take together, so that a command ends within ten seconds. */
const MOST_IN_VAIN_MS = 4000;
/** How long a new helper may take to start on a busy machine. */
const MOST_TO_START_MS = 3000;
const LOOK_AGAIN_MS = 0.05;

/** A started helper; `input` and `output` are our ends of its standard streams. */
interface Helper {
  readonly child: ChildProcess;
  readonly input: number;
  readonly output: number;
}

/** A stream of a child process, with the handle of libuv, which is the only way to its descriptor. */
interface Piped extends Socket {
  readonly _handle: {readonly fd: number};
}

/**
 * Looks at files that may never answer, in a process of its own: a call into a file system whose server is stopped
 * can't be given up, and a thread in it can't be ended, not even by the exit of its process. A helper that doesn't
 * answer is killed and left behind; the next question goes to a new one.
 */
export class FileHelper {
  readonly #pids = new Set<string>();
  readonly #cell = new Int32Array(new SharedArrayBuffer(4));
  #helper: Helper | undefined;
  #inVainMs = 0;

  /** The helpers by pid, which exist only because procdoc looks. */
  get pids(): ReadonlySet<string> {
    return this.#pids;
  }

  /** Gives it all its time again; false, and it has no more than before, where a helper that was given up is still there. */
  startOver(): boolean {
    const current = this.#helper?.child.pid;
    if ([...this.#pids].some(pid => pid !== String(current))) return false;
    this.#inVainMs = 0;
    return true;
  }

  /** ETIMEDOUT: the file system didn't answer in time. What else is answered is the errno of the call. */
  ask<T>(call: HelperCall, path: string, most = 0): Read<T> {
    const limitMs = Math.min(MOST_MS, MOST_IN_VAIN_MS - this.#inVainMs);
    this.#helper ??= limitMs > 0 ? this.#start() : undefined;
    if (!this.#helper) return unreadable('ETIMEDOUT');
    const {input} = this.#helper;
    const asked = attempt(() => writeSync(input, `${JSON.stringify({call, path, most})}\n`, null, 'latin1'));
    const line = asked.ok ? this.#lineWithin(this.#helper, limitMs) : undefined;
    if (line === undefined) return unreadable('ETIMEDOUT');
    const {value, errno} = JSON.parse(line) as {value?: T; errno?: string};
    return errno === undefined ? found(value as T) : unreadable(errno);
  }

  #start(): Helper | undefined {
    const [words, argv0] = isSea() ? [[], HELPER_NAME] : [[...HELPER_OF_NODE, process.argv[1] ?? '/']];
    const child = spawn(process.execPath, words, {
      ...(argv0 !== undefined && {argv0}),
      cwd: '/',
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child.on('error', () => {});
    if (child.pid === undefined) return undefined;
    const pid = String(child.pid);
    this.#pids.add(pid);
    child.on('exit', () => this.#pids.delete(pid));
    const [input, output] = [child.stdin, child.stdout].map(stream => {
      const piped = stream as unknown as Piped;
      piped.on('error', () => {});
      piped.unref();
      return piped._handle.fd;
    });
    child.unref();
    const helper = {child, input: input as number, output: output as number};
    return this.#lineWithin(helper, MOST_TO_START_MS) === undefined ? undefined : helper;
  }

  /** One line of the helper; undefined where there was none in time, after which the helper is gone. */
  #lineWithin(helper: Helper, limitMs: number): string | undefined {
    const startedMs = monotonicMs();
    const chunks: Buffer[] = [];
    const chunk = Buffer.alloc(64 * 1024);
    for (;;) {
      const length = readAtOnce(helper.output, chunk);
      if (length > 0) chunks.push(Buffer.from(chunk.subarray(0, length)));
      if (length > 0 && chunk[length - 1] === NEWLINE) return Buffer.concat(chunks).toString('utf8');
      const elapsedMs = monotonicMs() - startedMs;
      if (length === 0 || elapsedMs > limitMs) {
        // A helper that can't run at all is not tried again.
        this.#inVainMs += length === 0 ? MOST_IN_VAIN_MS : elapsedMs;
        helper.child.kill('SIGKILL');
        this.#helper = undefined;
        return undefined;
      }
      if (length < 0) Atomics.wait(this.#cell, 0, 0, LOOK_AGAIN_MS);
    }
  }
}

const NEWLINE = 10;

/** How many bytes were there; 0 at EOF, -1 where none have come. */
function readAtOnce(fd: number, chunk: Buffer): number {
  try {
    return readSync(fd, chunk);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? -1 : 0;
  }
}
