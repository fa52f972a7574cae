import {found, mapRead, orUndefined, type Read, unreadable} from '../kernel/read.ts';
import {parseSocketTarget} from '../parse/targets/holder-target.ts';
import {gapsIn, hiddenFrom} from '../rules/diagnosis/scope-gaps.ts';
import type {Scope} from '../rules/scope.ts';
import type {OpenFile} from '../snapshot/descriptors/open-files.ts';
import {readFileAt} from '../snapshot/file-at.ts';
import {holderSearches} from '../snapshot/holders/holder-search.ts';
import {readTargetHolders, type TargetHolders} from '../snapshot/holders/target-holders.ts';
import {locksOn, readLocks} from '../snapshot/locks/locks.ts';
import {programNames} from '../snapshot/programs/names.ts';
import type {HolderFacts, HolderGap} from './facts.ts';
import type {HolderRule} from './policy.ts';

/** Who holds the locks on files; a file that is not there has no lock. */
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
        hidden ? {kind: 'invisible-lock-holder'} : null,
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
    const parsed = parseSocketTarget(target);
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
    hidden ? {kind: 'invisible-socket-holder'} : null,
  );
}

/** Each process once. */
function holderFacts(scope: Scope, files: readonly OpenFile[], invisible: HolderGap | null): HolderFacts {
  const processes = new Set(files.map(({process}) => process));
  const [missed] = gapsIn(scope).filter(({what}) => what === 'fd' || what === 'fdinfo' || what === 'locks');
  const gap = hiddenFrom(scope) ?? missed;
  return {
    holders: [...processes].map(process => ({pid: process.pid, names: programNames(process)})),
    unseen: invisible ?? (gap ? {kind: 'unreadable', gap} : null),
  };
}
