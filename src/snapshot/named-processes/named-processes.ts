import {posix} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import type {NamedContainer} from '../../parse/process/container.ts';
import {parseScriptName} from '../../parse/script-name.ts';
import type {Process} from '../process.ts';
import {programFile} from '../programs/runtime.ts';
import {scriptProcessesOf} from '../scripts/proc-scripts.ts';
import {runningScripts} from '../scripts/script.ts';
import {namesOf} from '../scripts/script-answer.ts';
import type {Snapshot} from '../snapshot.ts';

/** What a name was the name of. */
export type NameKind = 'program' | 'script' | 'unit' | 'cgroup' | 'container';

/** The processes that go by a name, by ascending pid. */
export interface NamedProcesses {
  readonly by: NameKind;
  readonly processes: readonly Process[];
}

/** Where cgroups are mounted, by cgroups(7) and systemd(1): what is below may be given with it. */
const CGROUP_MOUNT = /^\/sys\/fs\/cgroup(?:\/systemd|\/unified)?(?=\/)/;

/**
 * The processes of a name, in the order in which names are tried: programs and scripts, units of systemd, cgroups,
 * containers.
 * Undefined where nothing has the name. A process that runs is meant rather than a zombie of its name.
 */
export function processesNamed(snapshot: Snapshot, name: string): NamedProcesses | undefined {
  const scripts = scriptsNamed(snapshot, name);
  const programs = snapshot.processes().filter(process => isProgram(process, name));
  const either = snapshot.processes().filter(each => scripts.has(each.pid) || programs.includes(each));
  const candidates: [NameKind, () => Process[]][] = [
    [programs.length > 0 ? 'program' : 'script', () => either],
    ['unit', () => inUnit(snapshot, name)],
    ['cgroup', () => inCgroup(snapshot, name)],
    ['container', () => inContainer(snapshot, name)],
  ];
  let found: NamedProcesses | undefined;
  for (const [by, find] of candidates) {
    const processes = find();
    if (processes.length > 0) {
      found = {by, processes};
      break;
    }
  }
  if (!found) return undefined;
  const living = found.processes.filter(process => !process.isZombie());
  return living.length > 0 ? {...found, processes: living} : found;
}

function scriptsNamed(snapshot: Snapshot, name: string): ReadonlySet<number> {
  const test = parseScriptName(name, 'exact');
  const scripts = runningScripts(scriptProcessesOf(snapshot)).filter(script => test?.(namesOf(script)));
  return new Set(scripts.map(({process}) => process.pid));
}

/** By its comm, the file that it executes, or its first argument; the kernel cuts a comm after 15 bytes. */
function isProgram(process: Process, name: string): boolean {
  if (process.comm === name) return true;
  const [first] = orUndefined(process.argv()) ?? [];
  const files = [programFile(process), first].flatMap(file => file ?? []);
  return files.some(file => file === name || (!name.includes('/') && posix.basename(file) === name));
}

/** A unit, under its name or, as systemctl(1) takes it, that of a service without the ending. */
function inUnit(snapshot: Snapshot, name: string): Process[] {
  const units = /\.(?:service|scope|slice)$/.test(name) ? [name] : [`${name}.service`];
  return living(snapshot).filter(process =>
    process
      .cgroup()
      ?.split('/')
      .some(element => units.includes(element)),
  );
}

function inCgroup(snapshot: Snapshot, name: string): Process[] {
  const path = name.replace(CGROUP_MOUNT, '').replace(/\/+$/, '');
  if (!path.startsWith('/')) return [];
  return living(snapshot).filter(process => {
    const cgroup = process.cgroup();
    return cgroup === path || cgroup?.startsWith(`${path}/`);
  });
}

function inContainer(snapshot: Snapshot, name: string): Process[] {
  return living(snapshot).filter(process => isContainer(process.container(), name));
}

/** Whether a word is for a container: its name, or its id, which may be shortened. */
export function isContainer(container: NamedContainer | undefined, word: string): boolean {
  if (!container) return false;
  const isShortened = /^[0-9a-f]{4,}$/.test(word) && container.id.startsWith(word);
  return container.name === word || container.id === word || isShortened;
}

function living(snapshot: Snapshot): readonly Process[] {
  return snapshot.processes().filter(process => !process.stat.kernelThread && !process.isZombie());
}
