import {shellWord} from '../../parse/shell-word.ts';
import {signalNumber} from '../../parse/signals/signals.ts';
import {listed} from '../../rules/words/listed.ts';
import type {NearName} from '../../snapshot/named-processes/near-names.ts';
import type {Privileges} from '../../snapshot/process-table/privileges.ts';
import type {VisibilityObstacle} from '../../snapshot/visibility.ts';
import type {ResolvedName} from '../resolved.ts';
import {missingPrivilege} from '../unreadable.ts';
import {obstacleText} from '../visibility.ts';
import type {ProcessRow} from './several-processes.ts';

/** Of many processes with similar names, these are named. */
const MOST_NEAR = 5;

interface NoProcessNamed {
  readonly text: string;
  readonly isRecorded: boolean;
  readonly near: readonly NearName[];
  readonly isOnlyAsking: boolean;
}

interface OtherProcess {
  readonly text: string;
  /** `name`: with its pid. */
  readonly now: {readonly name: string; readonly key: string};
  readonly inodeErrno: string | null;
}

interface SeveralProcesses {
  readonly text: string;
  readonly by: ResolvedName['as'];
  readonly count: number;
  readonly rows: readonly ProcessRow[];
}

function inRecording(isRecorded: boolean): string {
  return isRecorded ? ' in the recording' : '';
}

/** "worker.py (2940)", "-m jobs.worker (2944)". */
function nearText({pid, name, isModule}: NearName): string {
  return `${isModule ? '-m ' : ''}${name} (${pid})`;
}

/** What else a text may have been meant for that no process goes by: a signal, or a file. */
function otherKind(text: string): string | undefined {
  if (/^[A-Z]/.test(text) && signalNumber(text) !== undefined)
    return `for a signal the PID comes first, as in \`procdoc signals 4711 ${text}\``;
  return text.startsWith('/') ? `\`procdoc holders ${shellWord(text)}\` shows who has a file` : undefined;
}

function groupText(text: string, by: ResolvedName['as']): string {
  switch (by) {
    case 'listener':
      return `listen on ${text}`;
    case 'unit':
    case 'cgroup':
    case 'container':
      return `are in ${text}`;
    default:
      return `go by "${text}"`;
  }
}

interface DescriptorsUnreadable {
  readonly pid: number;
  readonly errno: string;
  readonly privileges: Privileges;
}

/** Why a process or a procfs as a whole, can't be looked at. */
export const processWords = {
  'no-procfs': ({obstacle}: {obstacle: VisibilityObstacle}) => obstacleText(obstacle),
  'no-such-process': ({pid, isRecorded}: {pid: number; isRecorded: boolean}) =>
    `no such process${inRecording(isRecorded)}: ${pid}`,
  'no-such-process-by-ps': ({pid}: {pid: number}) => `no such process by ps(1): ${pid}`,
  'process-not-visible': ({pid, errno}: {pid: number; errno: string}) =>
    `process ${pid} isn't visible from here (${errno})`,
  'caller-not-visible': () =>
    "procdoc's caller isn't visible in this procfs: --caller needs one that shows procdoc itself",
  'process-has-exited': ({pid}: {pid: number}) => `process ${pid} has exited`,
  /** `owner`: the process, by name; null where its name isn't known. */
  'pid-of-thread': ({tid, pid, owner}: {tid: number; pid: number; owner: string | null}) =>
    `${tid} is a thread of ${owner ?? `process ${pid}`}: give ${pid} instead`,
  /** A name that no process goes by, with those whose names are like it. */
  'no-process-named': ({text, isRecorded, near, isOnlyAsking}: NoProcessNamed) => {
    if (isOnlyAsking) return `only procdoc and what runs it go by "${text}"`;
    const hint =
      near.length === 0
        ? (otherKind(text) ?? `\`procdoc tree${isRecorded ? ' --from FILE' : ''}\` shows all`)
        : `did you mean ${listed(near.map(nearText), MOST_NEAR, 'or')}?`;
    return `no process${inRecording(isRecorded)} goes by "${text}": ${hint}`;
  },
  /** `isTaken`: a socket listens there, whose process can't be seen. */
  'no-listener': ({text, isRecorded, isTaken}: {text: string; isRecorded: boolean; isTaken: boolean}) =>
    isTaken
      ? `who listens on ${text} isn't visible from here: it takes the user of that process, root, or CAP_SYS_PTRACE`
      : `no process${inRecording(isRecorded)} listens on ${text}`,
  'not-in-container': ({text, isRecorded}: {text: string; isRecorded: boolean}) =>
    `no visible process${inRecording(isRecorded)} is "${text}"`,
  /** `text`: a pid and the mark of another process; `inodeErrno`: why inodes of pidfds could not be compared. */
  'other-process': ({text, now, inodeErrno}: OtherProcess) =>
    `"${text}" isn't ${now.name}, which is ${now.key}${inodeErrno === null ? '' : ` (inodes of pidfds can't be compared: ${inodeErrno})`}`,
  /** The processes are listed below the sentence. */
  'several-processes': ({text, by, count}: SeveralProcesses) =>
    `${count} processes ${groupText(text, by)}: give one of these`,
  'no-other-in-session': () => 'no process is in the session of procdoc, save what runs procdoc',
  'session-not-visible': () =>
    "procdoc isn't visible in this procfs: @session needs one that shows procdoc itself",
  'pid-for-ps': ({text}: {text: string}) => `--source ps takes a pid instead of "${text}"`,
  'descriptors-unreadable': ({pid, errno, privileges}: DescriptorsUnreadable) =>
    privileges.isRoot
      ? `/proc/${pid}/fd can't be read (${errno})${missingPrivilege(['fd'], errno, privileges)}`
      : `/proc/${pid}/fd can't be read (${errno}): it takes the user of process ${pid}, root, or CAP_SYS_PTRACE`,
  'no-event-source': ({source, errno}: {source: string; errno: string}) =>
    source === 'bpf'
      ? `BPF tracepoints can't be used (${errno}): they take root, or CAP_BPF and CAP_PERFMON, in the initial PID and time namespaces`
      : `the proc connector can't be used (${errno}): it takes the initial PID, network and user namespaces, and CAP_NET_ADMIN before Linux 6.6`,
  'own-cgroup-unreadable': () => "procdoc's own cgroup can't be read",
  'procdoc-itself': ({pid}: {pid: number}) =>
    `process ${pid} is procdoc itself, which isn't watched: give another process, or none to watch all`,
  'no-process-to-check': () => "no process to check: kernel threads and procdoc itself don't count",
};
