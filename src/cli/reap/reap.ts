import {createInterface} from 'node:readline';
import {openChildFunctions} from '../../kernel/children/c-functions.ts';
import {readAskedZombies} from '../../lifecycle/reap/asked-zombies.ts';
import {planFor} from '../../lifecycle/reap/plan.ts';
import type {Reaped} from '../../lifecycle/reap/result.ts';
import {type Means, plannedSteps, type Step, takeSteps} from '../../lifecycle/reap/steps.ts';
import {intentText, questionText} from '../../render/reap/words.ts';
import {printable} from '../../render/safe-text.ts';
import {type JudgedScene, judgeZombies} from '../../rules/inspections/zombies.ts';
import {named} from '../../rules/words/named.ts';
import {isSame, type Process} from '../../snapshot/process.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import {showsOwnPids} from '../../snapshot/visibility.ts';
import {CannotLook, UsageError} from '../failures.ts';
import {type AskedPid, requireProcess} from '../require-process.ts';
import {type ReapFlagValues, wantedActions} from './flags.ts';

/** What can be done for the zombies that were asked about; does what the flags ask for. */
export async function reap(
  snapshot: Snapshot,
  pids: readonly AskedPid[] | undefined,
  flags: ReapFlagValues,
  note: (sentence: string) => void,
): Promise<{readonly reaped: Reaped; readonly judged: JudgedScene}> {
  const wanted = wantedActions(flags);
  const isTried = wanted.size > 0;
  if (isTried && !showsOwnPids(snapshot)) throw new UsageError({kind: 'reap-of-other-pids'});
  const earlier = snapshot.again();
  const asked = await readAskedZombies(
    snapshot,
    pids?.map(pid => requireProcess(earlier, pid)),
  );
  const {zombies, exitedLeaders} = asked.scene;
  const isParent = (one: Process) => zombies.some(({reaper}) => reaper && isSame(reaper.process, one));
  const leader = exitedLeaders.find(one => !isParent(one));
  if (isTried && leader)
    throw new UsageError({
      kind: 'not-a-zombie',
      name: named(leader),
      liveThreads: leader.liveThreads().length,
    });
  const judged = await judgeZombies(asked.scene);
  const plans = planFor(snapshot, asked.scene.zombies);
  const steps = isTried
    ? await takeAll(plans, {wanted, all: asked.all, before: beforeEach(flags, note)})
    : plans.flatMap(plannedSteps);
  const left = asked.scene.zombies.filter(({process}) => process.isStillThere());
  return {judged, reaped: {asked, plans, steps, isTried, left}};
}

async function takeAll(plans: Reaped['plans'], means: Omit<Means, 'functions'>): Promise<readonly Step[]> {
  const functions = await openChildFunctions();
  if (!functions.ok) throw new CannotLook({kind: 'no-native-signals', errno: functions.errno});
  const steps: Step[] = [];
  for (const plan of plans) steps.push(...(await takeSteps(plan, {...means, functions: functions.value})));
  return steps;
}

function beforeEach(flags: ReapFlagValues, note: (sentence: string) => void): Means['before'] {
  return async (action, plan) => {
    if (action === 'end-parent' && !flags.yes && !(await isConfirmed(questionText(plan)))) return false;
    note(intentText(action, plan));
    return true;
  };
}

/** Asks at the terminal. Anything but yes, and the end of input, is no; ^C ends procdoc. */
function isConfirmed(question: string): Promise<boolean> {
  const lines = createInterface({input: process.stdin, output: process.stderr, terminal: false});
  return new Promise(resolve => {
    let answer: string | undefined;
    lines.once('close', () => {
      // After ^D, the cursor is still behind the question.
      if (answer === undefined) process.stderr.write('\n');
      resolve(/^\s*y(?:es)?\s*$/i.test(answer ?? ''));
    });
    lines.question(printable(question), given => {
      answer = given;
      lines.close();
    });
  });
}
