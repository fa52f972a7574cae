// How much longer a loop of forks takes while it is watched.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, mkdtempSync, openSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setImmediate as nextTurn, setTimeout as sleep} from 'node:timers/promises';
import {ratioOf} from '../contest.js';
import {env, measure, spreadOf} from '../measure.js';
import {compile, isInstalled, procdoc} from '../programs.js';

/** Enough for a second, as a loop of them goes. */
const FORKS = 10_000;
/** What starts is compiled while it runs, which is no part of watching. */
const SETTLING_MS = 300;

/**
 * Runs `use` while a program watches the machine, once it has printed something. It prints to a file, since nobody would
 * empty a pipe meanwhile, and what waits for room in one watches no more. forkstat prints only what fills a buffer, so
 * that some forks go before, which a machine at rest would not have.
 */
async function watchedBy([file, ...args], folder, use) {
  const printed = path.join(folder, 'printed');
  const output = openSync(printed, 'w');
  const child = spawn(file, args, {stdio: ['ignore', output, output], env});
  closeSync(output);
  const exited = once(child, 'exit');
  try {
    while (statSync(printed).size === 0 && child.exitCode === null) {
      measure({words: [forkLoop(), '100']});
      await nextTurn();
    }
    await sleep(SETTLING_MS);
    return use();
  } finally {
    child.kill('SIGINT');
    await exited;
  }
}

const forkLoop = () => compile('bench/fork-loop.c');

const BUDGETS = {
  alone: {
    budget: 1.05,
    why: 'A watcher that slows what it watches changes it: a BPF program writes an event in less than a microsecond.',
  },
  forkstat: {budget: 1, why: 'It takes the same events from the proc connector, one message each.'},
  strace: {budget: 1, why: 'Each system call of what it traces stops twice.'},
};

/** What the loop takes, alone and under each watcher that there is, by turns. */
async function takesOf(loop, folder) {
  const watch = [...procdoc, 'watch', '--only', 'kill', '--source', 'bpf'];
  const takes = {watched: [], alone: [], forkstat: [], strace: []};
  const others = ['forkstat', 'strace'].filter(isInstalled);
  const traced = {words: ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=none', ...loop.words]};
  for (let round = 0; round < 11; round++) {
    takes.alone.push(measure(loop));
    takes.watched.push(await watchedBy(watch, folder, () => measure(loop)));
    if (others.includes('forkstat'))
      takes.forkstat.push(await watchedBy(['forkstat', '-e', 'all'], folder, () => measure(loop)));
    if (others.includes('strace') && round < 3) takes.strace.push(measure(traced));
  }
  return takes;
}

export async function watching() {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-bench-'));
  const takes = await takesOf({words: [forkLoop(), `${FORKS}`]}, folder);
  rmSync(folder, {recursive: true});
  const resultOf = some => ({
    seconds: spreadOf(some.map(({seconds}) => seconds)),
    peakMb: Math.max(...some.map(({peakKb}) => peakKb)) / 1024,
    isEnded: false,
  });
  return Object.entries(BUDGETS)
    .filter(([name]) => takes[name].length > 0)
    .map(([name, budget]) =>
      ratioOf({
        what: `${FORKS.toLocaleString('en-US')} forks under watch`,
        ours: resultOf(takes.watched),
        name,
        theirs: resultOf(takes[name]),
        ...budget,
      }),
    );
}
