import {orUndefined} from '../../kernel/read.ts';
import {type HeldDescription, openedBy} from '../../snapshot/holders/held-description.ts';
import {ALONE} from '../../snapshot/holders/holder-origins.ts';
import type {MountUse} from '../../snapshot/holders/kernel-uses.ts';
import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import type {HoldersContent} from '../contract/holders.ts';
import {giverJson, holderJson, howJson} from '../holder-json.ts';
import {headingOf} from './heading.ts';
import {releaseSentence} from './release.ts';
import {remarksOn} from './remarks.ts';

type DescriptionJson = HoldersContent['descriptions'][number];

/** The `holders` answer as the JSON contract has it. */
export function holdersJson(answers: readonly TargetHolders[]): HoldersContent {
  return {
    target: answers.map(({target}) => target).join(' '),
    targets: answers.map(({target}) => target),
    descriptions: answers.flatMap(({target, descriptions}) =>
      descriptions.map(description => descriptionJson(target, description)),
    ),
    executedBy: answers.flatMap(({target, executedBy}) =>
      executedBy.map(({pid, comm}) => ({target, pid, comm})),
    ),
    usedBy: answers.flatMap(({target, usedBy}) =>
      usedBy.map(({process: {pid, comm}, use, end}) => ({
        ...{target, pid, comm, use},
        fd: end?.descriptor.fd ?? null,
        path: end ? (orUndefined(end.descriptor.target()) ?? null) : null,
      })),
    ),
    mounts: answers.flatMap(({target, kernelUses: {mounts}}) => mounts.map(use => mountJson(target, use))),
    swaps: answers.flatMap(({target, kernelUses: {isSwap}}) => (isSwap ? [target] : [])),
    devices: answers.flatMap(({target, kernelUses: {devices}}) => devices.map(device => ({target, device}))),
    loopDevices: answers.flatMap(({target, kernelUses: {loopDevices}}) =>
      loopDevices.map(({path, backingFile}) => ({target, device: path, backingFile})),
    ),
    nobodys: answers.flatMap(({target, nobodys}) =>
      nobodys.map(({local, remote, state}) => ({target, local, remote, state})),
    ),
    summaries: answers.map(headingOf),
    remarks: answers.flatMap(remarksOn),
  };
}

function mountJson(target: string, {mount, use, isOurs, users}: MountUse): HoldersContent['mounts'][number] {
  const {device, source, root, mountPoint} = mount;
  const processes = isOurs ? [] : users.map(({pid, comm}) => ({pid, comm}));
  return {...{target, use, device, source, root, mountPoint}, ours: isOurs, processes};
}

function descriptionJson(target: string, description: HeldDescription): DescriptionJson {
  const {link, address, kind, holders, socket, networkNamespace, peers, sameness} = description;
  const opener = openedBy(description);
  return {
    target,
    link,
    address,
    kind,
    holders: holders.map(holder => ({
      ...holderJson(holder, sameness ?? ALONE),
      how: howJson(holder.origin),
      inheritedFrom: giverJson(holder.origin),
      orphan: holder.orphanhood?.certainty ?? null,
      daemonized: holder.isDaemon,
      activation: holder.activation ?? null,
    })),
    openedBy: opener && {pid: opener.pid, comm: opener.comm},
    networkNamespace,
    socket,
    peers: peers.map(({process: {pid, comm}, descriptor: {fd}}) => ({pid, comm, fd})),
    release: releaseSentence(description),
  };
}
