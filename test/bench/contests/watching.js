// How much longer a loop of forks takes while it is watched.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {ratioOf} from '../contest.js';
import {env, measure, spreadOf} from '../measure.js';
import {compile, isInstalled, procdoc} from '../programs.js';

/** Enough for a second, as a loop of them goes. */
const FORKS = 5_000;

/**
 * Runs `use` while a program watches the machine, once it has printed something. forkstat prints only what fills a
 * buffer, so that some forks go before, which a machine at rest would not have.
 */
async function watchedBy([file, ...args], use) {
  const child = spawn(file, args, {stdio: ['ignore', 'pipe', 'pipe'], env});
  const exited = once(child, 'exit');
  let begun = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.once('data', () => (begun = true)).resume();
  }
  try {
    while (!begun && child.exitCode === null) {
      measure({words: [forkLoop(), '100']});
      await nextTurn();
    }
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

export async function watching() {
  const loop = {words: [forkLoop(), `${FORKS}`]};
  const watch = [...procdoc, 'watch', '--only', 'kill', '--source', 'bpf'];
  const takes = {watched: [], alone: [], forkstat: [], strace: []};
  const others = ['forkstat', 'strace'].filter(isInstalled);
  const traced = {words: ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=none', ...loop.words]};
  for (let round = 0; round < 11; round++) {
    takes.alone.push(measure(loop));
    takes.watched.push(await watchedBy(watch, () => measure(loop)));
    if (others.includes('forkstat'))
      takes.forkstat.push(await watchedBy(['forkstat', '-e', 'all'], () => measure(loop)));
    if (others.includes('strace') && round < 3) takes.strace.push(measure(traced));
  }
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
