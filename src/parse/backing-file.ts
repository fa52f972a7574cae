import {decodeText} from './text.ts';

/** The file behind a loop device: loop(4). */
export interface BackingFile {
  readonly path: string;
  readonly deleted: boolean;
}

const DELETED = ' (deleted)';

/** Parses /sys/block/loopN/loop/backing_file, a path as d_path() in fs/d_path.c writes it; undefined where it is empty. */
export function parseBackingFile(bytes: Buffer): BackingFile | undefined {
  const text = decodeText(bytes).replace(/\n$/, '');
  if (text === '') return undefined;
  const deleted = text.endsWith(DELETED);
  return {path: deleted ? text.slice(0, -DELETED.length) : text, deleted};
}
