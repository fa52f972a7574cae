import {orUndefined} from '../../kernel/read.ts';
import {neverListens} from '../programs/known-programs.ts';
import {programName} from '../programs/runtime.ts';
import type {HeldDescription, TargetHolder} from './held-description.ts';

/**
 * Whether a process has a listener that it got by the way: it never listens, or runs another program than the one it has
 * the socket from, so that it is no worker of a server, nor the service of a socket unit.
 */
export function isLeftover(
  {process, origin, activation}: TargetHolder,
  {sharedFrom}: HeldDescription,
): boolean {
  if (neverListens(process)) return true;
  if (activation || sharedFrom === null) return false;
  // It may be the service of a socket unit, which is known only by its environment.
  if (activation === null && programName(sharedFrom) === 'systemd') return false;
  if (origin.kind !== 'inherited' || origin.by !== 'exec') return false;
  const [program, other] = [sharedFrom, process].map(({exe}) => orUndefined(exe()));
  return program !== undefined && other !== undefined && program !== other;
}
