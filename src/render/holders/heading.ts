import {listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import {accessModeOf} from '../../snapshot/descriptors/open-files.ts';
import type {FileUser} from '../../snapshot/holders/file-users.ts';
import type {HeldDescription, TargetHolder} from '../../snapshot/holders/held-description.ts';
import type {MountUse} from '../../snapshot/holders/kernel-uses.ts';
import {isLeftover} from '../../snapshot/holders/leftover.ts';
import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import type {Process} from '../../snapshot/process.ts';
import {whereText} from './kernel-remarks.ts';
import {takesAddress} from './release.ts';
import {isExecutable} from './use-remarks.ts';

/** How many processes the sentence names; of more, only the first. */
const NAMED = 3;

/** Who has the target, in a sentence: the answer to the question that `holders` asks. */
export function headingOf(answer: TargetHolders): string {
  const {target, asked, descriptions, executedBy, usedBy} = answer;
  const holders = descriptions.flatMap(one => one.holders);
  const writers = holders.filter(holder => accessModeOf(holder).includes('w'));
  if (asked.kind === 'port' || asked.kind === 'unix') return addressHeading(answer, holders);
  if (executedBy.length > 0)
    return `${who(executedBy)} ${verb(executedBy, 'executes', 'execute')} ${target}: it can't be opened for writing (ETXTBSY).`;
  if (asked.kind === 'path' && writers.some(isExecutable))
    return `${who(processesOf(writers))} ${verb(processesOf(writers), 'has', 'have')} ${target} open for writing: it can't be executed (ETXTBSY).`;
  if (holders.length > 0)
    return `${who(processesOf(holders))} ${verb(processesOf(holders), 'has', 'have')} ${target} open.`;
  return usedBy.length > 0 ? useHeading(answer) : restHeading(answer);
}

/** Who takes a port or a name; connections alone keep no other process from listening there. */
function addressHeading(answer: TargetHolders, holders: readonly TargetHolder[]): string {
  const {asked, target, descriptions} = answer;
  const name = asked.kind === 'port' && /^:\d+$/.test(target) ? `Port ${target.slice(1)}` : target;
  const taking = descriptions.filter(
    ({socket, holders}) => socket && socket.remote === null && takesAddress(socket) && holders.length > 0,
  );
  const here = taking.filter(({networkNamespace, boundFile}) => networkNamespace === null || boundFile);
  const takers = (here.length > 0 ? here : taking).flatMap(one => one.holders);
  if (takers.length > 0) {
    const where = here.length > 0 ? '' : ' in another network namespace';
    return `${name} is taken by ${who(processesOf(takers))}${where}${inheritance(taking)}.`;
  }
  if (holders.length === 0) return restHeading(answer, name);
  const processes = processesOf(holders);
  const many = descriptions.length === 1 ? 'a connection' : 'connections';
  return `${name} has no visible listener: ${who(processes)} ${verb(processes, 'has', 'have')} ${many} there.`;
}

/** How a single process that never asked for the address came by it. */
function inheritance(taking: readonly HeldDescription[]): string {
  const [first, ...more] = taking;
  const [holder, ...others] = first?.holders ?? [];
  if (!first || !holder || more.length + others.length > 0 || !isLeftover(holder, first)) return '';
  if (holder.origin.kind !== 'inherited') return '';
  return `, which inherited the socket${holder.origin.from.certainty === 'likely' ? ' (likely)' : ''}`;
}

/** How a file without a descriptor is used, by one process and by several. */
const uses: Readonly<Record<FileUser['use'], readonly [one: string, several: string]>> = {
  cwd: ['it is its working directory', 'it is their working directory'],
  root: ['it is its root directory', 'it is their root directory'],
  mapped: ['it has files there mapped', 'they have files there mapped'],
  executed: ['it executes a program there', 'they execute programs there'],
  open: ['it has files open there', 'they have files open there'],
};

function useHeading({target, usedBy, kernelUses}: TargetHolders): string {
  const processes = processesOf(usedBy);
  const kinds = [...new Set(usedBy.map(({use}) => use))];
  const [one, several] = uses[kinds[0] ?? 'open'];
  const how = kinds.length > 1 ? '' : `: ${processes.length === 1 ? one : several}`;
  if (kernelUses.rootOf) return `${who(processes)} ${verb(processes, 'keeps', 'keep')} ${target} busy${how}.`;
  if (kinds[0] === 'mapped')
    return `${who(processes)} ${verb(processes, 'has', 'have')} ${target} mapped, without a visible descriptor.`;
  return `${who(processes)} ${verb(processes, 'uses', 'use')} ${target}${how}.`;
}

/** What the kernel holds itself, or that nothing was found. */
function restHeading({target, descriptions, kernelUses}: TargetHolders, name = target): string {
  const [loop] = kernelUses.loopDevices;
  const [mount] = kernelUses.mounts;
  if (loop) return `${name} is attached to ${loop.path}; no visible process holds it.`;
  if (kernelUses.isSwap) return `${name} is swap space; no visible process holds it.`;
  if (mount) return `${mountHeading(name, mount)}; no visible process holds it.`;
  return descriptions.length + kernelUses.devices.length > 0
    ? `${name} is in use, but no visible process holds it.`
    : `No visible process holds ${name === target ? target : name.replace('Port', 'port')}.`;
}

/** How a mount uses the target. */
function mountHeading(name: string, use: MountUse): string {
  const {source, mountPoint} = use.mount;
  const [there, here] = use.isOurs ? [` at ${mountPoint}`, ''] : [whereText(use), whereText(use)];
  switch (use.use) {
    case 'device':
      return `${name} is mounted${there}`;
    case 'copy':
      return `The file system of ${name} is also mounted${there}`;
    case 'below':
      return `${mountPoint} is mounted in ${name}${here} and keeps it busy`;
    case 'upon':
      return `${source} is mounted on ${name}${here}`;
  }
}

function processesOf(holders: ReadonlyArray<{readonly process: Process}>): Process[] {
  return [...new Set(holders.map(({process}) => process))];
}

function who(processes: readonly Process[]): string {
  return listed(processes.map(named), processes.length > NAMED ? 1 : NAMED);
}

function verb({length}: readonly Process[], one: string, several: string): string {
  return length === 1 ? one : several;
}
