import {once} from '../snapshot/once.ts';
import type {Process} from '../snapshot/process.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import type {IntroducingAnswer} from './reading-command.ts';
import {type AskedPid, requireProcess} from './require-process.ts';

/**
 * The answers about several processes: as text one below the other. For a program there is one process, and its answer: see
 * `answersEach` of a reading command.
 */
export async function answerEach(
  snapshot: Snapshot,
  pids: readonly AskedPid[],
  answerAbout: (process: Process) => Promise<IntroducingAnswer>,
): Promise<IntroducingAnswer> {
  const answers: IntroducingAnswer[] = [];
  const processes = pids.map(pid => requireProcess(snapshot, pid));
  for (const process of processes) answers.push(await answerAbout(process));
  return {
    json: () => answers[0]?.json() ?? {},
    graph: answers[0]?.graph,
    async lines(page, introducing) {
      const introduce = once(introducing);
      const blocks = await Promise.all(answers.map(({lines}) => lines(page, introduce)));
      return blocks.flatMap((lines, at) => [...(at === 0 ? [] : ['']), ...lines]);
    },
    exitStatus: 0,
  };
}
