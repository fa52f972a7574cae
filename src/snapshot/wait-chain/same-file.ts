import {basename} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import type {Descriptor} from '../descriptor.ts';
import type {OpenFile} from '../descriptors/open-files.ts';

/**
 * What of a link tells candidates from the rest: all of "pipe:[4242]"; of a path the last part, since a file
 * may have another path in another mount namespace. A hard link of another name is missed: to ask stat(2) of
 * every open file would be dear, and may hang where a network file system does.
 */
export function tellingPart(link: string): string {
  return link.startsWith('/') ? `/${basename(link)}` : link;
}

/** Those of the open files that are one file with a descriptor: by device and inode. */
export function sameFiles(
  open: ReadonlyMap<string, readonly OpenFile[]>,
  target: string,
  descriptor: Descriptor,
): OpenFile[] {
  const file = orUndefined(descriptor.stat());
  if (file === undefined) return [];
  const candidates = [...open].flatMap(([link, files]) =>
    tellingPart(link) === tellingPart(target) ? files : [],
  );
  return candidates.filter(candidate => {
    const other = orUndefined(candidate.descriptor.stat());
    return other?.device === file.device && other.inode === file.inode;
  });
}
