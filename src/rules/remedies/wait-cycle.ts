import {orUndefined} from '../../kernel/read.ts';
import type {WaitCycle} from '../../snapshot/blocked-processes/wait-cycles.ts';
import type {Process} from '../../snapshot/process.ts';
import type {EdgeKind} from '../../snapshot/wait-chain/edge.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';
import {endCommand} from './end-command.ts';

/** How many processes a sentence names. */
const NAMED = 4;

type Kinds = ReadonlySet<EdgeKind>;

const processWaits: readonly EdgeKind[] = ['waits-for-child', 'waits-for-process'];

const forProcess = (kinds: Kinds) => processWaits.some(kind => kinds.has(kind));

/** What prevents the next such deadlock, by what the waits of the cycle are for. */
const lessons: readonly (readonly [isFor: (kinds: Kinds, members: number) => boolean, lesson: string])[] = [
  [
    kinds => kinds.has('reads-pipe'),
    'In each process, close the pipe ends that it does not use right after fork(2).',
  ],
  [
    (kinds, members) => members > 1 && isAll(kinds, 'reads-pipe'),
    'Where two processes talk over pipes, let one write before it reads.',
  ],
  [
    kinds => kinds.has('writes-pipe') && forProcess(kinds),
    'Read all that a process writes before you wait for it: a pipe holds only 64 KiB.',
  ],
  [
    kinds => kinds.has('writes-pipe') && !forProcess(kinds),
    'Read while you write: a pipe holds only 64 KiB.',
  ],
  [
    (kinds, members) => members > 1 && isAll(kinds, 'waits-for-lock'),
    'Take locks in the same order everywhere.',
  ],
  [
    (kinds, members) => members === 1 && kinds.has('waits-for-lock'),
    'Lock the file through one descriptor, or copies of it made with dup(2): locks through two open(2) conflict with each other.',
  ],
  [
    kinds => kinds.has('waits-for-lock') && kinds.has('waits-for-child'),
    'Release the lock before you wait for the child.',
  ],
  [
    kinds => kinds.has('waits-for-lock') && !isAll(kinds, 'waits-for-lock') && !kinds.has('waits-for-child'),
    'Release a lock before you wait for a process that may want it.',
  ],
  [
    kinds => kinds.has('connects-to'),
    'Decide which end of a connection speaks first, so that they do not both wait for the other.',
  ],
  [
    kinds => kinds.has('traced-by') || kinds.has('waits-for-tracee'),
    'Let a tracer resume its tracee before it waits for what the tracee has to do.',
  ],
  [
    kinds => [...kinds].every(kind => processWaits.includes(kind)),
    'Let only one of two processes wait for the exit of the other.',
  ],
];

/** Which members of a cycle to kill now, and what to change. */
export function cycleRemedy({steps, members, victims}: WaitCycle): string {
  const kinds = new Set(steps.map(({edge}) => edge.kind));
  const fitting = lessons.flatMap(([isFor, lesson]) => (isFor(kinds, steps.length) ? lesson : []));
  const lost = kinds.has('waits-for-lock') ? [] : lostLockSentences(victims);
  return [...[...lost, ...killSentences(members, victims)].map(sentence => `${sentence}.`), ...fitting].join(
    ' ',
  );
}

/**
 * The locks that the end of processes releases, though nobody in the deadlock waits for them: a command may be at work
 * under a lock that its helper has, as by `s6-setlock -t`. Sentences without their full stops.
 */
export function lostLockSentences(victims: readonly Process[]): string[] {
  return victims.flatMap(victim => {
    const files = (orUndefined(victim.descriptors()) ?? []).flatMap(one =>
      (orUndefined(one.info())?.locks ?? []).length === 0 ? [] : (orUndefined(one.target()) ?? []),
    );
    if (files.length === 0) return [];
    return [
      `Before you end it: ${named(victim)} holds the lock on ${listed([...new Set(files)], NAMED)}, and what works under that lock continues without it`,
    ];
  });
}

/** Which members of a deadlock to kill, and which others that frees: sentences without their full stops. */
export function killSentences(members: readonly Process[], victims: readonly Process[]): string[] {
  const command = endCommand(victims);
  if (members.length === 1) return [`To end the wait: ${command}`];
  const freed = members.filter(member => !victims.includes(member));
  if (freed.length > 0) return [`To free ${listed(freed.map(named), NAMED)}: ${command}`];
  return members.length === 2
    ? ["Killing one doesn't free the other", `To end both: ${command}`]
    : ["Killing one doesn't free the others", `To end all: ${command}`];
}

function isAll(kinds: Kinds, kind: EdgeKind): boolean {
  return kinds.size === 1 && kinds.has(kind);
}
