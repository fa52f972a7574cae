import {orUndefined} from '../../kernel/read.ts';
import {seenAt, seenIn} from '../../snapshot/evidence.ts';
import type {AdopterKind} from '../../snapshot/families/adopter.ts';
import {isSystemdManager} from '../../snapshot/families/systemd-units.ts';
import {isInit} from '../../snapshot/pid-namespace.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import {pointing, saying, type ToldEvidence} from './evidence.ts';
import {named} from './named.ts';
import {evidenceOfEach, type Zombies} from './zombies.ts';

/** That a child comes from another family than its parent's: an orphan keeps its session and process group. */
function adoptionEvidence({pid, stat}: Process, adopter: Process): ToldEvidence[] {
  const ids = [
    {field: 'session (6)', id: stat.sid, adopters: adopter.stat.sid},
    {field: 'pgrp (5)', id: stat.pgid, adopters: adopter.stat.pgid},
  ];
  return ids
    .filter(({id, adopters}) => id !== pid && id !== adopters)
    .map(({field, id}) =>
      saying(seenIn(pid, 'stat', field, id), `${id}, led by neither itself nor its parent`),
    );
}

/** What shows that zombies were adopted by their parent: what it is, or where they come from. */
export function adoptedEvidence({process, isSubreaper}: Reaper, zombies: Zombies): ToldEvidence[] {
  if (isInit(process) === true) return [adopterEvidence(process, 'init')];
  if (isSubreaper) return [subreaperEvidence(process)];
  return evidenceOfEach(zombies, one => adoptionEvidence(one.process, process).map(pointing));
}

/** What shows that a parent adopts orphans, or that nothing does. */
export function adopterEvidence(parent: Process, adopter: AdopterKind): ToldEvidence {
  if (adopter === 'init') {
    const nspids = orUndefined(parent.status())?.nspids.join(' ') ?? '';
    return saying(
      seenIn(parent.pid, 'status', 'NSpid', nspids),
      `${nspids}: ${named(parent)} is PID 1 of a pid namespace and adopts the orphans in it`,
    );
  }
  if (adopter !== 'subreaper')
    return recordOf(
      parent,
      'unknown',
      `not visible from here: whether ${named(parent)} adopts orphans is unknown`,
    );
  if (!isSystemdManager(parent)) return subreaperEvidence(parent);
  const cgroup = parent.cgroup() ?? '';
  return saying(
    seenIn(parent.pid, 'cgroup', null, cgroup),
    `${cgroup}, of a systemd manager, a subreaper: ${adoptsText(parent)}`,
  );
}

/** That the kernel's own record has a process as a subreaper. */
function subreaperEvidence(parent: Process): ToldEvidence {
  return recordOf(parent, 'set', `set: ${adoptsText(parent)}`);
}

function adoptsText(parent: Process): string {
  return `${named(parent)} adopts the orphans below it`;
}

/** What the kernel's own record says of a subreaper; no file of /proc has it. */
function recordOf({pid}: Process, value: string, meaning: string): ToldEvidence {
  return saying(seenAt(`signal_struct of ${pid}`, 'is_child_subreaper', value), meaning);
}
