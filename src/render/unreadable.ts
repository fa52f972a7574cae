import type {Unreadable} from '../snapshot/ledger.ts';
import {HIDDEN_PROCESSES, UNRECORDED_PROCESSES} from '../snapshot/visibility.ts';
import {counted} from './page.ts';

/** What the ledger names after the file of /proc/PID that it is read from. */
const filesOfProcess = new Set([
  ...[
    'auxv',
    'cgroup',
    'cmdline',
    'comm',
    'cwd',
    'environ',
    'exe',
    'fd',
    'fdinfo',
    'io',
    'limits',
    'maps',
    'mem',
  ],
  ...['mountinfo', 'root', 'sched', 'stat', 'statm', 'status', 'syscall', 'wchan'],
]);

/** A gap as a clause: "/proc/1/fd can't be read (EACCES)". */
export function gapText(gap: Unreadable): string {
  const {what, errno} = gap;
  if (what === HIDDEN_PROCESSES) return `processes of other users are hidden (${errno})`;
  if (what === UNRECORDED_PROCESSES) return `the recording holds only some processes (${errno})`;
  if (what === 'kcmp') return `kcmp(2) can't be called (${errno})`;
  return `${placeOf(gap)} can't be read (${errno})`;
}

/** A sentence for each gap in an answer: what could not be read, of which processes, and which privilege would help. */
export function gapSentences(unreadable: readonly Unreadable[], asRoot: boolean): string[] {
  return unreadable.map(gap => {
    const {what, errno} = gap;
    const failed = what === 'kcmp' ? 'could not call kcmp(2)' : `could not read ${placeOf(gap)}`;
    return `${failed} (${errno})${remedyFor(what, errno, asRoot)}`;
  });
}

/** "/proc/1/fd", "fd of 3 processes". */
function placeOf({what, pids}: Unreadable): string {
  const [first] = pids;
  if (first === undefined) return what;
  if (pids.length > 1) return `${what} of ${counted(pids.length, 'process', 'processes')}`;
  return filesOfProcess.has(what) || what.startsWith('ns/')
    ? `/proc/${first}/${what}`
    : `${what} of process ${first}`;
}

function remedyFor(what: string, errno: string, asRoot: boolean): string {
  if (what === 'mem' && errno === 'ENOTSUP') return ': a recording holds no memory';
  if (errno !== 'EACCES' && errno !== 'EPERM') return '';
  if (asRoot) return ' even as root: a sandbox or LSM is blocking it';
  return `: it takes root, or ${privilegeFor(what)}`;
}

/** /proc/PID/fd and fdinfo, and syscall, are also guarded by their mode bits: 0500 and 0400. */
function privilegeFor(what: string): string {
  if (what.startsWith('sigaction')) return 'CAP_BPF and CAP_PERFMON';
  return /^(?:fd|fdinfo|syscall)$/.test(what) ? 'CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH' : 'CAP_SYS_PTRACE';
}
