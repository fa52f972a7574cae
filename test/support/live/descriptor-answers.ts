import assert from 'node:assert/strict';
import type * as z from 'zod/mini';
import {holdersAnswer} from '../../../src/render/contract/holders.ts';
import {inheritedFdsAnswer} from '../../../src/render/contract/inherited-fds.ts';
import {procdocJson} from '../procdoc.ts';

export type InheritedFdsAnswer = z.infer<typeof inheritedFdsAnswer>;
export type DescriptorAnswer = InheritedFdsAnswer['descriptors'][number];

/** What `procdoc inherited-fds` says of a process. Every answer is held to the contract. */
export async function askInheritedFds(pid: number, ...flags: string[]): Promise<InheritedFdsAnswer> {
  const {status, json} = await procdocJson('inherited-fds', `${pid}`, ...flags);
  assert.equal(status, 0);
  const answer = inheritedFdsAnswer.parse(json);
  assert.equal(answer.process.pid, pid);
  return answer;
}

/** The one descriptor of an answer; fails where it is not shown. */
export function descriptorIn({process, descriptors}: InheritedFdsAnswer, fd: number): DescriptorAnswer {
  const descriptor = descriptors.find(candidate => candidate.fd === fd);
  assert.ok(descriptor, `fd ${fd} of ${process.pid} is not shown, but ${descriptors.map(one => one.fd)}`);
  return descriptor;
}

/** What `procdoc inherited-fds` says of one descriptor. */
export async function askDescriptor(pid: number, fd: number, ...flags: string[]): Promise<DescriptorAnswer> {
  return descriptorIn(await askInheritedFds(pid, ...flags), fd);
}

/** What `inherited-fds` says of one descriptor; `holders` of it, and of its port, must say the same of how it came. */
export async function askBothWays(pid: number, fd: number): Promise<DescriptorAnswer> {
  const descriptor = await askDescriptor(pid, fd, '--all');
  const [, port] = /:(\d+)$/.exec(descriptor.socket?.local ?? '') ?? [];
  const {json} = await procdocJson('holders', `${pid}:${fd}`, ...(port ? [`:${port}`] : []));
  const {descriptions} = holdersAnswer.parse(json);
  const held = descriptions.flatMap(({holders}) => holders.filter(one => one.pid === pid && one.fd === fd));
  assert.equal(held.length, port ? 2 : 1);
  const {how, inheritedFrom} = descriptor;
  for (const one of held) assert.deepEqual([one.how, one.inheritedFrom], [how, inheritedFrom]);
  return descriptor;
}

/** The ids of what is wrong with a descriptor. */
export function rulesOf({verdicts}: DescriptorAnswer): string[] {
  return verdicts.map(({rule}) => rule);
}

/** From whom a descriptor was inherited, as "pid/fd certainty by proof"; null where nothing shows that. */
export function giverOf({inheritedFrom}: Pick<DescriptorAnswer, 'inheritedFrom'>): string | null {
  if (!inheritedFrom) return null;
  const {pid, fd, certainty, proof} = inheritedFrom;
  return `${pid}/${fd} ${certainty} by ${proof}`;
}

/** The other holders of a descriptor, as "pid/fd", sorted. */
export function holdersOf({inheritedFrom, passedTo, alsoHeldBy}: DescriptorAnswer): string[] {
  const giver = inheritedFrom?.alive ? [inheritedFrom] : [];
  return [...giver, ...passedTo, ...alsoHeldBy].map(({pid, fd}) => `${pid}/${fd}`).sort();
}
