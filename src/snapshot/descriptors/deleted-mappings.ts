import type {FileStat} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {DeletedMapping} from '../../parse/process/pid-maps.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** A file without a name that a process has mapped. */
export interface MappedDeleted extends DeletedMapping {
  readonly process: Process;
  readonly stat: FileStat;
}

/** With fewer processes their maps are read sooner than the kernel has gone through all mappings of the machine (measured). */
const MANY_PROCESSES = 500;

/**
 * The deleted files that processes have mapped. Where they are many, the kernel says of which of them the maps are worth
 * reading.
 */
export function deletedMappingsIn(
  snapshot: Snapshot,
  syscalls: Syscalls,
): (processes: readonly Process[]) => MappedDeleted[] {
  const mappers = once(() => orUndefined(syscalls.mappers()));
  return processes => {
    const known = processes.length < MANY_PROCESSES ? undefined : mappers();
    const worthReading = known ? processes.filter(({pid}) => known.has(pid)) : processes;
    return worthReading.flatMap(process => readDeletedMappings(snapshot, process));
  };
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
