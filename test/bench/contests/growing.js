// How what each question costs grows with processes, descriptors, waiters, orphans, pipes and threads.
import {growthOf} from '../growth.js';
import {amid} from '../situations.js';

const why =
  'Twice as much is twice the work where every search goes over processes and edges once; a search within a search makes it four times.';

/** Every question about the whole machine, and about one process and one file of the situation. */
const everyQuestion = (pid, file) => [
  ['zombies'],
  ['sigchld'],
  ['orphans'],
  ['orphans', '-J'],
  ['tree'],
  ['scripts'],
  ['locks'],
  ['holders', file],
  ['inherited-fds', `${pid}`],
  ['why', `${pid}`],
  ['signals', `${pid}`],
  ['diagnose', '--settle', '0s'],
  ['record', '-o', '/dev/null'],
];

const situations = [
  {
    of: 'process',
    plural: 'processes',
    sizes: [2_500, 5_000, 10_000],
    source: 'subjects/crowd.c',
    args: size => [size - 100, 100],
    questions: ({parent}) => everyQuestion(parent, '/dev/null'),
  },
  {
    of: 'descriptor',
    sizes: [22_500, 45_000, 90_000],
    source: 'subjects/many-descriptors.c',
    args: size => [size / 300, 300],
    questions: ({parent, path}) => everyQuestion(parent, path),
  },
  {
    of: 'waiter',
    sizes: [250, 500, 1_000],
    source: 'bench/waiters.c',
    questions: ({waiter, path}) => everyQuestion(waiter, path),
  },
  {
    of: 'orphan',
    sizes: [500, 1_000, 2_000],
    source: 'bench/orphans.c',
    questions: ({first, path}) => everyQuestion(first, path),
  },
  {
    of: 'pipe',
    sizes: [125, 250, 500],
    source: 'bench/pipe-chain.c',
    questions: ({first, path}) => everyQuestion(first, path),
  },
  {
    of: 'thread',
    sizes: [500, 1_000, 2_000],
    source: 'bench/threads.c',
    questions: ({pid, path}) => everyQuestion(pid, path),
  },
];

export const growing = situations.map(
  ({of, plural = `${of}s`, sizes, source, args = size => [size], questions}) => [
    `growth-${plural}`,
    () =>
      growthOf({of, plural, sizes, amidSize: (size, use) => amid(source, args(size), use), questions, why}),
  ],
);
