import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {decodeWaitStatus, type WaitStatus} from '../../parse/wait-status/wait-status.ts';
import {LineOutputs} from '../../snapshot/caller/output-links.ts';
import {type Holdings, readHoldings} from '../../snapshot/descriptors/holdings.ts';
import {accessModeOf, type OpenFile, openFilesByTarget} from '../../snapshot/descriptors/open-files.ts';
import {type Sameness, sameDescription} from '../../snapshot/descriptors/same-description.ts';
import {PID_NAMESPACE} from '../../snapshot/gap-names.ts';
import {type DeletedFile, readDeletedFiles} from '../../snapshot/inheritance/deleted-files.ts';
import {DescriptorScene} from '../../snapshot/inheritance/descriptor-scene.ts';
import type {Unreadable} from '../../snapshot/ledger.ts';
import type {Process} from '../../snapshot/process.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {readWaitStatus} from '../../snapshot/wait-status.ts';
import type {Surroundings} from './surroundings.ts';

/** What is left of the descendants of a command. */
export interface LeftBehind {
  /** The living ones, parents before children. */
  readonly processes: readonly LeftProcess[];
  /** Children of the living that have exited, and were not waited for. */
  readonly zombies: readonly LeftZombie[];
  /** Descriptors that keep procdoc's standard output or error open, where that is a pipe or a socket pair. */
  readonly heldOutput: readonly HeldOutput[];
  /** Files without a name that they have open. */
  readonly deletedFiles: readonly DeletedFile[];
  readonly unreadable: readonly Unreadable[];
}

export interface LeftProcess {
  readonly process: Process;
  /** undefined where its descriptors can't be read. */
  readonly holds: Holdings | undefined;
}

export interface LeftZombie {
  readonly process: Process;
  readonly parent: Process;
  /** null where that can't be read. */
  readonly status: WaitStatus | null;
}

export interface HeldOutput extends OpenFile, Sameness {}

const THE_PIPE: Sameness = {certainty: 'proven', proof: 'same-object'};

/** Where nothing is left. */
export const NOTHING_LEFT: LeftBehind = {
  processes: [],
  zombies: [],
  heldOutput: [],
  deletedFiles: [],
  unreadable: [],
};

/**
 * Looks at what is below procdoc. The command and procdoc's own helpers, with what is below them, don't count.
 * @param apart their pids
 */
export async function readLeftBehind(
  {machine, procfs}: Surroundings,
  apart: ReadonlySet<number>,
): Promise<LeftBehind> {
  if (!procfs) return {...NOTHING_LEFT, unreadable: [{what: PID_NAMESPACE, errno: 'EXDEV', pids: []}]};
  const snapshot = new Snapshot(machine);
  const observer = snapshot.find(snapshot.observerPid());
  if (!observer) return {...NOTHING_LEFT, unreadable: snapshot.ledger.unreadable};
  const below = childrenApart(snapshot, observer, apart).flatMap(child => [
    child,
    ...snapshot.descendants(child),
  ]);
  const living = below.filter(process => !process.isZombie() && process.isStillThere());
  // Nothing can be read of a process once it was ended.
  for (const process of living) process.argv();
  const syscalls = await snapshot.syscalls();
  const openFiles = openFilesByTarget(living, () => true);
  const holdingsOf = readHoldings(snapshot, living, syscalls);
  return {
    processes: living.map(process => ({process, holds: holdingsOf(process)})),
    zombies: below.flatMap(process => {
      const parent = process.isZombie() ? snapshot.parentOf(process) : undefined;
      if (!parent || parent === observer) return [];
      const raw = readWaitStatus(snapshot, process);
      return [{process, parent, status: raw === null ? null : decodeWaitStatus(raw)}];
    }),
    heldOutput: heldOutputs(observer, openFiles, syscalls),
    deletedFiles: readDeletedFiles(new DescriptorScene(snapshot, openFiles, syscalls), []),
    unreadable: snapshot.ledger.unreadable,
  };
}

function childrenApart(snapshot: Snapshot, observer: Process, apart: ReadonlySet<number>): Process[] {
  return snapshot.childrenOf(observer).filter(({pid}) => !apart.has(pid));
}

/**
 * Any descriptor with write access keeps a reader of a pipe from EOF, also one of another description: then the pipe
 * itself is the proof.
 */
function heldOutputs(
  observer: Process,
  openFiles: ReadonlyMap<string, readonly OpenFile[]>,
  syscalls: Syscalls,
): HeldOutput[] {
  const own = orUndefined(observer.descriptors()) ?? [];
  const links = new Set(new LineOutputs(syscalls).writtenBy(observer).map(({written}) => written));
  return [...links].flatMap(link => {
    const ours = own.find(one => one.fd > 0 && orUndefined(one.target()) === link);
    const writers = (openFiles.get(link) ?? []).filter(file => accessModeOf(file).includes('w'));
    return writers.map(file => {
      const sameness = ours && sameDescription(ours, file.descriptor, syscalls);
      return {...file, ...(sameness?.certainty === 'proven' ? sameness : THE_PIPE)};
    });
  });
}
