import {custom} from '@oclif/core/args';
import {orUndefined} from '../../kernel/read.ts';
import {parseHolderTarget} from '../../parse/targets/holder-target.ts';
import type {ResolvedName} from '../../render/resolved.ts';
import {holderSearches} from '../../snapshot/holders/holder-search.ts';
import {isKnown, readTargetHolders} from '../../snapshot/holders/target-holders.ts';
import {askingProcesses} from '../../snapshot/named-processes/asking.ts';
import {findProcesses} from '../../snapshot/named-processes/find-processes.ts';
import type {Process} from '../../snapshot/process.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import {requireNamed} from '../asked-process.ts';
import {CannotLook} from '../failures.ts';
import {missingTarget} from '../missing-target.ts';
import {type AskedPid, requireProcess} from '../require-process.ts';
import {findPort} from '../services.ts';
import {type AskedProcess, requiredProcess} from '../values.ts';

/** What a card is asked for by: a process, what one holds, or the session that procdoc runs in. */
export type InspectTarget = AskedProcess | {readonly text: string; readonly name: 'session'};

const SESSION = '@session';

/** An argument that is a target of `inspect`. */
export const inspectTarget = custom<InspectTarget>({
  ignoreStdin: true,
  parse: async text => (text === SESSION ? {text, name: 'session'} : requiredProcess(text, 'TARGET')),
});

/** The processes that were asked for. */
export interface InspectedProcesses {
  /** Each once, in the order in which they were asked for. */
  readonly processes: readonly Process[];
  /** Processes of a name that are below another one of that name, which stands for them. */
  readonly below: readonly Process[];
  /** What the words that aren't pids were taken for. */
  readonly resolved: readonly ResolvedName[];
}

/**
 * The processes that targets mean. Of several that go by one name, those whose parent does as well are left to its card.
 * @param all whether each of them is asked for
 */
export async function requireInspected(
  snapshot: Snapshot,
  targets: readonly InspectTarget[],
  all: boolean,
): Promise<InspectedProcesses> {
  const looked = snapshot.again();
  const resolved: ResolvedName[] = [];
  const pids = new Map<number, AskedPid>();
  const below = new Map<number, AskedPid>();
  for (const target of targets) {
    const name = await resolvedName(looked, target);
    if (name) resolved.push(name);
    const isPid = target.name !== 'session' && target.name.kind === 'pid' ? target.name : undefined;
    const members: readonly AskedPid[] = isPid ? [isPid] : (name?.processes ?? []);
    const among = new Set(members.map(({pid}) => pid));
    const isBelow = ({pid}: AskedPid) => among.has(looked.find(pid)?.stat.ppid ?? 0);
    for (const one of members)
      (all || name?.as === 'holder' || !isBelow(one) ? pids : below).set(one.pid, one);
  }
  const processes = [...pids.values()].map(one => requireProcess(snapshot, one));
  const others = [...below.values()].filter(({pid}) => !pids.has(pid));
  return {processes, below: others.flatMap(({pid}) => snapshot.find(pid) ?? []), resolved};
}

async function resolvedName(looked: Snapshot, target: InspectTarget): Promise<ResolvedName | undefined> {
  if (target.name === 'session') return sessionOf(looked);
  const asked = {text: target.text, name: target.name};
  const isName = asked.name.kind === 'name' && (await findProcesses(looked, asked.name)).kind === 'no-name';
  const holders = isName ? await holdersOf(looked, target.text) : undefined;
  return holders ?? requireNamed(looked, asked, Number.POSITIVE_INFINITY);
}

/** The session of procdoc, without procdoc and what runs it. */
function sessionOf(looked: Snapshot): ResolvedName {
  const own = looked.find(looked.observerPid());
  if (!own) throw new CannotLook({kind: 'session-not-visible'});
  const asking = askingProcesses(looked);
  const members = looked.others().filter(one => one.stat.sid === own.stat.sid && !asking.has(one));
  if (members.length === 0) throw new CannotLook({kind: 'no-other-in-session'});
  return nameOf(SESSION, 'session', members);
}

/** The processes that hold a file, pipe or socket; undefined for a word that is no such thing. */
async function holdersOf(looked: Snapshot, text: string): Promise<ResolvedName | undefined> {
  const target = parseHolderTarget(text, findPort);
  if (!('kind' in target) || target.kind === 'number') return undefined;
  const syscalls = await looked.comparingSyscalls();
  const found = holderSearches(looked, syscalls)(target);
  const isPath = target.kind === 'path' && text.includes('/');
  if (!found.ok && isPath) throw missingTarget({text, target}, found.errno, looked);
  const search = orUndefined(found);
  if (!search) return undefined;
  const answers = readTargetHolders(looked, syscalls, [{target: text, search}]);
  const holders = answers.flatMap(({descriptions, executedBy, usedBy}) => [
    ...descriptions.flatMap(each => each.holders.map(({process}) => process)),
    ...executedBy,
    ...usedBy.map(({process}) => process),
  ]);
  const processes = [...new Set(holders)].sort((a, b) => a.pid - b.pid);
  const isSeen = answers.every(answer => isKnown(looked, answer));
  if (processes.length === 0) throw new CannotLook({kind: 'nothing-holds', target: text, isSeen});
  return nameOf(text, 'holder', processes);
}

function nameOf(text: string, as: ResolvedName['as'], processes: readonly Process[]): ResolvedName {
  return {
    text,
    as,
    processes: processes.map(({pid, comm, stat: {startTicks}}) => ({pid, comm, startTicks})),
  };
}
