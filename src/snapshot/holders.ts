import {orUndefined} from '../kernel/read.ts';
import type {Syscalls} from '../kernel/syscalls.ts';
import type {Descriptor} from './descriptor.ts';
import type {Process} from './process.ts';
import {type Sameness, sameDescription} from './same-description.ts';

/** A descriptor with its process. */
export interface OpenFile {
  readonly process: Process;
  readonly descriptor: Descriptor;
}

/** A descriptor that shares an open file description with the one in question. */
export interface Holder extends OpenFile, Sameness {}

/**
 * The descriptors, of all processes, that link to one of these targets: readlink(2) tells candidates from
 * the rest, before anything dearer is asked. Processes whose descriptors may not be listed are in the ledger.
 */
export function descriptorsByTarget(
  processes: readonly Process[],
  targets: ReadonlySet<string>,
): Map<string, OpenFile[]> {
  const found = new Map<string, OpenFile[]>();
  for (const process of processes) {
    for (const descriptor of orUndefined(process.descriptors()) ?? []) {
      const target = orUndefined(descriptor.target());
      if (target === undefined || !targets.has(target)) continue;
      const holders = found.get(target);
      if (holders) holders.push({process, descriptor});
      else found.set(target, [{process, descriptor}]);
    }
  }
  return found;
}

/** Those of the candidates that share the description of one descriptor. */
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
