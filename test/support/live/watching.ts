import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {createInterface} from 'node:readline';
import type * as z from 'zod/mini';
import {watchAnswer} from '../../../src/render/contract/watch.ts';
import {until} from '../subject.ts';

declare const PROJECT_ROOT: string;

/** A line of `procdoc watch --json`, in the contract. */
export type Line = z.infer<typeof watchAnswer>;
export type Event = Exclude<Line, {type: 'start' | 'lost' | 'summary'}>;
export type Told<Type extends Line['type']> = Extract<Line, {type: Type}>;

/** The lines for events, by the types that tests ask for. */
export interface Events {
  readonly exec: Event;
  readonly exit: Told<'exit'>;
  readonly reap: Told<'reap'>;
  readonly zombie: Told<'zombie'>;
  readonly reparent: Told<'reparent'>;
}

/** A `procdoc watch --json` that has begun. */
export interface Watching {
  readonly start: Told<'start'>;
  /** The events so far, those of another type than `Event` left out. */
  events(): Event[];
  /** The first event of this type about a process, once it is there. */
  event<Type extends keyof Events>(type: Type, pid: number): Promise<Events[Type]>;
  /** What it printed, once it has ended by itself. */
  readonly ended: Promise<Ended>;
  /** Ends it with a signal. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

export interface Ended {
  readonly status: number | null;
  readonly summary: Told<'summary'>;
  readonly lines: readonly Line[];
}

/** Runs `use` while `procdoc watch --json` runs with these arguments. */
export async function withWatch(
  args: readonly string[],
  use: (watching: Watching) => Promise<void>,
  launcher: readonly string[] = [],
): Promise<void> {
  const procdoc = [process.execPath, path.join(PROJECT_ROOT, 'bin/run.js'), 'watch', ...args, '--json', '-q'];
  const [file = '', ...words] = [...launcher, ...procdoc];
  const child = spawn(file, words, {stdio: ['ignore', 'pipe', 'inherit']});
  const lines: Line[] = [];
  createInterface({input: child.stdout}).on('line', text => lines.push(watchAnswer.parse(JSON.parse(text))));
  const ended = once(child, 'close').then(([status]): Ended => {
    const summary = lines.at(-1);
    assert.ok(summary?.type === 'summary', `watch ended with status ${status}, and without a summary`);
    return {status, summary, lines};
  });
  const events = () => lines.flatMap(line => (isEvent(line) ? [line] : []));
  try {
    const start = await until('watch begins', () => lines.find(line => line.type === 'start'));
    await use({
      start,
      events,
      event: <Type extends keyof Events>(type: Type, pid: number) =>
        until(
          `${type} of ${pid} is told`,
          () => events().find(one => one.type === type && one.pid === pid) as Events[Type] | undefined,
        ) as Promise<Events[Type]>,
      ended,
      stop(signal = 'SIGTERM') {
        child.kill(signal);
        return ended;
      },
    });
  } finally {
    child.kill('SIGKILL');
    await ended.catch(() => {});
  }
}

function isEvent(line: Line): line is Event {
  return line.type !== 'start' && line.type !== 'lost' && line.type !== 'summary';
}
