import {posix} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import {parseMonitConfig} from '../../parse/monit-config.ts';
import {PID_FILE_BYTES, parsePidFile} from '../../parse/pid-file.ts';
import type {Process} from '../process.ts';
import {listBelowRoot, readBelowRoot} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';

/** Where monit looks for its control file, after the home of its user: monit(1), "FILES". */
const standard = ['/etc/monitrc', '/etc/monit/monitrc', '/usr/local/etc/monitrc'];

/** As many files as monit includes. */
const MOST_FILES = 1024;

/** The pid file of a service, as monit finds it, and the pid in it. */
export interface ServicePidFile {
  readonly path: string;
  readonly pid: number;
}

/**
 * The pid file by which a monit keeps a service alive, as its control files say now, which mostly only root can read.
 * Undefined where they name none, monit would not start the service again, or that can't be read.
 */
export function servicePidFile(
  snapshot: Snapshot,
  monit: Process,
  service: string,
): ServicePidFile | undefined {
  const pending = [...controlFiles(monit)];
  const seen = new Set<string>();
  for (let file = pending.shift(); file !== undefined; file = pending.shift()) {
    if (seen.has(file) || seen.size > MOST_FILES) continue;
    seen.add(file);
    const bytes = orUndefined(readBelowRoot(snapshot, monit, file.slice(1)));
    if (!bytes) continue;
    const {services, includes} = parseMonitConfig(bytes);
    const found = services.find(({name}) => name.toLowerCase() === service.toLowerCase());
    if (found) return found.isRestarted ? pidIn(snapshot, monit, found.pidFile) : undefined;
    pending.push(...includes.flatMap(glob => filesOf(snapshot, monit, glob)));
  }
  return undefined;
}

function controlFiles(monit: Process): readonly string[] {
  const argv = orUndefined(monit.argv()) ?? [];
  const at = argv.indexOf('-c');
  const given = at === -1 ? argv.find(word => /^-c./.test(word))?.slice(2) : argv[at + 1];
  if (given === undefined) return standard;
  const cwd = orUndefined(monit.cwd());
  return posix.isAbsolute(given) ? [given] : cwd === undefined ? [] : [posix.resolve(cwd, given)];
}

/** The files that an include names; a wildcard is known in the last part of its path. */
function filesOf(snapshot: Snapshot, monit: Process, glob: string): readonly string[] {
  if (!posix.isAbsolute(glob)) return [];
  const {dir, base} = posix.parse(glob);
  if (!/[*?]/.test(base)) return [glob];
  const source = base
    .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const pattern = new RegExp(`^(?!\\.)${source}$`, 's');
  const names = orUndefined(listBelowRoot(snapshot, monit, dir.slice(1))) ?? [];
  return names.filter(name => pattern.test(name)).map(name => posix.join(dir, name));
}

function pidIn(snapshot: Snapshot, monit: Process, path: string): ServicePidFile | undefined {
  if (!posix.isAbsolute(path)) return undefined;
  const bytes = orUndefined(readBelowRoot(snapshot, monit, path.slice(1)));
  const pid = bytes && bytes.length <= PID_FILE_BYTES ? parsePidFile(bytes) : undefined;
  return pid === undefined ? undefined : {path, pid};
}
