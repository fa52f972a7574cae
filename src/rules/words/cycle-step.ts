import type {CycleStep} from '../../snapshot/blocked-processes/wait-cycles.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Edge, EdgeKind} from '../../snapshot/wait-chain/edge.ts';
import {edgeTargetText} from './edge-target.ts';
import {listed} from './listed.ts';
import {named} from './named.ts';

/** How many processes a sentence names. */
const NAMED = 4;

/** @param all every process that could end the wait, `next` among them: "only a (1)", or "a (1)" where others may be hidden */
const phrases: Readonly<Record<EdgeKind, (next: string, target: string, all: string) => string>> = {
  'reads-pipe': (_, target, all) => `reads ${target}, which ${all} can write to or close`,
  'writes-pipe': (_, target, all) => `writes to ${target}, which is full, and which ${all} can read`,
  'reads-terminal': (next, target) => `reads ${target}, to which ${next} can write`,
  'waits-for-input': (next, target) => `waits for input on ${target}, which ${next} has to give`,
  'waits-for-child': next => `waits for its child ${next}`,
  'waits-for-tracee': next => `waits for ${next}, which it traces`,
  'waits-for-lock': (next, target) => `waits for a lock on ${target}, which ${next} holds`,
  'breaks-lease': next => `waits for ${next} to give back a lease`,
  'waits-for-process': next => `waits for ${next} to exit`,
  'connects-to': (next, target) => `waits for ${next} at the other end of ${target}`,
  'reads-eventfd': (_, target, all) => `reads ${target}, which ${all} can write to`,
  'reads-queue': (next, target) => `waits for a message in ${target} from ${next}`,
  'writes-queue': (next, target) => `waits for room in ${target}, which ${next} reads`,
  'waits-for-semaphore': (next, target) => `waits for ${next} to change a semaphore of ${target}`,
  'shares-memory': (next, target) => `waits for ${next}, which shares its memory ${target}`,
  'waits-for-server': (next, target) => `waits for ${next} to answer for the file system at ${target}`,
  'stopped-by': next => `was stopped by ${next}`,
  'frozen-by': (_, target) => `is frozen by the cgroup ${target}`,
  'traced-by': next => `is stopped until its tracer ${next} resumes it`,
};

/**
 * What a member of a cycle waits for, and which processes could end that: a sentence without its full stop.
 * @param isFullySeen whether no process that isn't visible could end it
 */
export function cycleStepText(
  {process, next, enders, edge}: Pick<CycleStep, 'process' | 'next' | 'enders' | 'edge'>,
  isFullySeen: boolean,
): string {
  const nameOf = (whom: Process) => (whom === process ? 'the process itself' : named(whom));
  const all = allText(enders.map(nameOf), 'and', isFullySeen);
  return `${named(process)} ${phrases[edge.kind](nameOf(next), targetText(edge), all)}`;
}

/** What a process is blocked in, and by which others: "reads pipe:[4242], which only sleep (99) can write to or close". */
export function waitText(edge: Edge, enders: readonly Process[], isFullySeen: boolean): string {
  const names = enders.map(named);
  const next = listed(names, NAMED, 'or');
  return phrases[edge.kind](next, targetText(edge), allText(names, 'or', isFullySeen));
}

function allText(names: readonly string[], word: 'and' | 'or', isFullySeen: boolean): string {
  return `${isFullySeen ? 'only ' : ''}${listed(names, NAMED, word)}`;
}

function targetText({target}: Edge): string {
  return target === null ? 'an object' : edgeTargetText(target);
}
