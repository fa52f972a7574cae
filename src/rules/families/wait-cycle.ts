import type {EdgeKind} from '../../snapshot/wait-chain/graph.ts';
import type {CycleStep, WaitCycle} from '../../snapshot/wait-chain/wait-cycles.ts';
import {listed} from '../listed.ts';
import {circleRemedy} from '../remedies/wait-cycle.ts';
import type {Rule} from '../rule.ts';

/** How many who could end a wait are named. */
const NAMED = 4;

/** @param only " only " or ", as far as could be seen, only ", and all who could do it */
const phrases: Readonly<Record<EdgeKind, (next: string, target: string, only: string) => string>> = {
  'reads-pipe': (_, target, only) => `reads ${target}, which${only} could write to or close`,
  'writes-pipe': (_, target, only) => `writes to ${target}, which is full, and which${only} could read`,
  'reads-terminal': (next, target) => `reads from ${target}, to which ${next} could write`,
  'waits-for-child': next => `waits for its child ${next}`,
  'waits-for-tracee': next => `waits for ${next}, which it traces`,
  'waits-for-lock': (next, target) => `waits for a lock on ${target}, which ${next} holds`,
  'breaks-lease': next => `waits for ${next} to give back a lease`,
  'waits-for-process': next => `waits for the end of ${next}`,
  'connects-to': (next, target) => `waits for ${next}, at the other end of ${target}`,
  'stopped-by': next => `was stopped by ${next}`,
  'traced-by': next => `is stopped until its tracer ${next} lets it go on`,
};

/** A deadlock: each waits for the next one in a circle, and nobody who is awake could help. */
export const waitCycle: Rule<WaitCycle> = {
  id: 'families/wait-cycle',
  severity: 'error',
  title: 'processes wait for one another, and nobody else could free them',
  needs: ['syscall', 'fd', 'fdinfo'],
  check(cycle) {
    const {steps, behind, isFullySeen} = cycle;
    if (steps.length === 0) return undefined;
    const isSure = isFullySeen && steps.every(({edge}) => edge.certainty === 'proven');
    const more = behind === 0 ? '' : ` ${behind} more ${behind === 1 ? 'waits' : 'wait'} for them.`;
    return {
      certainty: isSure ? 'proven' : 'likely',
      why: `${steps.map(step => stepText(step, isFullySeen)).join('; ')}: none of this ends by itself.${more}`,
      evidence: steps.flatMap(step => [callOf(step), ...step.evidence]),
      remedy: circleRemedy(cycle),
    };
  },
};

function stepText({process, next, enders, edge}: CycleStep, isFullySeen: boolean): string {
  const named = (whom: CycleStep['process']) =>
    whom === process ? 'it itself' : `${whom.comm} (${whom.pid})`;
  const only = `${isFullySeen ? ' only ' : ', as far as could be seen, only '}${listed(enders.map(named), NAMED)}`;
  return `${process.comm} (${process.pid}) ${phrases[edge.kind](named(next), edge.target ?? 'an object', only)}`;
}

function callOf({process, tid, syscall, fd}: CycleStep): string {
  const where = `/proc/${process.pid}/task/${tid}/syscall`;
  return `${where}: ${syscall ?? 'not to be seen'}${fd === null ? '' : `, fd ${fd}`}`;
}
