import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import {listed} from './listed.ts';
import {named} from './named.ts';

/** How many holders after the first are named; a shell may have left a hundred behind. */
const NAMED = 4;

/** A lock that outlived the process that took it, and the processes that keep it. */
interface KeptLock {
  readonly holders: readonly [OpenFile, ...OpenFile[]];
  /** false: some holder may have received the descriptor over a UNIX socket. */
  readonly isInherited: boolean;
}

/** " (32194)" after the process that took the lock; empty where its pid is not known. */
export function ownerText({acquirerPid}: {readonly acquirerPid: number | null}): string {
  return acquirerPid === null ? '' : ` (${acquirerPid})`;
}

/** "sleep (32197) still holds", "sleep (32197) and 3 more still hold". */
export function stillHold(holders: readonly OpenFile[]): string {
  const processes = [...new Set(holders.map(({process}) => process))];
  return `${listed(processes.map(named), 1)} still ${processes.length === 1 ? 'holds' : 'hold'}`;
}

/** How a lock is kept: "sleep (32197) inherited the descriptor and keeps the file locked". */
export function keptText({holders, isInherited}: KeptLock): string {
  const [{process: eldest}] = holders;
  const others = new Set(holders.map(({process}) => process).filter(process => process !== eldest));
  const how = isInherited
    ? 'inherited the descriptor'
    : 'has the same open file description, inherited or received over a UNIX socket,';
  const together = others.size === 0 ? '' : `, together with ${listed([...others].map(named), NAMED)}`;
  return `${named(eldest)} ${how} and keeps the file locked${together}`;
}
