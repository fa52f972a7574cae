// Runs commands by turns, and says what they took.
import {spawnSync} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';
import {compile} from './programs.js';

const measured = compile('bench/measured.c');

// Node 20 reads and parses those certificates at every start, which makes any ratio to Node look better.
const {NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...env} = process.env;

export {env};

/** After so many seconds a command is ended, and counts as one that took at least that long. */
const LIMIT_SECONDS = 60;
/** Exit statuses of an answer: 1 says that something was found. */
const ANSWERED = [0, 1];

/**
 * Runs a command once: seconds, cpuSeconds and peakKb of it; isEnded where it took too long. `input` is the file that it
 * reads; withoutBpf takes the privilege for BPF away from it.
 */
export function measure({words, input, withoutBpf = false}) {
  const options = [...(withoutBpf ? ['--without-bpf'] : []), '--limit', `${LIMIT_SECONDS}`];
  const stdin = input === undefined ? 'ignore' : openSync(input, 'r');
  try {
    const {output, error} = spawnSync(measured, [...options, ...words], {
      stdio: [stdin, 'ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      env,
    });
    if (error) throw error;
    const {status, ...took} = JSON.parse(output[3]);
    const isEnded = status === -9 && took.seconds >= LIMIT_SECONDS - 1;
    if (!isEnded && !ANSWERED.includes(status))
      throw new Error(`${words.join(' ')} exited with ${status}: ${output[2]}`);
    return {...took, isEnded};
  } finally {
    if (stdin !== 'ignore') closeSync(stdin);
  }
}

/** Median and quartiles, as R's type 7 has them. */
export function spreadOf(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = part => {
    const place = (sorted.length - 1) * part;
    const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return below + (above - below) * (place - Math.floor(place));
  };
  return {median: at(0.5), low: at(0.25), high: at(0.75)};
}

/**
 * Each command by turns, so that all have the same load, until the rounds are over or the time is used up, `least` times
 * at least: its spread of seconds and of CPU, and its peak of memory. A first round, in which files come into the cache,
 * is not counted. What was ended for its time is run once only.
 */
export function race(commands, {rounds, seconds = 60, least = 3}) {
  const takes = commands.map(() => []);
  const until = performance.now() + seconds * 1000;
  for (let round = 0; round <= rounds; round++) {
    if (round > least && performance.now() > until) break;
    for (const [at, command] of commands.entries()) {
      if (takes[at].some(({isEnded}) => isEnded)) continue;
      const took = measure(command);
      if (round > 0 || took.isEnded) takes[at].push(took);
    }
  }
  return takes.map(some => ({
    seconds: spreadOf(some.map(({seconds}) => seconds)),
    cpu: spreadOf(some.map(({cpuSeconds}) => cpuSeconds)),
    peakMb: Math.max(...some.map(({peakKb}) => peakKb)) / 1024,
    isEnded: some.some(({isEnded}) => isEnded),
  }));
}
