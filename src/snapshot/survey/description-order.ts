import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {groupBy} from '../group-by.ts';

/**
 * Has a recorder put open file descriptions in the order of kcmp(2), by comparing each descriptor with itself:
 * those of which there is another with the same link, since no others are ever compared.
 */
export function putInOrder(openFiles: readonly OpenFile[], syscalls: Syscalls): void {
  if (!syscalls.kcmpUsable().ok) return;
  const alike = groupBy(openFiles, ({descriptor}) => orUndefined(descriptor.target()));
  for (const [link, bucket] of alike) {
    if (link === undefined || bucket.length < 2) continue;
    for (const {descriptor} of bucket) {
      const {pid, fd} = descriptor;
      syscalls.compareDescriptions({pid, fd}, {pid, fd});
    }
  }
}
