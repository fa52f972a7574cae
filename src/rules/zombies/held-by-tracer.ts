import {seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import {hasJustDied} from '../../snapshot/zombies/outlook.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {endCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';
import {saying, type ToldEvidence} from '../words/evidence.ts';
import {grouped, listed} from '../words/listed.ts';
import {named} from '../words/named.ts';
import {
  childrenOf,
  evidenceOfEach,
  ofThese,
  parentName,
  type Zombies,
  zombiesListed,
} from '../words/zombies.ts';

/** How many tracers a sentence names. */
const NAMED = 2;

/** A ptrace(2)d zombie belongs to its tracer first: until that waits for it or detaches, the parent's wait finds nothing. */
export const heldByTracer: Rule<Zombie> = {
  id: 'zombies/held-by-tracer',
  severity: 'warning',
  title: "a tracer holds the zombie, so the parent can't reap it yet",
  claims: 'moment',
  needs: ['status'],
  headline: zombies =>
    `${parentName(zombies[0])} can't reap children that ${tracerNames(zombies)} still traces: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const tracer = zombie.tracer();
    if (!tracer || tracer.pid === zombie.process.stat.ppid) return undefined;
    const [tracers, parent] = [tracerNames(alike), parentName(zombie)];
    return {
      severity: alike.every(hasJustDied) ? 'info' : undefined,
      why: `${tracers} traces ${alike.length === 1 ? named(zombie.process) : `${grouped(alike.length)} children of ${parent}`} and hasn't waited for ${ofThese(alike, 'it', 'them')} yet. Until then, wait(2) in ${parent} doesn't see ${childrenOf(alike)}.`,
      evidence: evidenceOfEach(alike, tracerEvidence),
      remedy: `Let ${tracers} wait for ${ofThese(alike, 'the zombie', 'the zombies')} or detach. If the tracer hangs: ${endCommand(tracersOf(alike))}. After that, ${parent} can reap ${ofThese(alike, 'it', 'them')}.`,
    };
  },
};

function tracerEvidence(zombie: Zombie): ToldEvidence {
  const tid = zombie.process.tracerPid() ?? 0;
  const tracer = zombie.tracer();
  return saying(
    seenIn(zombie.pid, 'status', 'TracerPid', tid),
    `names ${tracer ? named(tracer) : tid}, not the parent ${parentName(zombie)}`,
  );
}

/** Each tracer once; mostly there is one. */
function tracersOf(zombies: Zombies): Process[] {
  return [...new Map(zombies.flatMap(zombie => zombie.tracer() ?? []).map(one => [one.pid, one])).values()];
}

function tracerNames(zombies: Zombies): string {
  return listed(tracersOf(zombies).map(named), NAMED, 'or');
}
