import type * as z from 'zod/mini';
import {orUndefined} from '../kernel/read.ts';
import {originClause} from '../rules/words/origins.ts';
import type {OpenFile} from '../snapshot/descriptors/open-files.ts';
import type {Sameness} from '../snapshot/descriptors/same-description.ts';
import type {DescriptorOrigin} from '../snapshot/inheritance/descriptor-origins.ts';
import type {Origin} from '../snapshot/inheritance/origin.ts';
import type {holder, inheritedFrom} from './contract/common.ts';

/** A holder of an open file description as the JSON contract has it. */
export function holderJson(
  {process, descriptor}: OpenFile,
  {certainty, proof}: Sameness,
): z.infer<typeof holder> {
  const info = orUndefined(descriptor.info());
  return {
    pid: process.pid,
    comm: process.comm,
    fd: descriptor.fd,
    ...(descriptor.pid === process.pid ? {} : {tid: descriptor.pid}),
    accessMode: info?.accessMode ?? null,
    closeOnExec: info?.closeOnExec ?? null,
    certainty,
    proof,
  };
}

/** The values of `how` in the JSON contract. */
const plainHow = {
  opened: 'opened',
  'opened-or-inherited': 'opened or inherited',
  'opened-inherited-or-received': 'opened, inherited or received',
  acquired: 'acquired',
  'shared-with-acquirer': 'shared with the acquirer',
  'shares-table': 'shares the descriptor table',
  'shares-table-of-acquirer': 'shares the descriptor table of the acquirer',
} as const;
const inheritedHow = {
  fork: 'inherited by fork',
  exec: 'inherited over exec',
} as const;

/** The value of `how` for one way to come by a descriptor, or by a lock. */
type How<One extends Origin | DescriptorOrigin> = One extends {
  readonly kind: 'inherited';
  readonly by: infer By;
}
  ? (typeof inheritedHow)[By extends keyof typeof inheritedHow ? By : never]
  : One extends {readonly kind: infer Kind extends keyof typeof plainHow}
    ? (typeof plainHow)[Kind]
    : never;

/** How a process came by a descriptor, or by a lock, as the JSON contract has it. */
export function howJson<One extends Origin | DescriptorOrigin>(origin: One): How<One>;
export function howJson(origin: Origin | DescriptorOrigin): string {
  return origin.kind === 'inherited' ? inheritedHow[origin.by] : plainHow[origin.kind];
}

/** From whom a descriptor was inherited, as the JSON contract has it; null where nothing shows that it was. */
export function giverJson(origin: DescriptorOrigin): z.infer<typeof inheritedFrom> | null {
  if (origin.kind !== 'inherited') return null;
  const {shownBy, ...giver} = origin.from;
  return {...giver, because: originClause(shownBy), shownBy: shownBy.kind};
}
