import type {WakeUp} from '../../snapshot/wait-chain/wake-up.ts';
import {wakeUpText} from './wake-up.ts';

/** What an event loop mostly does to itself: it has all three, and they do not show why it waits. */
const internal: Readonly<Partial<Record<WakeUp['kind'], string>>> = {
  eventfd: 'eventfd',
  'own-thread': 'thread',
  'self-pipe': 'self-pipe',
};

/** What else can end a wait, and separately what a process mostly does to itself. */
export function sortedOthers(others: readonly WakeUp[]): {
  outward: readonly WakeUp[];
  inward: readonly WakeUp[];
} {
  return {
    outward: others.filter(({kind}) => !(kind in internal)),
    inward: others.filter(({kind}) => kind in internal),
  };
}

/** What others can bring about first, then time, and what a process mostly does to itself in few words at the end. */
export function wakeUpsInOrder(others: readonly WakeUp[]): string[] {
  const {outward, inward} = sortedOthers(others);
  const isTime = ({kind}: WakeUp) => kind === 'time';
  const inOrder = [...outward.filter(one => !isTime(one)), ...outward.filter(isTime)];
  return [...inOrder.map(wakeUpText), ...inwardText(inward)];
}

/** Inward wake-ups in few words, where there are several: "a wake-up from within (its own eventfd or self-pipe)". */
export function inwardText(inward: readonly WakeUp[]): string[] {
  if (inward.length < 2) return inward.map(wakeUpText);
  return [`a wake-up from within (its own ${inward.flatMap(({kind}) => internal[kind] ?? []).join(' or ')})`];
}
