import type {WaitCycle} from '../snapshot/wait-chain/wait-cycles.ts';

/** What keeps it from coming again, by what the waits of a circle are for. */
const lessons: readonly (readonly [RegExp, string])[] = [
  [
    /-pipe$/,
    'Close in each process the ends of a pipe that it does not use, and read what a child writes while it writes: a pipe takes 64 KiB and no more.',
  ],
  [/-lock$/, 'Take locks in the same order everywhere.'],
  [/^connects-to$/, 'Let the two ends of a connection not both wait for the other to speak.'],
];

/** Whom of a circle to end now, and what to change. */
export function circleRemedy({steps, toEnd}: WaitCycle): string {
  const fitting = lessons.flatMap(([pattern, lesson]) =>
    steps.some(({edge}) => pattern.test(edge.kind)) ? lesson : [],
  );
  return [wayOut(steps.length, toEnd.length, toEnd.map(({pid}) => pid).join(' ')), ...fitting].join(' ');
}

function wayOut(members: number, ended: number, pids: string): string {
  if (members === 1) return `Only its end helps: kill -TERM ${pids}.`;
  const others = members === 2 ? 'the other' : 'the others';
  if (ended === members)
    return `To end one of them does not free ${others}; to end them all: kill -TERM ${pids}.`;
  return `To end ${ended === 1 ? 'one' : `${ended}`} of them frees ${others}: kill -TERM ${pids}.`;
}
