import {mapRead, orUndefined} from '../../kernel/read.ts';
import type {LinkOwner} from '../../parse/locks/lock-link.ts';
import {decodeText} from '../../parse/text.ts';
import type {Snapshot} from '../snapshot.ts';

/** Whether the pid is of another machine or pid namespace, by their names; a host may be named with its domain. */
export function isElsewhere({machine: {procfs}}: Snapshot, {host, pidNamespace}: LinkOwner): boolean {
  const own = orUndefined(mapRead(procfs.read('sys/kernel/hostname'), bytes => decodeText(bytes).trim()));
  const namespace = orUndefined(mapRead(procfs.link('self/ns/pid'), decodeText));
  const isOwnHost = host === null || own === undefined || host.split('.')[0] === own.split('.')[0];
  const isOwnNamespace = pidNamespace === null || namespace === `pid:[${pidNamespace}]`;
  return !isOwnHost || !isOwnNamespace;
}
