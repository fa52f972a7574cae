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
    return `could not read ${what}${whose} (${errno})${remedyFor(what, errno, asRoot)}`;
  });
}

function remedyFor(what: string, errno: string, asRoot: boolean): string {
  if (what === 'mem' && errno === 'ENOTSUP') return ': a recording holds no memory';
  if (errno !== 'EACCES' && errno !== 'EPERM') return '';
  if (asRoot) return ', although as root: a sandbox or security module denies it';
  return `: root, or ${privilegeFor(what)}, may`;
}

/** /proc/PID/fd and fdinfo, and syscall, are also guarded by their mode bits: 0500 and 0400. */
function privilegeFor(what: string): string {
  if (what.startsWith('sigaction')) return 'CAP_BPF and CAP_PERFMON';
  return /^(?:fd|fdinfo|syscall)$/.test(what) ? 'CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH' : 'CAP_SYS_PTRACE';
}
