// What a page costs next to the answer that it begins with.
import {holdContest} from '../contest.js';
import {procdoc} from '../programs.js';
import {amid, requireRoom} from '../situations.js';

const PROCESSES = 1_000;
const ZOMBIES = 100;

export async function report({revision}) {
  requireRoom(PROCESSES);
  const words = [...procdoc, 'diagnose', '--settle', '0s'];
  return amid('subjects/crowd.c', [PROCESSES - ZOMBIES, ZOMBIES], () =>
    holdContest(
      {
        what: `report of ${PROCESSES.toLocaleString('en-US')}`,
        ask: ['report', '--settle', '0s', '-o', '/dev/null'],
        rivals: [{name: 'diagnose', words, budget: 3}],
        rounds: 10,
        why: 'The page has what diagnose finds, and besides a command line of each process and three drawings.',
      },
      revision,
    ),
  );
}
