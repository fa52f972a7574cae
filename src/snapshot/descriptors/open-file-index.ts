import {basename} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import type {Descriptor} from '../descriptor.ts';
import {groupBy} from '../group-by.ts';
import {once, onceEach} from '../once.ts';
import {type FindOpenFiles, type OpenFile, openFilesWhere} from './open-files.ts';

/**
 * The part of a link that candidates must share: all of "pipe:[4242]"; of a path only the last part, since a file may
 * have another path in another mount namespace. A hard link with another name is missed: stat(2) of every open file
 * would take long, and may hang where a network file system does.
 */
export function distinctivePart(link: string): string {
  return link.startsWith('/') ? `/${basename(link)}` : link;
}

/** Gives every open descriptor of every process but procdoc; the first call reads them. */
export type EveryOpenFile = () => Promise<OpenFileIndex>;

/** Open descriptors, to be looked up by their links and by the files that they are: many may ask about one of them. */
export class OpenFileIndex {
  readonly byLink: ReadonlyMap<string, readonly OpenFile[]>;

  constructor(byLink: ReadonlyMap<string, readonly OpenFile[]>) {
    this.byLink = byLink;
  }

  /** The open files whose links are wanted, by link. */
  readonly matching: FindOpenFiles = isWanted => openFilesWhere(this.byLink, isWanted);

  /** The open files of this very link. */
  linkedTo(link: string): readonly OpenFile[] {
    return this.byLink.get(link) ?? [];
  }

  /** The open files whose links have the distinctive part of this one. */
  like(link: string): readonly OpenFile[] {
    return link.startsWith('/')
      ? (this.#pathsByPart().get(distinctivePart(link)) ?? [])
      : this.linkedTo(link);
  }

  /** The open files that are one file with a descriptor of this link, by device and inode. */
  sameFiles(link: string, descriptor: Descriptor): readonly OpenFile[] {
    const file = fileKey(descriptor);
    return file === undefined ? [] : (this.#byFile(distinctivePart(link)).get(file) ?? []);
  }

  readonly #pathsByPart = once((): ReadonlyMap<string, readonly OpenFile[]> => {
    const paths = openFilesWhere(this.byLink, link => link.startsWith('/'));
    const byPart = groupBy(paths, ([link]) => distinctivePart(link));
    return new Map([...byPart].map(([part, alike]) => [part, alike.flatMap(([, files]) => files)]));
  });

  readonly #byFile = onceEach(
    (part: string): ReadonlyMap<string | undefined, readonly OpenFile[]> =>
      groupBy(this.like(part), ({descriptor}) => fileKey(descriptor)),
  );
}

function fileKey(descriptor: Descriptor): string | undefined {
  const stat = orUndefined(descriptor.stat());
  return stat && `${stat.device} ${stat.inode}`;
}
