import type {NamedContainer} from '../../parse/process/container.ts';
import type {Descriptor} from '../../snapshot/descriptor.ts';
import {type InnerPid, type InsideOf, innerPidOf} from '../../snapshot/pid-namespace.ts';

/** What it takes to name a process, and where it is called by another pid. */
export interface Named extends Partial<InsideOf> {
  readonly pid: number;
  readonly comm: string;
}

/** A process as every sentence names it: "python3 (4711)", "python3 (4711, 10 in web)". */
export function named({pid, comm, status, container}: Named): string {
  const inner = status && container && innerPidOf({status, container});
  return inner ? `${comm} (${pid}, ${innerText(inner)})` : `${comm} (${pid})`;
}

/** "10 in web", or "10 inside": what a process is called in its own pid namespace, if the procfs shows another one. */
export function innerText({pid, container}: InnerPid): string {
  return container ? `${pid} in ${containerName(container)}` : `${pid} inside`;
}

/**
 * Its name, with whose word that is if it is an ordinary user's: "ann's shop". Where the name isn't known, the id as its
 * runtime shortens it.
 */
export function containerName({id, name, namedBy}: NamedContainer): string {
  if (name === null) return /^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id;
  return namedBy === null ? name : `${namedBy}'s ${name}`;
}

/**
 * A process by one of its descriptors: "python3 (4711) fd 3". A thread may have a descriptor table of its own: "python3
 * (4711) fd 3 of its thread 4713".
 */
export function namedFd(process: Named, {pid, fd}: Pick<Descriptor, 'pid' | 'fd'>): string {
  return `${named(process)} fd ${fd}${pid === process.pid ? '' : ` of its thread ${pid}`}`;
}
