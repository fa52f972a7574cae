import type {FileStat} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {DeletedMapping} from '../../parse/process/pid-maps.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** A file without a name that a process has mapped. */
export interface MappedDeleted extends DeletedMapping {
  readonly process: Process;
  readonly stat: FileStat;
}

/**
 * The deleted files that a process has mapped, whether it has them open or not. Which files they are only
 * /proc/PID/map_files shows, for which it takes CAP_CHECKPOINT_RESTORE; where it can't be read, that is a gap.
 */
export function readDeletedMappings({source}: Snapshot, process: Process): MappedDeleted[] {
  const {pid} = process;
  const mapped = orUndefined(process.deletedMappings()) ?? [];
  return mapped.flatMap(mapping => {
    const stat = orUndefined(source.stat(`${pid}/map_files/${mapping.range}`));
    return stat?.kind === 'file' && stat.links === 0 ? [{...mapping, process, stat}] : [];
  });
}
