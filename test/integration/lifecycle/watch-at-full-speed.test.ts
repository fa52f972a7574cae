import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {openSource} from '../../../src/lifecycle/watch/source.ts';
import {watchAnswer} from '../../../src/render/contract/watch.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {startSubject, until} from '../../support/subject.ts';

declare const PROJECT_ROOT: string;

/** Of each there are a fork, an exit and a reap, which make a million events of all parents. */
const CHILDREN = Math.ceil(1_000_000 / 3 / availableParallelism());

/** What garbage makes of a heap from one second to the next. */
const GROWTH_KB = 48 * 1024;

const connector = await openSource('connector');
if (connector.ok) connector.value.events?.close();

function residentKb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]);
}

for (const [source, missing] of [
  ['bpf', signalActionErrno() !== undefined && 'no tracepoints'],
  ['connector', !connector.ok && 'no proc connector'],
] as const)
  it(`watch by ${source} loses no child where each core forks as fast as it can, or says so; its memory is flat`, {
    skip: missing,
  }, async () => {
    const parents = await Promise.all(
      Array.from({length: availableParallelism()}, () => startSubject('quick-children.c', `${CHILDREN}`)),
    );
    const program = path.join(PROJECT_ROOT, 'bin/run.js');
    const words = [program, 'watch', '--source', source, '--only', 'kill', '--json', '-q'];
    const watch = spawn(process.execPath, words, {stdio: ['ignore', 'pipe', 'inherit']});
    const closed = once(watch, 'close');
    const lines: string[] = [];
    const sizes: number[] = [];
    createInterface({input: watch.stdout}).on('line', line => lines.push(line));
    try {
      await until('watch begins', () => lines.length > 0);
      for (const parent of parents) parent.tell('go');
      const exits = Promise.all(parents.map(({exited}) => exited));
      for (let statuses: unknown; statuses === undefined; ) {
        statuses = await Promise.race([exits, sleep(1000)]);
        sizes.push(residentKb(watch.pid ?? 0));
      }
      assert.deepEqual(new Set(await exits), new Set([0]));
      // A reap is known some milliseconds late, or at the next look.
      await sleep(2000);
    } finally {
      watch.kill('SIGTERM');
      for (const parent of parents) await parent.stop();
      await closed;
    }
    const summary = watchAnswer.parse(JSON.parse(lines.at(-1) ?? ''));
    assert.ok(summary.type === 'summary');
    const pids = parents.map(({pid}) => pid);
    const known = summary.parents.flatMap(({pid, born, exited, reaped}) =>
      pids.includes(pid) ? [[born, exited, reaped]] : [],
    );
    if (summary.lost === 0) assert.deepEqual(known, Array(pids.length).fill([CHILDREN, CHILDREN, CHILDREN]));
    const early = Math.max(...sizes.slice(0, Math.ceil(sizes.length / 3)));
    assert.ok((sizes.at(-1) ?? 0) - early < GROWTH_KB, `${sizes}`);
  });
