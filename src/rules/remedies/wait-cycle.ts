import type {EdgeKind} from '../../snapshot/wait-chain/graph.ts';
import type {WaitCycle} from '../../snapshot/wait-chain/wait-cycles.ts';
import {endCommand} from './end-command.ts';

type Kinds = ReadonlySet<EdgeKind>;

const processWaits: readonly EdgeKind[] = ['waits-for-child', 'waits-for-process'];

const forProcess = (kinds: Kinds) => processWaits.some(kind => kinds.has(kind));

/** What keeps it from coming again, by what the waits of a circle are for. */
const lessons: readonly (readonly [isFor: (kinds: Kinds, members: number) => boolean, lesson: string])[] = [
  [
    kinds => kinds.has('reads-pipe'),
    'Close in each process, right after fork(2), the ends of a pipe that it does not use.',
  ],
  [
    (kinds, members) => members > 1 && isAll(kinds, 'reads-pipe'),
    'Of two that talk over pipes, let one write before it reads.',
  ],
  [
    kinds => kinds.has('writes-pipe') && forProcess(kinds),
    'Read what a process writes to its end before waiting for it: a pipe takes 64 KiB and no more.',
  ],
  [
    kinds => kinds.has('writes-pipe') && !forProcess(kinds),
    'Read while you write: a pipe takes 64 KiB and no more.',
  ],
  [
    (kinds, members) => members > 1 && isAll(kinds, 'waits-for-lock'),
    'Take locks in the same order everywhere.',
  ],
  [
    (kinds, members) => members === 1 && kinds.has('waits-for-lock'),
    'Lock a file through one descriptor, or copies of it made with dup(2): two open(2) of it stand in the way of one another.',
  ],
  [
    kinds => kinds.has('waits-for-lock') && kinds.has('waits-for-child'),
    'Release the lock before waiting for the child.',
  ],
  [
    kinds => kinds.has('waits-for-lock') && !isAll(kinds, 'waits-for-lock') && !kinds.has('waits-for-child'),
    'Release a lock before waiting for one that may want it.',
  ],
  [
    kinds => kinds.has('connects-to'),
    'Let the two ends of a connection not both wait for the other to speak.',
  ],
  [
    kinds => kinds.has('traced-by') || kinds.has('waits-for-tracee'),
    'Let a tracer resume its tracee before it waits for what that has to do.',
  ],
  [
    kinds => [...kinds].every(kind => processWaits.includes(kind)),
    'Of two processes, let one at most wait for the end of the other.',
  ],
];

/** Whom of a circle to end now, and what to change. */
export function circleRemedy({steps, toEnd}: WaitCycle): string {
  const kinds = new Set(steps.map(({edge}) => edge.kind));
  const fitting = lessons.flatMap(([isFor, lesson]) => (isFor(kinds, steps.length) ? lesson : []));
  return [wayOut(steps.length, toEnd), ...fitting].join(' ');
}

function wayOut(members: number, toEnd: WaitCycle['toEnd']): string {
  const command = endCommand(toEnd);
  if (members === 1) return `Only its end helps: ${command}.`;
  const others = members === 2 ? 'the other' : 'the others';
  if (toEnd.length === members)
    return `To end one of them does not free ${others}; to end them all: ${command}.`;
  return `To end ${toEnd.length === 1 ? 'one' : `${toEnd.length}`} of them frees ${others}: ${command}.`;
}

function isAll(kinds: Kinds, kind: EdgeKind): boolean {
  return kinds.size === 1 && kinds.has(kind);
}
