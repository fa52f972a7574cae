import type {JudgedDescriptor} from '../../rules/inspections/descriptors.ts';
import type {HeldLock} from '../../snapshot/inheritance/held-lock.ts';
import {alsoHeldBy} from '../../snapshot/inheritance/inherited-fds.ts';
import type {Process} from '../../snapshot/process.ts';
import {commandText} from '../command-line.ts';
import type {InheritedFdsContent} from '../contract/inherited-fds.ts';
import {giverJson, holderJson, howJson} from '../holder-json.ts';
import {verdictJson} from '../verdict-json.ts';

type DescriptorJson = InheritedFdsContent['descriptors'][number];

/** The `inherited-fds` answer as the JSON contract has it. */
export function inheritedFdsJson(
  process: Process,
  sharers: readonly Process[],
  descriptors: readonly JudgedDescriptor[],
): InheritedFdsContent {
  return {
    process: {
      pid: process.pid,
      ppid: process.stat.ppid,
      comm: process.comm,
      command: commandText(process),
      sharesTableWith: sharers.map(({pid, comm}) => ({pid, comm})),
    },
    descriptors: descriptors.map(descriptor => descriptorJson(descriptor)),
  };
}

function descriptorJson(descriptor: JudgedDescriptor): DescriptorJson {
  const {one, cameBy, verdicts} = descriptor;
  return {
    fd: one.fd,
    ...(one.descriptor.pid === one.process.pid ? {} : {tid: one.descriptor.pid}),
    kind: one.kind(),
    target: one.target(),
    address: one.address(),
    accessMode: one.info()?.accessMode ?? null,
    closeOnExec: one.info()?.closeOnExec ?? null,
    deleted: one.deleted(),
    offset: one.offset(),
    how: howJson(cameBy()),
    inheritedFrom: giverJson(cameBy()),
    passedTo: one.sharing.descendants.map(holder => holderJson(holder, holder)),
    alsoHeldBy: alsoHeldBy(descriptor).map(holder => holderJson(holder, holder)),
    locks: one.locks().map(lockJson),
    socket: one.socket ?? null,
    verdicts: verdicts.map(verdictJson),
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
