import {candidatesLinkedTo, othersWith} from '../descriptors/candidates.ts';
import {nearRelatives} from '../descriptors/near-relatives.ts';
import {type FindOpenFiles, type OpenFile, openFilesByTarget} from '../descriptors/open-files.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {tellingPart} from './same-file.ts';
import {linksOf, type SearchedThreads} from './searched-threads.ts';

/**
 * Who has the files, pipes and sockets open that processes wait for. All descriptors are looked at for many links at
 * a time, and for those that may be asked for next.
 */
export class LinkedFiles {
  readonly #snapshot: Snapshot;
  readonly #threads: SearchedThreads;
  readonly #openFiles: FindOpenFiles | undefined;
  /** Those of all levels so far, with their relatives. */
  readonly #near = new Set<Process>();
  readonly #lookedFor = new Set<string>();
  readonly #found = new Map<string, readonly OpenFile[]>();

  /** @param openFiles the descriptors that matter are looked for anew, if not given */
  constructor(snapshot: Snapshot, threads: SearchedThreads, openFiles?: FindOpenFiles) {
    this.#snapshot = snapshot;
    this.#threads = threads;
    this.#openFiles = openFiles;
  }

  /**
   * The open descriptors of these links, and maybe of others, by link.
   * @param level those who wait for them
   */
  async of(
    links: readonly string[],
    level: readonly Process[],
  ): Promise<ReadonlyMap<string, readonly OpenFile[]>> {
    const parts = new Set(links.map(tellingPart));
    if (this.#openFiles)
      return parts.size === 0 ? new Map() : this.#openFiles(link => parts.has(tellingPart(link)));
    if (![...parts].every(part => this.#lookedFor.has(part))) await this.#lookFor(links, level);
    return this.#found;
  }

  async #lookFor(links: readonly string[], level: readonly Process[]): Promise<void> {
    const snapshot = this.#snapshot;
    const relatives = level.flatMap(process => nearRelatives(snapshot, process));
    for (const process of [...level, ...relatives]) this.#near.add(process);
    const isNew = (link: string) => !this.#lookedFor.has(tellingPart(link));
    const asked = {
      links: links.filter(isNew),
      guessed: (await this.#linksAwaitedBy(relatives)).filter(isNew),
      near: [...this.#near],
    };
    const found = candidatesLinkedTo(snapshot, asked, await snapshot.syscalls());
    const wanted = new Set((found?.links ?? [...asked.links, ...asked.guessed]).map(tellingPart));
    const others = found ? othersWith(found.candidates, snapshot) : snapshot.others();
    const open = openFilesByTarget(others, link => wanted.has(tellingPart(link)), found?.candidates);
    for (const part of wanted) this.#lookedFor.add(part);
    for (const [link, files] of open) this.#found.set(link, files);
  }

  /**
   * What relatives of those asked for wait for: a chain mostly stays in the family, so that one look at the
   * machine's descriptors serves more than one level.
   */
  async #linksAwaitedBy(relatives: readonly Process[]): Promise<string[]> {
    const threads = await Promise.all([...new Set(relatives)].map(process => this.#threads.of(process)));
    // A path is looked for in every link, a pipe or socket where the kernel tells: not both for a guess.
    return linksOf(threads.flat()).filter(link => !link.startsWith('/'));
  }
}
