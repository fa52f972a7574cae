// What answers about descriptors cost where there are 90,000, and what a small family pays for them.
import {holdContest, ratioOf} from '../contest.js';
import {race} from '../measure.js';
import {isInstalled, procdoc} from '../programs.js';
import {amid, requireRoom} from '../situations.js';

const PROCESSES = 300;
const DESCRIPTORS = 300;
const ALL = (PROCESSES * DESCRIPTORS).toLocaleString('en-US');
const many = use => amid('subjects/many-descriptors.c', [PROCESSES, DESCRIPTORS], use);

function wholeMachine(revision) {
  const rivals = [['lsfd'], ['lsof', '-nP']]
    .filter(([program]) => isInstalled(program))
    .map(words => ({name: words.join(' '), words, budget: 0.15}));
  return many(({port, path}) => [
    ...[
      ['locks', ['locks']],
      ['locks PATH', ['locks', path]],
      ['holders :PORT', ['holders', `:${port}`]],
      ['holders PATH', ['holders', path]],
    ].flatMap(([what, ask]) =>
      holdContest(
        {
          what: `${what} of ${ALL}`,
          ask,
          rivals,
          rounds: 5,
          why: 'lsfd and lsof read each descriptor with three calls; the kernel gives all of them in one read by BPF.',
        },
        revision,
      ),
    ),
    ...holdContest(
      {
        what: `diagnose of ${ALL} descriptors`,
        ask: ['diagnose', '--settle', '0s'],
        rounds: 5,
        ofToday: 0.15,
        peakMb: 150,
        why: 'All rules go over the descriptors once, together, and keep numbers of them.',
      },
      revision,
    ),
  ]);
}

/** Both questions about a small family: how much longer they take when the machine is full of others' descriptors. */
function smallFamily() {
  const ask = pid =>
    race(
      ['inherited-fds', 'why'].map(command => ({words: [...procdoc, command, `${pid}`]})),
      {rounds: 20},
    );
  return amid('subjects/pipe-heir.c', [], async ({reader}) => {
    const idle = ask(reader);
    const full = await many(() => ask(reader));
    return ['inherited-fds', 'why'].map((command, at) =>
      ratioOf({
        what: `${command} PID amid ${ALL}`,
        ours: full[at],
        name: 'without them',
        theirs: idle[at],
        budget: 1.3,
        why: 'What it costs grows with the family, not with the machine: only the candidates of another process are compared.',
      }),
    );
  });
}

export async function descriptors({revision}) {
  requireRoom(PROCESSES);
  return [...(await wholeMachine(revision)), ...(await smallFamily())];
}
