import {orUndefined} from '../../kernel/read.ts';
import {parseServiceSettings, type ServiceSettings, unitFilePlaces} from '../../parse/unit-file.ts';
import {oncePer} from '../once.ts';
import {isInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import {listBelowRoot, readBelowRoot} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';

/** What the unit files of a service say now: they may have said something else when the service was started. */
export interface KnownSettings extends ServiceSettings {
  /** The unit file, relative to the procfs. */
  readonly file: string;
}

/** By manager, the services that were asked about. */
const known = oncePer((_: Process) => new Map<string, KnownSettings | undefined>());

/**
 * The settings of a service of a system manager; undefined where one of its files can't be read, or there is none, and for
 * the manager of a user, who has them elsewhere.
 */
export function serviceSettingsOf(
  snapshot: Snapshot,
  manager: Process,
  unit: string,
): KnownSettings | undefined {
  const kept = known(manager);
  if (!kept.has(unit)) kept.set(unit, isInit(manager) === true ? read(snapshot, manager, unit) : undefined);
  return kept.get(unit);
}

function read(snapshot: Snapshot, manager: Process, unit: string): KnownSettings | undefined {
  const places = unitFilePlaces(unit);
  const contents: Buffer[] = [];
  let own: string | undefined;
  for (const path of places.files) {
    const bytes = readBelowRoot(snapshot, manager, path);
    if (!bytes.ok && bytes.errno !== 'ENOENT') return undefined;
    if (!bytes.ok) continue;
    own = path;
    // A copy, because the next read overwrites the bytes.
    contents.push(Buffer.from(bytes.value));
    break;
  }
  const dropIns = own === undefined ? undefined : dropInsIn(snapshot, manager, places.dropIns);
  if (own === undefined || !dropIns) return undefined;
  for (const path of dropIns) {
    const bytes = orUndefined(readBelowRoot(snapshot, manager, path));
    if (!bytes) return undefined;
    contents.push(Buffer.from(bytes));
  }
  return {...parseServiceSettings(contents), file: `${manager.pid}/root/${own}`};
}

/** In the order in which they are read; undefined where a folder that is there can't be listed. */
function dropInsIn(snapshot: Snapshot, manager: Process, folders: readonly string[]): string[] | undefined {
  const byName = new Map<string, string>();
  for (const folder of folders) {
    const names = listBelowRoot(snapshot, manager, folder);
    if (!names.ok && names.errno !== 'ENOENT') return undefined;
    for (const name of names.ok ? names.value.filter(each => each.endsWith('.conf')) : [])
      if (!byName.has(name)) byName.set(name, `${folder}/${name}`);
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}
