import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {Process} from '../../snapshot/process.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import {grouped, listed} from '../words/listed.ts';
import {named} from '../words/named.ts';
import {endCommand} from './end-command.ts';

/** A command line that names more processes than these is left to `procdoc locks -o holders`. */
const NAMED = 5;

/** The order that releases a lock: every holder has to exit, or to close its descriptor. */
export function releaseLock(holders: readonly [OpenFile, ...OpenFile[]]): string {
  const byProcess = [...groupBy(holders, ({process}) => process)];
  const processes = byProcess.map(([process]) => process);
  if (processes.length > NAMED)
    return `To release the lock, all ${grouped(processes.length)} holders must exit or close the descriptor: \`${procdocCommand(holders[0].process, 'locks', '-n', '-o', 'holders,path')}\` lists them.`;
  return `To release the lock: ${endCommand(processes)}, or make ${closings(byProcess)}.`;
}

/** "it close fd 9", "each close fd 9", or each process by name with its own descriptors. */
function closings(byProcess: ReadonlyArray<readonly [Process, readonly OpenFile[]]>): string {
  const fds = new Set(byProcess.map(([, own]) => fdsText(own)));
  if (fds.size === 1) return `${byProcess.length === 1 ? 'it' : 'each'} close ${[...fds].join()}`;
  const each = byProcess.map(([process, own]) => `${named(process)} close ${fdsText(own)}`);
  return listed(each, each.length);
}

function fdsText(files: readonly OpenFile[]): string {
  const numbers = files.map(({descriptor: {fd}}) => `fd ${fd}`);
  return listed(numbers, numbers.length);
}

/** How not to leave a lock to a child. */
export function preventLeftLock({isInherited}: {readonly isInherited: boolean}): string {
  const start = isInherited ? 'To prevent this' : 'If the descriptor was inherited';
  return `${start}: open lock files with O_CLOEXEC, or close them in the child (\`flock -o\`, or \`9>&-\` in a shell).`;
}
