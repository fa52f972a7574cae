import type {Capability} from '../parse/process/capabilities.ts';
import {
  BOUND_SOCKETS,
  HIDDEN_PROCESSES,
  SYSTEM_CALLS,
  UNIX_SOCKETS,
  UNRECORDED_LIMITS,
  UNRECORDED_PROCESSES,
} from '../snapshot/gap-names.ts';
import {groupBy} from '../snapshot/group-by.ts';
import type {Unreadable} from '../snapshot/ledger.ts';
import type {Privileges} from '../snapshot/privileges.ts';
import {isOfKernelRecord} from '../snapshot/signals/signal-actions.ts';
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
  if (what === UNRECORDED_LIMITS) return `the recording has no limits of cgroups (${errno})`;
  if (what === SYSTEM_CALLS) return `system calls can't be made (${errno})${WITHOUT_KOFFI}`;
  if (what === 'kcmp') return `kcmp(2) can't be called (${errno})${errno === 'EXDEV' ? `: ${FOREIGN}` : ''}`;
  return `${placeOf(gap)} can't be read (${errno})`;
}

/**
 * What could not be read in an answer, of which processes, and which privilege is missing: a sentence for all files of
 * the same processes that could not be read for one reason.
 */
export function gapSentences(unreadable: readonly Unreadable[], privileges: Privileges): string[] {
  const isOfCalls = unreadable.some(({what}) => what === SYSTEM_CALLS);
  const told = unreadable.filter(({what, errno}) => !isOfCalls || errno !== 'ENOSYS' || !byCalls(what));
  const alike = groupBy(told, gap =>
    isFile(gap) ? `${gap.errno} ${gap.pids.join(' ')} ${gap.what === 'mem'}` : gap,
  );
  return [...alike.values()].flatMap(([first, ...more]) => {
    if (!first) return [];
    const {errno, pids} = first;
    const whats = [first, ...more].map(({what}) => what).sort();
    const what = more.length === 0 ? first.what : `{${whats.join(',')}}`;
    const place = isFile(first) ? placeOfFile(what, pids) : placeOf(first);
    if (what === SYSTEM_CALLS) return gapText(first);
    const failed = what === 'kcmp' ? 'could not call kcmp(2)' : `could not read ${place}`;
    return `${failed} (${errno})${missingPrivilege(whats, errno, privileges)}`;
  });
}

/** What an answer from ps(1) lacks. */
export function psSentence(unknown: readonly Unreadable[]): string {
  return `from ps(1), which doesn't show ${unknown.map(({what}) => what).join(', ')}`;
}

/** Whether it is a file of /proc/PID. */
function isFile({what, pids}: Unreadable): boolean {
  return pids.length > 0 && (filesOfProcess.has(what) || what.startsWith('ns/'));
}

/** "/proc/1/fd", "fd of 3 processes". */
function placeOf(gap: Unreadable): string {
  const {what, pids} = gap;
  const [first] = pids;
  if (first === undefined) return what;
  if (isFile(gap)) return placeOfFile(what, pids);
  return pids.length > 1 ? `${what} of ${processCount(pids)}` : `${what} of process ${first}`;
}

function placeOfFile(what: string, pids: readonly number[]): string {
  return pids.length > 1 ? `${what} of ${processCount(pids)}` : `/proc/${pids[0]}/${what}`;
}

function processCount(pids: readonly number[]): string {
  return counted(pids.length, 'process', 'processes');
}

/** What it takes to read files of /proc/PID, after "(EACCES)": a privilege, or what is blocking even root. */
export function missingPrivilege(whats: readonly string[], errno: string, privileges: Privileges): string {
  if (errno === 'EXDEV' && whats.includes('kcmp')) return `: ${FOREIGN}`;
  if (whats.includes('mem') && errno === 'ENOTSUP') return ': a recording holds no memory';
  if (errno === 'ETIMEDOUT') return ": the file system doesn't answer";
  if (errno !== 'EACCES' && errno !== 'EPERM') return '';
  const needed = capabilitiesFor(whats);
  if (!privileges.isRoot) return `: it takes root, or ${needed.join(' and ')}`;
  const lacking = needed.filter(name => lacksPrivilege(privileges, name));
  if (lacking.length > 0) return ` even as root: procdoc runs without ${lacking.join(' and ')}`;
  return ' even as root: a sandbox or LSM is blocking it';
}

/** /proc/PID/fd and fdinfo, and syscall, are also guarded by their mode bits: 0500 and 0400. */
function capabilitiesFor(whats: readonly string[]): readonly Capability[] {
  if (whats.some(what => isOfKernelRecord({what}))) return ['CAP_BPF', 'CAP_PERFMON'];
  return whats.some(what => /^(?:fd|fdinfo|syscall)$/.test(what))
    ? ['CAP_SYS_PTRACE', 'CAP_DAC_READ_SEARCH']
    : ['CAP_SYS_PTRACE'];
}

/** The mode bits of a file are overridden by either of two capabilities: capabilities(7). */
function lacksPrivilege({lacks}: Privileges, name: Capability): boolean {
  return lacks(name) && (name !== 'CAP_DAC_READ_SEARCH' || lacks('CAP_DAC_OVERRIDE'));
}

/** Whether it is one of the gaps that follow where no system call can be made. */
function byCalls(what: string): boolean {
  return ['kcmp', UNIX_SOCKETS, BOUND_SOCKETS].includes(what) || isOfKernelRecord({what});
}

/** ELIBACC: a library that is needed can't be loaded. */
const WITHOUT_KOFFI = ": koffi, which makes them for procdoc, can't be loaded; install procdoc again";

/** Why kcmp(2) can't be asked about the procfs of another pid namespace. */
const FOREIGN =
  'it takes pids of the namespace that procdoc runs in, and these are pids of another namespace';
