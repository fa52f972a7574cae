import type {JudgedDescriptor} from '../../rules/fds/index.ts';
import type {Holder} from '../../snapshot/holders.ts';
import type {HeldLock} from '../../snapshot/inherited-descriptor.ts';
import type {Process} from '../../snapshot/process.ts';
import {commandText} from '../command-line.ts';
import type {InheritedFdsContent} from '../contract/inherited-fds.ts';

type DescriptorJson = InheritedFdsContent['descriptors'][number];

/** The `inherited-fds` answer as the JSON contract has it. */
export function inheritedFdsJson(
  process: Process,
  descriptors: readonly JudgedDescriptor[],
): InheritedFdsContent {
  return {
    process: {pid: process.pid, ppid: process.stat.ppid, comm: process.comm, command: commandText(process)},
    descriptors: descriptors.map(({one, inheritance, verdicts}) => ({
      fd: one.fd,
      kind: one.kind(),
      target: one.target(),
      accessMode: one.info()?.accessMode ?? null,
      closeOnExec: one.info()?.closeOnExec ?? null,
      deleted: one.deleted(),
      offset: one.offset(),
      inheritedFrom: inheritance ?? null,
      passedTo: one.sharing.descendants.map(holderJson),
      alsoHeldBy: one.alsoHeldBy.map(holderJson),
      locks: one.locks().map(lockJson),
      socket: one.socket ?? null,
      verdicts,
    })),
  };
}

function holderJson({process, descriptor, certainty, proof}: Holder): DescriptorJson['passedTo'][number] {
  const info = descriptor.info();
  return {
    pid: process.pid,
    comm: process.comm,
    fd: descriptor.fd,
    accessMode: info.ok ? (info.value.accessMode ?? null) : null,
    closeOnExec: info.ok ? info.value.closeOnExec : null,
    certainty,
    proof,
  };
}

function lockJson({
  class: lockClass,
  mode,
  acquirerPid,
  acquirerAlive,
  start,
  end,
}: HeldLock): DescriptorJson['locks'][number] {
  return {class: lockClass, mode, acquirerPid, acquirerAlive, start, end};
}
