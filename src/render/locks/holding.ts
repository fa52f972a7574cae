import type {LockOrigin} from '../../snapshot/locks/file-lock.ts';

/** How a process came to hold a lock, in a few words. */
export function holdingText(origin: LockOrigin | null, acquirerPid: number | null): string {
  switch (origin?.kind) {
    case 'acquired':
      return 'took the lock';
    case 'inherited':
      return origin.by === 'fork' ? 'inherited by fork' : 'inherited across exec';
    case 'shared-with-acquirer':
      return `shared with ${acquirerPid}`;
    case 'shares-table-of-acquirer':
      return `shares the descriptor table of ${acquirerPid}`;
    case undefined:
      return 'opened, inherited or received';
  }
}
