import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {attempt} from '../descriptor.ts';
import {mapRead, orUndefined, type Read} from '../read.ts';

const naturally = new Intl.Collator('en', {numeric: true});

/** What is in a folder of recordings, in the order of the names; hidden files and folders are left out. */
export interface RecordingFolder {
  /** Its regular files, by their paths. */
  readonly files: readonly string[];
  /** The folders in it, by their paths: recordings in these are read only where they are asked for, too. */
  readonly folders: readonly string[];
  /** What else it has, by its paths: what may block, such as a FIFO, and links to nothing. */
  readonly others: readonly string[];
}

/** What is in a folder; undefined where the path is no folder. */
export function recordingsIn(folder: string): Read<RecordingFolder> | undefined {
  if (kindOf(folder) !== 'folder') return undefined;
  const names = attempt(() => readdirSync(folder));
  return mapRead(names, all => {
    const shown = all.filter(name => !name.startsWith('.')).sort(naturally.compare);
    const found = shown.map(name => path.join(folder, name)).map(file => ({file, kind: kindOf(file)}));
    const of = (wanted: Kind) => found.filter(({kind}) => kind === wanted).map(({file}) => file);
    return {files: of('file'), folders: of('folder'), others: of('other')};
  });
}

type Kind = 'file' | 'folder' | 'other';

function kindOf(file: string): Kind {
  const stats = orUndefined(attempt(() => statSync(file)));
  return stats?.isDirectory() ? 'folder' : stats?.isFile() ? 'file' : 'other';
}
