import {candidatesLinkedTo, othersWith} from '../descriptors/candidates.ts';
import {nearRelatives} from '../descriptors/near-relatives.ts';
import {distinctivePart, type EveryOpenFile, OpenFileIndex} from '../descriptors/open-file-index.ts';
import {type OpenFile, openFilesByTarget} from '../descriptors/open-files.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {linksOf, type SearchedThreads} from './searches.ts';

/** How many siblings, and how many children, of a waiter are looked at for what may be asked next: at first, and at most. */
const [FIRST_RELATIVES, MOST_RELATIVES] = [8, 512];
/** Of the waiters so far, the latest of so many are looked at by themselves; the kernel's whole table is read as fast. */
const MOST_NEAR = 1024;

/**
 * The processes that have the files, pipes and sockets open which others wait for. One look at all descriptors is for
 * many links, and for links that are likely asked for next.
 */
export class LinkedFiles {
  readonly #snapshot: Snapshot;
  readonly #threads: SearchedThreads;
  readonly #openFiles: EveryOpenFile | undefined;
  /** The waiters of all levels so far, with their relatives. */
  readonly #near = new Set<Process>();
  readonly #lookedFor = new Set<string>();
  /** Twice as many at each look: then a chain of siblings takes few looks, however long it is, and a short one reads little. */
  #relatives = FIRST_RELATIVES;
  #found = new OpenFileIndex(new Map<string, readonly OpenFile[]>());

  /** @param openFiles every descriptor; if not given, those that matter are searched for */
  constructor(snapshot: Snapshot, threads: SearchedThreads, openFiles?: EveryOpenFile) {
    this.#snapshot = snapshot;
    this.#threads = threads;
    this.#openFiles = openFiles;
  }

  /**
   * The open descriptors of these links, and maybe of others.
   * @param level the processes that wait for them
   */
  async of(links: readonly string[], level: readonly Process[]): Promise<OpenFileIndex> {
    if (links.every(link => this.#lookedFor.has(distinctivePart(link)))) return this.#found;
    if (this.#openFiles) return this.#openFiles();
    await this.#lookFor(links, level);
    return this.#found;
  }

  async #lookFor(links: readonly string[], level: readonly Process[]): Promise<void> {
    const snapshot = this.#snapshot;
    const most = this.#relatives;
    this.#relatives = Math.min(2 * most, MOST_RELATIVES);
    const relatives = level.flatMap(process => nearRelatives(snapshot, process, most));
    for (const process of [...level, ...relatives]) this.#near.add(process);
    const isNew = (link: string) => !this.#lookedFor.has(distinctivePart(link));
    const asked = {
      links: links.filter(isNew),
      guessed: (await this.#linksAwaitedBy(relatives)).filter(isNew),
      near: [...this.#near].slice(-MOST_NEAR),
    };
    const found = candidatesLinkedTo(snapshot, asked, await snapshot.syscalls());
    const wanted = new Set((found?.links ?? [...asked.links, ...asked.guessed]).map(distinctivePart));
    const others = found ? othersWith(found.candidates, snapshot) : snapshot.others();
    const open = openFilesByTarget(others, link => wanted.has(distinctivePart(link)), found?.candidates);
    for (const part of wanted) this.#lookedFor.add(part);
    this.#found = new OpenFileIndex(new Map([...this.#found.byLink, ...open]));
  }

  /**
   * What relatives of the asked processes wait for: a chain mostly stays in the family, so that one look at the
   * machine's descriptors serves more than one level.
   */
  async #linksAwaitedBy(relatives: readonly Process[]): Promise<string[]> {
    const threads = await Promise.all([...new Set(relatives)].map(process => this.#threads.of(process)));
    // A path is searched for in every link, a pipe or socket by inode: a guess is not worth the former.
    return linksOf(threads.flat()).filter(link => !link.startsWith('/'));
  }
}
