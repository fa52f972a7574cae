import {custom} from '@oclif/core/flags';
import {orUndefined} from '../../kernel/read.ts';
import {relativesOf} from '../../snapshot/families/relatives.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import {CannotLook} from '../failures.ts';
import {type AskedPid, requireProcess} from '../require-process.ts';
import {type AskedProcess, requiredProcess} from '../values.ts';

const shared = ['cgroup', 'session', 'user'] as const;

/** Which processes a check is about: the family of a pid, or what procdoc's own session, user or cgroup has. */
export type ScopeChoice = AskedPid | SharedScope;

export type SharedScope = (typeof shared)[number];

/** --scope. */
export const scopeFlag = custom<AskedProcess | SharedScope>({
  helpValue: 'PID|cgroup|session|user',
  description:
    'check only this process (by PID, script, program, unit, container or :PORT) and its family, or the cgroup, session or user that procdoc runs in',
  parse: async text => shared.find(one => one === text) ?? requiredProcess(text),
});

/** The pids of a scope; undefined: all. */
export function pidsOf(choice: ScopeChoice | undefined, snapshot: Snapshot): ReadonlySet<number> | undefined {
  if (choice === undefined) return undefined;
  if (typeof choice === 'object') return relativesOf(snapshot, [requireProcess(snapshot, choice)]);
  const own = requireProcess(snapshot, snapshot.observerPid());
  const isInside = insideOf(choice, own);
  return new Set(
    snapshot
      .processes()
      .filter(isInside)
      .map(({pid}) => pid),
  );
}

/** A process whose user or cgroup can't be read is not in the scope. */
function insideOf(choice: (typeof shared)[number], own: Process): (process: Process) => boolean {
  switch (choice) {
    case 'session':
      return ({stat}) => stat.sid === own.stat.sid;
    case 'user': {
      const uid = orUndefined(own.status())?.uid;
      return process => uid !== undefined && orUndefined(process.status())?.uid === uid;
    }
    case 'cgroup': {
      const path = own.cgroup();
      if (path === undefined) throw new CannotLook({kind: 'own-cgroup-unreadable'});
      const below = path.endsWith('/') ? path : `${path}/`;
      return process => process.cgroup() === path || process.cgroup()?.startsWith(below) === true;
    }
  }
}
