// What answers about all processes cost where there are 10,000.
import {holdContest} from '../contest.js';
import {compile, isInstalled} from '../programs.js';
import {amid, requireRoom} from '../situations.js';

const PROCESSES = 10_000;
const ps = columns => ({name: `ps -eo ${columns}`, words: ['ps', '-eo', columns]});
const PS = ps('pid,ppid,stat,comm');
const PS_SIGNALS = ps('pid,ppid,stat,ignored,caught,comm');

const whyZombies =
  'The kernel gives its table of processes in one read by BPF; ps and a C loop open two files or one for each process. Without BPF, one stat(2) shows that a process lives, in half the time of that loop; of each zombie three files are read, which is as much as the loop reads of three processes.';
const whyManyZombies =
  'With so many, that is the whole budget: a C program that reads just stat, status and sched of 4,000 zombies, and looks whether 6,000 others live, takes 1.4 times as long as a C loop over one file of each process, and the start of procdoc 0.4 more. No other file has the tracer of a zombie, or when it died, and what is proven of it needs both.';

const zombiesOf = (zombies, withoutBpf) => ({
  what: `zombies, ${zombies.toLocaleString('en-US')} of ${PROCESSES.toLocaleString('en-US')}${withoutBpf ? ', without BPF' : ''}`,
  ask: ['zombies'],
  withoutBpf,
  rivals: [
    {...PS, budget: withoutBpf ? 0.45 : 0.25},
    {
      name: 'a C loop over /proc/PID/stat',
      words: [compile('bench/read-stats.c')],
      budget: withoutBpf ? 1.8 : 1,
    },
  ],
  why: withoutBpf && zombies > 1_000 ? `${whyZombies} ${whyManyZombies}` : whyZombies,
});

function zombies(count, revision) {
  return amid('subjects/crowd.c', [PROCESSES - count, count], () =>
    [false, true].flatMap(withoutBpf => holdContest(zombiesOf(count, withoutBpf), revision)),
  );
}

function others(revision) {
  const listing = ask => ({
    what: `${ask[0]} of ${PROCESSES.toLocaleString('en-US')}`,
    ask,
    rounds: 10,
    rivals: [{...PS_SIGNALS, budget: 0.5}],
    ofToday: 0.25,
    why: 'They need what ps reads for these columns, and the table of the kernel has all of it.',
  });
  const diagnosis = {
    what: `diagnose of ${PROCESSES.toLocaleString('en-US')}`,
    ask: ['diagnose', '--settle', '0s'],
    rounds: 5,
    ofToday: 0.15,
    peakMb: 150,
    why: 'Most rules look at one process in a hundred, so that what all have to be asked is the table of the kernel.',
  };
  const scripts = isInstalled('pgrep')
    ? [
        {
          what: `scripts NAME of ${PROCESSES.toLocaleString('en-US')}`,
          ask: ['scripts', 'procdoc-bench-none'],
          rivals: [{name: 'pgrep -f NAME', words: ['pgrep', '-f', 'procdoc-bench-none'], budget: 1}],
          rounds: 10,
          why: 'Both read the command line of every process; procdoc leaves out those that run no interpreter.',
        },
      ]
    : [];
  const contests = [
    ...['sigchld', 'orphans', 'tree'].map(command => listing([command])),
    ...scripts,
    diagnosis,
  ];
  return amid('subjects/crowd.c', [PROCESSES - 100, 100], () =>
    contests.flatMap(contest => holdContest(contest, revision)),
  );
}

export async function processes({revision}) {
  requireRoom(PROCESSES);
  return [
    ...(await zombies(100, revision)),
    ...(await zombies(4_000, revision)),
    ...(await others(revision)),
  ];
}
