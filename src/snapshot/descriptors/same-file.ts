import {basename} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import type {Descriptor} from '../descriptor.ts';
import type {OpenFile} from './open-files.ts';

/**
 * The part of a link that candidates must share: all of "pipe:[4242]"; of a path only the last part, since a file may
 * have another path in another mount namespace. A hard link with another name is missed: stat(2) of every open file
 * would take long, and may hang where a network file system does.
 */
export function distinctivePart(link: string): string {
  return link.startsWith('/') ? `/${basename(link)}` : link;
}

/** The open files that are one file with a descriptor, by device and inode. */
export function sameFiles(
  open: ReadonlyMap<string, readonly OpenFile[]>,
  target: string,
  descriptor: Descriptor,
): OpenFile[] {
  const file = orUndefined(descriptor.stat());
  if (file === undefined) return [];
  const candidates = [...open].flatMap(([link, files]) =>
    distinctivePart(link) === distinctivePart(target) ? files : [],
  );
  return candidates.filter(candidate => {
    const other = orUndefined(candidate.descriptor.stat());
    return other?.device === file.device && other.inode === file.inode;
  });
}
