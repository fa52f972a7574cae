import type {Unreadable} from '../snapshot/ledger.ts';
import {counted} from './page.ts';

/** A sentence for each gap in an answer: what was not readable, of whom, and which privilege would help. */
export function gapSentences(unreadable: readonly Unreadable[], asRoot: boolean): string[] {
  return unreadable.map(({what, errno, pids}) => {
    const [first] = pids;
    const whose =
      pids.length === 1
        ? ` of process ${first}`
        : pids.length > 1
          ? ` of ${counted(pids.length, 'process', 'processes')}`
          : '';
    return `could not read ${what}${whose} (${errno})${remedyFor(errno, asRoot)}`;
  });
}

function remedyFor(errno: string, asRoot: boolean): string {
  if (errno !== 'EACCES' && errno !== 'EPERM') return '';
  return asRoot
    ? ', although as root: a sandbox or security module denies it'
    : ': root, or CAP_SYS_PTRACE, may';
}
