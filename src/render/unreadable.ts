import type {Capability} from '../parse/process/capabilities.ts';
import {listed} from '../rules/words/listed.ts';
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
import type {Privileges} from '../snapshot/process-table/privileges.ts';
import {isOfKernelRecord} from '../snapshot/signals/signal-actions.ts';
import {koffiUnloaded} from './koffi-unloaded.ts';
import {labelledList} from './labelled.ts';
import {counted, type Page} from './page.ts';

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

/** What the ledger names where a file lies beyond procfs, in a recording that has no such files. */
const filesBeyondProcfs = new Set(['root', 'cwd', 'fd', 'exe', 'map_files', 'cgroup']);

/** A gap as a clause: "/proc/1/fd can't be read (EACCES)". */
export function gapText(gap: Unreadable): string {
  const {what, errno} = gap;
  if (what === HIDDEN_PROCESSES) return `processes of other users are hidden (${errno})`;
  if (what === UNRECORDED_PROCESSES) return `the recording holds only some processes (${errno})`;
  if (what === UNRECORDED_LIMITS) return `the recording has no limits of cgroups (${errno})`;
  if (what === SYSTEM_CALLS)
    return errno === 'ENODATA'
      ? `the recording has no answers of system calls (${errno})${BY_SCRIPT}`
      : `system calls can't be made (${errno}): ${koffiUnloaded(errno, 'makes them for procdoc')}`;
  if (what === 'kcmp') return `kcmp(2) can't be called (${errno})${errno === 'EXDEV' ? `: ${FOREIGN}` : ''}`;
  return `${placeOf(gap)} can't be read (${errno})`;
}

/**
 * What could not be read in an answer, of which processes, and which privilege is missing: one line, however much it is;
 * none where nothing is missing.
 */
export function gapRemark(unreadable: readonly Unreadable[], privileges: Privileges): string[] {
  const isOfCalls = unreadable.some(({what}) => what === SYSTEM_CALLS);
  const told = unreadable.filter(({what, errno}) => !isOfCalls || errno !== 'ENOSYS' || !byCalls(what));
  const groups = groupBy(told, ({what, errno}) => {
    if (what === SYSTEM_CALLS || what === 'kcmp') return what;
    // Who may do everything could read all that takes a privilege.
    return isDenial(errno) && !privileges.isRoot ? 'denied' : missingPrivilege([what], errno, privileges);
  });
  const clauses = [...groups.values()].map(group => gapClause(group, privileges));
  return clauses.length === 0 ? [] : [clauses.join('; ')];
}

/** "could not read {exe,fd} of up to 9 processes (EACCES), sigaction flags (EPERM): it takes root". */
function gapClause(gaps: readonly Unreadable[], privileges: Privileges): string {
  const [first] = gaps;
  if (!first || first.what === SYSTEM_CALLS) return first ? gapText(first) : '';
  const whats = gaps.map(({what}) => what);
  const missing = missingPrivilege(whats, first.errno, privileges);
  if (first.what === 'kcmp') return `could not call kcmp(2) (${first.errno})${missing}`;
  const places = [...groupBy(gaps, ({errno}) => errno)].map(
    ([errno, alike]) => `${placesOf(alike).join(', ')} (${errno})`,
  );
  return `could not read ${places.join(', ')}${missing}`;
}

/** Where gaps with one errno are: the files of processes in one place, whatever else there is each in its own. */
function placesOf(gaps: readonly Unreadable[]): string[] {
  const files = gaps.filter(isFile);
  const others = gaps.filter(gap => !isFile(gap)).map(placeOf);
  const whats = [...new Set(files.map(({what}) => what))].sort();
  if (whats.length === 0) return others;
  const pids = [...new Set(files.flatMap(gap => gap.pids))];
  const isSame = files.every(gap => gap.pids.length === pids.length);
  const what = whats.length === 1 ? whats.join() : `{${whats.join(',')}}`;
  return [placeOfFile(what, pids, isSame ? '' : 'up to '), ...others];
}

/** Remarks as the end of a text that no terminal shows, where standard error may go elsewhere. */
export function remarkLines(remarks: readonly string[], page: Page): string[] {
  return remarks.length === 0 ? [] : ['', ...labelledList('note', remarks, page)];
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

/** @param most "up to ", where not all files of all these processes are meant */
function placeOfFile(what: string, pids: readonly number[], most = ''): string {
  return pids.length > 1 ? `${what} of ${most}${processCount(pids)}` : `/proc/${pids[0]}/${what}`;
}

function processCount(pids: readonly number[]): string {
  return counted(pids.length, 'process', 'processes');
}

/** What it takes to read files of /proc/PID, after "(EACCES)": a privilege, or what is blocking even root. */
export function missingPrivilege(whats: readonly string[], errno: string, privileges: Privileges): string {
  if (errno === 'EXDEV' && whats.includes('kcmp')) return `: ${FOREIGN}`;
  if (whats.includes('mem') && errno === 'ENOTSUP') return ': a recording holds no memory';
  if (errno === 'ETIMEDOUT') return ": the file system doesn't answer";
  if (errno === 'ENODATA' && whats.every(what => filesBeyondProcfs.has(what))) return NO_FILES;
  if (!isDenial(errno)) return '';
  const needed = capabilitiesFor(whats);
  if (!privileges.isRoot) return `: it takes root, or ${listed(needed, needed.length)}`;
  const lacking = needed.filter(name => lacksPrivilege(privileges, name));
  if (lacking.length > 0) return ` even as root: procdoc runs without ${lacking.join(' and ')}`;
  return ' even as root: a sandbox or LSM is blocking it';
}

function isDenial(errno: string): boolean {
  return errno === 'EACCES' || errno === 'EPERM';
}

/** /proc/PID/fd and fdinfo, and syscall, are also guarded by their mode bits: 0500 and 0400. */
function capabilitiesFor(whats: readonly string[]): readonly Capability[] {
  const files = whats.filter(what => !isOfKernelRecord({what}));
  const isGuarded = files.some(what => /^(?:fd|fdinfo|syscall)$/.test(what));
  return [
    ...(files.length > 0 ? ['CAP_SYS_PTRACE' as const] : []),
    ...(isGuarded ? ['CAP_DAC_READ_SEARCH' as const] : []),
    ...(files.length < whats.length ? (['CAP_BPF', 'CAP_PERFMON'] as const) : []),
  ];
}

/** The mode bits of a file are overridden by either of two capabilities: capabilities(7). */
function lacksPrivilege({lacks}: Privileges, name: Capability): boolean {
  return lacks(name) && (name !== 'CAP_DAC_READ_SEARCH' || lacks('CAP_DAC_OVERRIDE'));
}

/** Whether it is one of the gaps that follow where no system call can be made. */
function byCalls(what: string): boolean {
  return ['kcmp', UNIX_SOCKETS, BOUND_SOCKETS].includes(what) || isOfKernelRecord({what});
}

/** What `procdoc record --script` prints makes no system calls, and looks at no files. */
const BY_SCRIPT = ': a shell script made it';
const NO_FILES = ': the script looked at nothing beyond /proc';

/** Why kcmp(2) can't be asked about the procfs of another pid namespace. */
const FOREIGN =
  'it takes pids of the namespace that procdoc runs in, and these are pids of another namespace';
