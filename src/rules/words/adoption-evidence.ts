import {seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import {saying, type ToldEvidence} from './evidence.ts';

/** That a child comes from another family than its parent's: an orphan keeps its session and process group. */
export function adoptionEvidence({pid, stat}: Process, adopter: Process): ToldEvidence[] {
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
