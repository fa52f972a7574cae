import type {BusyProgram} from '../../snapshot/inheritance/busy-programs.ts';
import type {DeletedFile} from '../../snapshot/inheritance/deleted-files.ts';
import type {DescriptorLimit} from '../../snapshot/inheritance/descriptor-limit.ts';
import type {LeakingStart} from '../../snapshot/inheritance/exec-leaks.ts';
import type {TracedDescriptor} from '../../snapshot/inheritance/inherited-fds.ts';
import type {SharedConnections} from '../../snapshot/inheritance/shared-connections.ts';
import {outlivedLockThrough} from '../../snapshot/locks/outlived-lock.ts';
import {heldByHeir} from '../locks/held-by-heir.ts';
import type {Rule} from '../rule.ts';
import {ruleAbout} from '../rule.ts';
import {deletedFileHeldOpen} from './deleted-file-held-open.ts';
import {descriptorLeakedOverExec} from './descriptor-leaked-over-exec.ts';
import {descriptorTableNearlyFull} from './descriptor-table-nearly-full.ts';
import {listenerHeldByHeir} from './listener-held-by-heir.ts';
import {pipeHeldOpen} from './pipe-held-open.ts';
import {socketHeldBySiblings} from './socket-held-by-siblings.ts';
import {textFileBusy} from './text-file-busy.ts';

/** What may be wrong with a descriptor that came from elsewhere, the worst first. */
export const descriptorRules: readonly Rule<TracedDescriptor>[] = [
  ruleAbout(heldByHeir, outlivedLockThrough),
  listenerHeldByHeir,
  pipeHeldOpen,
];

/** What a diagnosis asks about the descriptors of every process; about locks it asks elsewhere. */
export const blockingRules: readonly Rule<TracedDescriptor>[] = [listenerHeldByHeir, pipeHeldOpen];

export const startRules: readonly Rule<LeakingStart>[] = [descriptorLeakedOverExec];

export const limitRules: readonly Rule<DescriptorLimit>[] = [descriptorTableNearlyFull];

export const connectionRules: readonly Rule<SharedConnections>[] = [socketHeldBySiblings];

export const programRules: readonly Rule<BusyProgram>[] = [textFileBusy];

export const deletedFileRules: readonly Rule<DeletedFile>[] = [deletedFileHeldOpen];
