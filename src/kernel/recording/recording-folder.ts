import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {attempt} from '../descriptor.ts';
import {mapRead, orUndefined, type Read} from '../read.ts';

const naturally = new Intl.Collator('en', {numeric: true});

/**
 * The regular files in a folder by their paths, in the order of their names; hidden files are left out, and so is what
 * may block, such as a FIFO. Undefined where the path is no folder.
 */
export function recordingsIn(folder: string): Read<string[]> | undefined {
  if (orUndefined(attempt(() => statSync(folder)))?.isDirectory() !== true) return undefined;
  const names = attempt(() => readdirSync(folder));
  return mapRead(names, all =>
    all
      .filter(name => !name.startsWith('.'))
      .sort(naturally.compare)
      .map(name => path.join(folder, name))
      .filter(file => orUndefined(attempt(() => statSync(file)))?.isFile() === true),
  );
}
