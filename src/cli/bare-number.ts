import type {Read} from '../kernel/read.ts';
import {parsePid} from '../parse/pid.ts';
import type {HolderTarget} from '../parse/targets/holder-target.ts';
import type {TakenNumber} from '../render/resolved.ts';
import type {HolderSearch} from '../snapshot/holders/holder-search.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {requireDescriptors, requireProcess} from './require-process.ts';

/** The targets that a number alone stands for, and for what it was taken. */
export interface NumberTargets {
  readonly targets: ReadonlyArray<{readonly text: string; readonly target: HolderTarget}>;
  readonly taken: TakenNumber;
}

/**
 * A number is the file of that name, if there is one; else a port that is in use; else a process, with all that it has
 * open; and a port that is free where there is no such process either.
 */
export function takeNumber(
  snapshot: Snapshot,
  searchFor: (target: HolderTarget) => Read<HolderSearch>,
  text: string,
): NumberTargets {
  const number = Number(text);
  const pid = parsePid(text);
  const process = pid === undefined ? undefined : snapshot.find(pid);
  const file: HolderTarget = {kind: 'path', path: text};
  const port: HolderTarget = {kind: 'port', protocol: null, address: null, port: number};
  const isPort = number >= 1 && number <= 65_535;
  const isPid = process !== undefined;
  const taken = (as: 'file' | 'port'): TakenNumber => ({name: {text, as, processes: []}, isPid});
  if (searchFor(file).ok) return {targets: [{text, target: file}], taken: taken('file')};
  if (isPort && (!process || isInUse(searchFor(port))))
    return {targets: [{text: `:${text}`, target: port}], taken: taken('port')};
  const owner = requireProcess(snapshot, number);
  const {comm, stat} = owner;
  return {
    targets: requireDescriptors(snapshot, owner).map(({fd}) => ({
      text: `${number}:${fd}`,
      target: {kind: 'descriptor', pid: number, fd},
    })),
    taken: {
      name: {text, as: 'process', processes: [{pid: number, startTicks: stat.startTicks, comm}]},
      isPid,
    },
  };
}

function isInUse(search: Read<HolderSearch>): boolean {
  return search.ok && (search.value.links.size > 0 || search.value.nobodys.length > 0);
}
