import type {Syscalls} from '../../kernel/syscalls.ts';
import {groupBy} from '../group-by.ts';
import type {SurveyedDescriptor} from './survey-process.ts';

/**
 * Has a recorder put open file descriptions in the order of kcmp(2), by comparing each descriptor with itself:
 * those of which there is another with the same link, since no others are ever compared.
 */
export function putInOrder(descriptors: readonly SurveyedDescriptor[], syscalls: Syscalls): void {
  if (!syscalls.kcmpUsable().ok) return;
  const alike = groupBy(descriptors, ({link}) => link);
  for (const [link, bucket] of alike) {
    if (link === undefined || bucket.length < 2) continue;
    for (const {pid, fd} of bucket) syscalls.compareDescriptions({pid, fd}, {pid, fd});
  }
}
