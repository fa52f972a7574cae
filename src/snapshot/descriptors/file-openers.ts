import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {Descriptor} from '../descriptor.ts';
import type {Snapshot} from '../snapshot.ts';
import {candidatesOn, othersWith} from './candidates.ts';
import {type OpenFile, openFilesByTarget} from './open-files.ts';

/**
 * Every visible descriptor that leads to the file of this one, through whatever open file description; none where the
 * file itself is not visible. The kernel names candidates, or else the links of all descriptors are read.
 */
export function openersOf(snapshot: Snapshot, descriptor: Descriptor, syscalls: Syscalls): OpenFile[] {
  const file = orUndefined(descriptor.stat());
  const target = orUndefined(descriptor.target());
  if (!file || target === undefined) return [];
  const candidates = candidatesOn([file.inode], syscalls);
  const processes = candidates ? othersWith(candidates, snapshot) : snapshot.others();
  const open = openFilesByTarget(processes, link => link === target, candidates);
  return [...open.values()].flat().filter(other => {
    const stat = orUndefined(other.descriptor.stat());
    return stat?.device === file.device && stat.inode === file.inode;
  });
}
