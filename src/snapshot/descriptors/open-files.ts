import {orUndefined} from '../../kernel/read.ts';
import type {DescriptorId, Syscalls} from '../../kernel/syscalls.ts';
import type {AccessMode} from '../../parse/process/open-flags.ts';
import type {Candidates, Descriptor} from '../descriptor.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import {type Sameness, sameDescription} from './same-description.ts';

/** A descriptor with its process. */
export interface OpenFile {
  readonly process: Process;
  readonly descriptor: Descriptor;
}

/** Looks through every process but procdoc for open descriptors whose link is wanted; the answer is by that link. */
export type FindOpenFiles = (isWanted: (link: string) => boolean) => ReadonlyMap<string, readonly OpenFile[]>;

/**
 * The open files that are wanted, of a map by their links. The map may have the descriptors of a whole machine: nothing is
 * made of those that aren't.
 */
export function openFilesWhere(
  byLink: ReadonlyMap<string, readonly OpenFile[]>,
  isWanted: (link: string, files: readonly OpenFile[]) => boolean,
): Map<string, readonly OpenFile[]> {
  const wanted = new Map<string, readonly OpenFile[]>();
  byLink.forEach((files, link) => {
    if (isWanted(link, files)) wanted.set(link, files);
  });
  return wanted;
}

/** How the file can be used through a descriptor; empty where that can't be read, or with O_PATH. */
export function accessModeOf({descriptor}: OpenFile): AccessMode | '' {
  return descriptor.accessMode() ?? '';
}

/** A descriptor that shares an open file description with the one in question. */
export interface Holder extends OpenFile, Sameness {}

/**
 * The descriptors, of these processes, whose link is wanted, by that link: readlink(2) picks candidates before anything
 * more expensive is asked. Processes whose descriptors can't be read are in the ledger.
 * @param candidates where they are known, only these are looked at
 */
export function openFilesByTarget(
  processes: readonly Process[],
  isWanted: (target: string, id: DescriptorId) => boolean,
  candidates?: Candidates,
): Map<string, OpenFile[]> {
  const open = processes.flatMap(process => {
    const descriptors = orUndefined(process.descriptorsLinkedTo(isWanted, candidates)) ?? [];
    return descriptors.map(descriptor => ({process, descriptor}));
  });
  return groupBy(open, ({descriptor}) => orUndefined(descriptor.target()) ?? '');
}

/** The candidates that share the description of one descriptor. */
export function holdersOf(
  descriptor: Descriptor,
  candidates: readonly OpenFile[],
  syscalls: Syscalls,
): Holder[] {
  return candidates.flatMap(candidate => {
    const sameness = sameDescription(descriptor, candidate.descriptor, syscalls);
    return sameness ? [{...candidate, ...sameness}] : [];
  });
}
