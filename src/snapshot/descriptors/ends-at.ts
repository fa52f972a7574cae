import {orUndefined} from '../../kernel/read.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {Descriptor} from '../descriptor.ts';
import {groupBy} from '../group-by.ts';
import {onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import {Ends, EndsOutside} from './ends.ts';
import {accessModeOf, type OpenFile} from './open-files.ts';

/** What keeps a thing, by the link to it, and of a pipe by what the end is for, or of a lock by what the kernel says of it. */
export interface EndsAt {
  at: (link: string) => EndsOutside;
  ofPipe: (link: string, access: 'r' | 'w') => EndsOutside;
  ofLock: (link: string, lock: LockLine) => EndsOutside;
}

/**
 * The ends that others than a family have, by the link to them. Each list is made once, however many processes have what
 * it is about.
 */
export function endsWithin(
  byTarget: () => ReadonlyMap<string, readonly OpenFile[]>,
): (family: ReadonlySet<Process>) => EndsAt {
  const all = onceEach((link: string) => new Ends(byTarget().get(link) ?? []));
  const some = (isIncluded: (end: OpenFile) => boolean) =>
    onceEach((link: string) => new Ends(all(link).all.filter(isIncluded)));
  const ofPipe = {
    r: some(end => accessModeOf(end).includes('r')),
    w: some(end => accessModeOf(end).includes('w')),
  };
  const byLock = onceEach((link: string) => {
    const held = all(link).all.flatMap(end =>
      heldLocks(end.descriptor).map(lock => ({key: keyOf(lock), end})),
    );
    const ends = groupBy(held, ({key}) => key);
    return onceEach((key: string) => new Ends((ends.get(key) ?? []).map(({end}) => end)));
  });
  return family => ({
    at: link => new EndsOutside(all(link), family),
    ofPipe: (link, access) => new EndsOutside(ofPipe[access](link), family),
    ofLock: (link, lock) => new EndsOutside(byLock(link)(keyOf(lock)), family),
  });
}

const keyOf = (lock: LockLine) => JSON.stringify(lock);

/** Only what has a path can be locked. */
export function heldLocks(descriptor: Descriptor): LockLine[] {
  if (!linkOf(descriptor).startsWith('/')) return [];
  return (orUndefined(descriptor.info())?.locks ?? []).filter(({granted}) => granted);
}

export function linkOf(descriptor: Descriptor): string {
  return orUndefined(descriptor.target()) ?? '';
}
