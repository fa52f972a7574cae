import {orUndefined} from '../../kernel/read.ts';
import {seenAt, seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import {pointing, saying, type ToldEvidence} from './evidence.ts';
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

/** What shows that a parent adopts orphans: that it is PID 1, or the kernel's record of a subreaper, or what it adopted. */
export function adopterEvidence({process, isSubreaper}: Reaper, zombies: Zombies): ToldEvidence[] {
  const nspids = orUndefined(process.status())?.nspids ?? [];
  if (nspids.at(-1) === 1)
    return [saying(seenIn(process.pid, 'status', 'NSpid', nspids.join(' ')), 'ends in 1')];
  if (!isSubreaper)
    return evidenceOfEach(zombies, one => adoptionEvidence(one.process, process).map(pointing));
  const record = `signal_struct of ${process.pid}, read by BPF`;
  return [saying(seenAt(record, 'is_child_subreaper', '1'), 'is set')];
}
