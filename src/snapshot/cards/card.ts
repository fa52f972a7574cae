import {orUndefined} from '../../kernel/read.ts';
import {readWaitChain, type WaitChain} from '../blocked-processes/wait-chain.ts';
import {type Holdings, readHoldings} from '../descriptors/holdings.ts';
import type {EveryOpenFile} from '../descriptors/open-file-index.ts';
import {daemonhoodOf} from '../families/daemon.ts';
import type {Orphanhood} from '../families/orphanhood.ts';
import {readOrphanhoods} from '../families/orphans.ts';
import {type DeletedFile, readDeletedFiles} from '../inheritance/deleted-files.ts';
import {DescriptorScene} from '../inheritance/descriptor-scene.ts';
import type {Process} from '../process.ts';
import {programFile} from '../programs/runtime.ts';
import type {FoundScript} from '../scripts/script-answer.ts';
import {readScriptCases} from '../scripts/script-case.ts';
import {readSigchldHandling, type SigchldHandling} from '../sigchld/handling.ts';
import type {Snapshot} from '../snapshot.ts';
import {readStarters} from '../starters/read-starters.ts';
import type {Starter} from '../starters/starter.ts';
import {readWaitStatus} from '../wait-status.ts';
import {type ConnectionScene, readConnections} from './connections.ts';

/** What is known of one process: what it is, where it comes from, what it does, has, and started. */
export interface Card {
  readonly process: Process;
  /** The file that it executes; null where that can't be read, and of a zombie or kernel thread. */
  readonly program: string | null;
  /** Whether that file was deleted or replaced since; null where that isn't known. */
  readonly programIsGone: boolean | null;
  /** Of a zombie; null also where it can't be read. */
  readonly waitStatus: number | null;
  /** The script that it runs, and whether that is the code on disk. */
  readonly script: FoundScript | undefined;
  /** Nearest first; none where only the family would tell, and the process was adopted. */
  readonly starters: readonly Starter[];
  /** The parent, its parent and so on. */
  readonly ancestors: readonly Process[];
  /** The process and ancestors of it, as far as they were adopted, and what shows that. */
  readonly orphanhoods: ReadonlyMap<Process, Orphanhood>;
  /** Whether the process was adopted, and likely made itself a daemon. */
  readonly isDaemon: boolean;
  readonly chain: WaitChain;
  /** undefined where its descriptors can't be listed, as of `connections`. */
  readonly holds: Holdings | undefined;
  readonly connections: ConnectionScene | undefined;
  /** Deleted files on disk that it has open. */
  readonly deleted: readonly DeletedFile[];
  /** undefined where that can't be read, and of a zombie. */
  readonly sigchld: SigchldHandling | undefined;
  readonly children: readonly Process[];
}

/** Reads the card of a process, from what every other question about it reads, too. */
export async function readCard(
  snapshot: Snapshot,
  process: Process,
  openFiles: EveryOpenFile,
): Promise<Card> {
  const ancestors = snapshot.ancestors(process);
  const orphanhoods = await readOrphanhoods(snapshot, [process, ...ancestors]);
  const orphanhood = orphanhoods.get(process);
  const adopted = [process, ...ancestors].findIndex(one => orphanhoods.has(one));
  const line = adopted === -1 ? ancestors : ancestors.slice(0, adopted);
  const syscalls = await snapshot.comparingSyscalls();
  const open = await openFiles();
  const scene = new DescriptorScene(snapshot, open.byLink, syscalls);
  const isAlive = !process.isZombie() && !process.stat.kernelThread;
  return {
    process,
    program: (isAlive && programFile(process)) || null,
    programIsGone: programIsGone(process),
    waitStatus: process.isZombie() ? readWaitStatus(snapshot, process) : null,
    script: readScriptCases(snapshot, [process], true)[0]?.found,
    starters: readStarters(snapshot, process, line),
    ancestors,
    orphanhoods,
    isDaemon: orphanhood !== undefined && daemonhoodOf(snapshot, orphanhood).isDaemon === true,
    chain: await readWaitChain(snapshot, process),
    holds: readHoldings(snapshot, [process], syscalls, open.matching)(process),
    connections: readConnections(snapshot, process),
    deleted: isAlive
      ? readDeletedFiles(scene, []).filter(({holders}) => holders.some(one => one.process === process))
      : [],
    sigchld: isAlive ? (await readSigchldHandling(snapshot, [process]))[0] : undefined,
    children: snapshot.childrenOf(process),
  };
}

/** The kernel marks the link of a file without a name; a file may have that ending by itself. */
function programIsGone(process: Process): boolean | null {
  const link = orUndefined(process.exe());
  return link === undefined ? null : link.endsWith(' (deleted)');
}
