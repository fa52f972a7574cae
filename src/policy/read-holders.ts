import {found, mapRead, orUndefined, type Read, unreadable} from '../kernel/read.ts';
import {parseHolderTarget} from '../parse/holder-target.ts';
import type {Scope} from '../rules/scope.ts';
import {gapsIn, gapText, hiddenFrom} from '../rules/scope-gaps.ts';
import type {OpenFile} from '../snapshot/descriptors/open-files.ts';
import {readFileAt} from '../snapshot/file-at.ts';
import {holderSearches} from '../snapshot/holders/holder-search.ts';
import {readTargetHolders, type TargetHolders} from '../snapshot/holders/target-holders.ts';
import {locksOn, readLocks} from '../snapshot/locks/locks.ts';
import {programNames} from '../snapshot/programs/names.ts';
import type {HolderFacts} from './facts.ts';
import type {HolderRule} from './policy.ts';

/** Who holds the locks on files; nobody holds one on a file that is not there. */
export async function readLockHolders(
  scope: Scope,
  rules: readonly HolderRule[],
): Promise<Read<HolderFacts>[]> {
  if (rules.length === 0) return [];
  const {snapshot} = scope;
  const all = readLocks(snapshot, await snapshot.comparingSyscalls());
  return rules.map(({target}) => {
    const file = readFileAt(snapshot, target);
    if (!file.ok && file.errno === 'ENOENT') return found({holders: [], unseen: null});
    return mapRead(file, stat => {
      const locks = locksOn(stat, all);
      const hidden = locks.some(({holderVisible}) => !holderVisible);
      return holderFacts(
        scope,
        locks.flatMap(({holders}) => holders),
        hidden ? 'a lock is on it whose holder cannot be seen' : null,
      );
    });
  });
}

/** Who has the sockets of ports. */
export async function readPortHolders(
  scope: Scope,
  rules: readonly HolderRule[],
): Promise<Read<HolderFacts>[]> {
  if (rules.length === 0) return [];
  const {snapshot} = scope;
  const syscalls = await snapshot.comparingSyscalls();
  const searchFor = holderSearches(snapshot, syscalls);
  const asked = rules.map(({target}) => {
    const parsed = parseHolderTarget(target);
    const search = 'problem' in parsed ? unreadable('EINVAL') : searchFor(parsed);
    return mapRead(search, value => ({target, search: value}));
  });
  // All at once: every descriptor is asked about only once.
  const answers = readTargetHolders(
    snapshot,
    syscalls,
    asked.flatMap(one => orUndefined(one) ?? []),
  );
  return asked.map(one => mapRead(one, () => portFacts(scope, answers.shift())));
}

function portFacts(scope: Scope, answer: TargetHolders | undefined): HolderFacts {
  const descriptions = answer?.descriptions ?? [];
  const hidden = descriptions.some(({holders}) => holders.length === 0);
  return holderFacts(
    scope,
    descriptions.flatMap(({holders}) => holders),
    hidden ? 'there is a socket whose holder cannot be seen' : null,
  );
}

/** Each process once. */
function holderFacts(scope: Scope, files: readonly OpenFile[], hidden: string | null): HolderFacts {
  const processes = new Set(files.map(({process}) => process));
  const unseen = hidden ?? hiddenFrom(scope);
  const [gap] = gapsIn(scope).filter(({what}) => what === 'fd' || what === 'fdinfo' || what === 'locks');
  return {
    holders: [...processes].map(process => ({pid: process.pid, names: programNames(process)})),
    unseen: unseen ?? (gap ? gapText(gap) : null),
  };
}
