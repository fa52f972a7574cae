import type {FreshnessReason} from '../../snapshot/scripts/freshness.ts';
import type {ImportDoubt} from '../../snapshot/scripts/python-imports.ts';
import {listed} from './listed.ts';

/** How many files are named in a sentence. */
const NAMED = 3;

/** Why a script isn't known to be the code on disk: a clause without a full stop. */
export function freshnessText(reason: FreshnessReason): string {
  switch (reason.kind) {
    case 'written':
      return `${reason.path} was written or touched after the process started`;
    case 'replaced-or-changed-mode':
      return `${reason.path} was replaced by a file with an older time, or had its owner or mode changed, after the process started`;
    case 'changed-mode':
      return `the owner or mode of ${reason.path} changed after the process started, or its content with the time set back`;
    case 'through-changed-folder':
      return `the symbolic link ${reason.link} may have led to another file when the process started: names in its folder changed since`;
    case 'loaded-files-written':
      return reason.count === 1
        ? 'a file that the script loads was written or touched after the process started'
        : `${reason.count} files that the script loads were written or touched after the process started`;
    case 'removed':
      return `${reason.path} no longer exists`;
    case 'left-folder':
      return `${reason.path} isn't there now, but the path was relative, and the process may have changed directory since`;
    case 'other-ending':
      return `${reason.path} isn't there now, but node may have run it with an ending such as .js`;
    case 'unreadable':
      return `${reason.path} can't be read (${reason.errno})`;
    case 'no-script-file':
      return 'the process runs no script file';
    case 'from-descriptor':
      return 'the script was read from a descriptor';
    case 'folder-unknown':
      return 'the path is relative, and the working directory of the process is unknown';
    case 'start-unknown':
      return 'the start time of the process is unknown';
    case 'imports-unknown':
      return reason.doubts.map(doubtText).join('; ');
  }
}

function doubtText(doubt: ImportDoubt): string {
  if (doubt.kind === 'folder-unlisted')
    return `the modules that the script may import from ${doubt.folder} can't be listed (${doubt.errno})`;
  const [were, them, they] =
    doubt.paths.length === 1 ? ['was', 'it', 'it was'] : ['were', 'them', 'they were'];
  return `${listed(doubt.paths, NAMED)} ${were} written or touched after the process started, and without byte code next to ${them} nothing shows whether ${they} imported`;
}
