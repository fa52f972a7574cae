import {goneOf, type Reaped} from '../../lifecycle/reap/result.ts';
import type {Outcome, Step} from '../../lifecycle/reap/steps.ts';
import type {JudgedScene} from '../../rules/inspections/zombies.ts';
import type {Process} from '../../snapshot/process.ts';
import type {ReapContent} from '../contract/reap.ts';
import {verdictJson} from '../verdict-json.ts';

/** The `reap` answer as the JSON contract has it. */
export function reapJson(reaped: Reaped, judged: JudgedScene): ReapContent {
  const gone = new Set(goneOf(reaped));
  return {
    tried: reaped.isTried,
    steps: reaped.steps.map(stepJson),
    zombies: [
      ...reaped.asked.reapedMeanwhile.map(process => ({
        ...processJson(process),
        gone: true,
        refused: null,
        tracer: null,
        verdict: null,
      })),
      ...judged.parents.flatMap(({zombies}) =>
        zombies.map(({zombie, verdict}) => {
          const hindrance = reaped.plans.find(plan => plan.zombies.includes(zombie))?.hindrance;
          const tracer = zombie.tracer();
          return {
            ...processJson(zombie.process),
            gone: gone.has(zombie.process),
            refused: hindrance?.kind ?? null,
            tracer: tracer ? {pid: tracer.pid, comm: tracer.comm} : null,
            verdict: verdictJson(verdict),
          };
        }),
      ),
    ],
    exitedLeaders: judged.exitedLeaders.map(({process, verdict}) => ({
      pid: process.pid,
      comm: process.comm,
      liveThreads: process.liveThreads().length,
      verdict: verdictJson(verdict),
    })),
  };
}

function processJson({pid, comm, stat}: Process) {
  return {pid, startTicks: stat.startTicks, comm, ppid: stat.ppid};
}

function stepJson({action, plan, outcome}: Step): ReapContent['steps'][number] {
  const {pid, comm} = plan.reaper.process;
  return {
    action,
    target: {pid, comm},
    zombies: plan.zombies.map(zombie => zombie.pid),
    done: outcome.kind === 'taken',
    outcome: outcomeWord(outcome),
    futility: outcome.kind === 'futile' ? outcome.futility : null,
    times: outcome.kind === 'taken' ? outcome.times : 0,
    errno: outcome.kind === 'failed' ? outcome.errno : null,
  };
}

function outcomeWord(outcome: Outcome): ReapContent['steps'][number]['outcome'] {
  if (outcome.kind !== 'taken') return outcome.kind;
  if (outcome.left === 0) return 'reaped';
  return outcome.reaped > 0 ? 'some-reaped' : 'none-reaped';
}
