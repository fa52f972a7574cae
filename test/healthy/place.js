// Where one program runs: a temporary folder, the processes that were started there, and what keeps the program busy.
// All of it is gone after end(), whatever happened.
import {execFileSync, spawn} from 'node:child_process';
import {
  chownSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {alive, endMarked, markedProcesses, signal} from './processes.js';
import {commandAs, idOf} from './users.js';

const places = new Set();

/** Ends what is left at once, when this process is told to end. */
export function endAllAtOnce() {
  for (const place of places) {
    for (let round = 0; round < 5; round++) signal(markedProcesses(place.mark), 'SIGKILL');
    rmSync(place.folder, {recursive: true, force: true});
  }
}

export class Place {
  #children = [];
  #tasks = [];
  #ending = false;
  #firstToEnd = [];
  #afterEnd = [];

  constructor(program, user) {
    this.user = user;
    this.isRoot = user === 'root';
    this.folder = mkdtempSync(path.join(tmpdir(), `healthy-${program}-`));
    this.mark = path.basename(this.folder);
    execFileSync('chmod', ['755', this.folder]);
    this.#own(this.folder);
    places.add(this);
  }

  #own(file, user = this.user) {
    chownSync(file, idOf(user), idOf(user));
  }

  path(...parts) {
    return path.join(this.folder, ...parts);
  }

  makeFolder(name, user = this.user) {
    mkdirSync(this.path(name), {recursive: true});
    this.#own(this.path(name), user);
    return this.path(name);
  }

  write(name, text, mode = 0o644) {
    writeFileSync(this.path(name), text, {mode});
    this.#own(this.path(name));
    return this.path(name);
  }

  /** An environment that is equal on every machine, and has the mark (in HOME) by which the process is found again. */
  get #env() {
    const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
    return {PATH, HOME: this.folder, LANG: 'C.UTF-8', TERM: 'xterm', SHELL: '/bin/sh'};
  }

  #spawn(command, {user = this.user, input = 'ignore', output}) {
    const [file, ...args] = commandAs(user, command);
    return spawn(file, args, {
      cwd: this.folder,
      env: this.#env,
      detached: true,
      stdio: [input, output, output],
    });
  }

  /** Starts what stays, in a session of its own. It is an error if it exits while procdoc is asked. */
  start(command, options = {}) {
    const output = openSync(this.path('output.log'), 'a');
    const child = this.#spawn(command, {...options, output});
    closeSync(output);
    const started = {command, child, exit: undefined};
    child.once('error', error => {
      started.exit = error.message;
    });
    child.once('exit', (status, name) => {
      started.exit = name ?? `status ${status}`;
    });
    this.#children.push(started);
    this.#firstToEnd.push(child.pid);
    return child;
  }

  /** Runs what exits by itself, and gives what it printed; fails if it does. */
  async run(command, options = {}) {
    const output = this.path(`run-${Math.random().toString(36).slice(2)}.log`);
    const descriptor = openSync(output, 'a');
    const child = this.#spawn(command, {...options, output: descriptor});
    closeSync(descriptor);
    const status = await new Promise(resolve => {
      child.once('error', error => resolve(error.message));
      child.once('exit', (code, name) => resolve(name ?? code));
    });
    const printed = readFileSync(output, 'utf8');
    rmSync(output);
    if (status !== 0 && !this.#ending)
      throw new Error(`${command.join(' ')}: ${status}: ${printed.slice(-400)}`);
    return printed;
  }

  /** A port of 127.0.0.1 that is free now. */
  async port() {
    const server = createServer();
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
    const {port} = server.address();
    await new Promise(resolve => server.close(resolve));
    return port;
  }

  async until(what, isSo, seconds = 20) {
    const givenUpAt = performance.now() + 1000 * seconds;
    for (;;) {
      let found;
      try {
        found = await isSo();
      } catch {
        // Not yet.
      }
      if (found) return found;
      const exited = this.exited();
      if (exited) throw new Error(exited);
      if (performance.now() > givenUpAt)
        throw new Error(`not ${what} within ${seconds} s: ${this.#lastOutput()}`);
      await sleep(50);
    }
  }

  /** The living process that a pid file names: of a daemon that has put itself into the background. */
  async pidIn(name) {
    const pid = await this.until(`a process in ${name}`, () => {
      const found = Number.parseInt(readFileSync(this.path(name), 'utf8'), 10);
      return found > 0 && alive(found) && found;
    });
    this.#firstToEnd.push(pid);
    return pid;
  }

  /** Does a task again and again, from now to the end: the load. */
  busy(task, pause = 50) {
    const done = {times: 0, error: undefined};
    const loop = async () => {
      while (!this.#ending) {
        try {
          await task();
          done.times++;
        } catch (error) {
          done.error = error.message;
        }
        await sleep(pause * (0.5 + Math.random()));
      }
    };
    this.#tasks.push({done, finished: loop()});
    return this.until('busy', () => done.times > 0);
  }

  /** Something to do when all processes have exited, again and again until it is done. */
  afterEnd(isDone) {
    this.#afterEnd.push(isDone);
  }

  /** Which of the processes that should stay has exited. */
  exited() {
    const gone = this.#children.find(({exit}) => exit !== undefined);
    return gone && `${gone.command.join(' ').slice(0, 100)} has exited (${gone.exit}): ${this.#lastOutput()}`;
  }

  /** What is wrong with the load: a program without work proves little. */
  idle() {
    const failed = this.#tasks.find(({done}) => done.error !== undefined && done.times < 5);
    return failed && `its work fails: ${failed.done.error}`;
  }

  #lastOutput() {
    try {
      return readFileSync(this.path('output.log'), 'utf8').trim().slice(-300);
    } catch {
      return '';
    }
  }

  async end() {
    this.#ending = true;
    await endMarked(this.mark, this.#firstToEnd);
    await Promise.all(this.#tasks.map(({finished}) => finished));
    for (const isDone of this.#afterEnd)
      for (let round = 0; !isDone() && round < 50; round++) await sleep(100);
    rmSync(this.folder, {recursive: true, force: true});
    places.delete(this);
  }
}
