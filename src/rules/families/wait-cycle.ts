import type {EdgeKind} from '../../snapshot/wait-chain/graph.ts';
import type {CycleStep, WaitCycle} from '../../snapshot/wait-chain/wait-cycles.ts';
import type {Rule} from '../rule.ts';

const phrases: Readonly<Record<EdgeKind, (next: string, target: string) => string>> = {
  'reads-pipe': (next, target) => `reads ${target}, which only ${next} could write to or close`,
  'writes-pipe': (next, target) => `writes to ${target}, which is full, and which only ${next} could read`,
  'waits-for-child': next => `waits for its child ${next}`,
  'waits-for-tracee': next => `waits for ${next}, which it traces`,
  'waits-for-lock': (next, target) => `waits for a lock on ${target}, which ${next} holds`,
  'waits-for-process': next => `waits for the end of ${next}`,
  'connects-to': (next, target) => `waits for ${next}, at the other end of ${target}`,
  'stopped-by': next => `was stopped by ${next}`,
  'traced-by': next => `is stopped until its tracer ${next} lets it go on`,
};

const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /-pipe$/,
    'Close in each process the ends of a pipe that it does not use, and read what a child writes while it writes: a pipe takes 64 KiB and no more.',
  ],
  [/-lock$/, 'Take locks in the same order everywhere.'],
  [/^connects-to$/, 'Let the two ends of a connection not both wait for the other to speak.'],
];

/** A deadlock: each waits for the next one in a circle, and nobody who is awake could help. */
export const waitCycle: Rule<WaitCycle> = {
  id: 'families/wait-cycle',
  severity: 'error',
  title: 'processes wait for one another, and nobody else could free them',
  needs: ['syscall', 'fd', 'fdinfo'],
  check({steps, behind, isFullySeen}) {
    const [first] = steps;
    if (!first) return undefined;
    const isSure = isFullySeen && steps.every(({edge}) => edge.certainty === 'proven');
    const more = behind === 0 ? '' : ` ${behind} more ${behind === 1 ? 'waits' : 'wait'} for them.`;
    const kinds = steps.map(({edge}) => edge.kind);
    return {
      certainty: isSure ? 'proven' : 'likely',
      why: `${steps.map(stepText).join('; ')}: none of this ends by itself.${more}`,
      evidence: steps.flatMap(step => [callOf(step), ...step.edge.evidence]),
      remedy:
        `${steps.length === 1 ? 'Only its end helps' : 'To end one of them frees the others'}: kill -TERM ${first.process.pid}. ${remedies
          .flatMap(([pattern, remedy]) => (kinds.some(kind => pattern.test(kind)) ? remedy : []))
          .join(' ')}`.trimEnd(),
    };
  },
};

function stepText({process, next, edge}: CycleStep): string {
  const whom = next === process ? 'it itself' : `${next.comm} (${next.pid})`;
  return `${process.comm} (${process.pid}) ${phrases[edge.kind](whom, edge.target ?? 'an object')}`;
}

function callOf({process, tid, syscall, fd}: CycleStep): string {
  const where = `/proc/${process.pid}/task/${tid}/syscall`;
  return `${where}: ${syscall ?? 'not to be seen'}${fd === null ? '' : `, fd ${fd}`}`;
}
