import {shellWord} from '../../parse/shell-word.ts';
import type {MistakenPath, NoTarget} from '../../parse/targets/holder-target.ts';
import type {NoPort} from '../../parse/targets/port-address.ts';
import {procdocCommand, type Seen, shellCommand} from '../../rules/commands/printed-commands.ts';
import {named} from '../../rules/words/named.ts';
import type {UnansweredMount} from '../../snapshot/blocked-processes/unanswered-mount.ts';

/** What is wrong with a target of `holders`, or with the path of a file, and what may have been meant. */
export const targetWords = {
  'not-a-target': ({text, problem}: {text: string; problem: NoTarget['problem']}) =>
    noTargetText(text, problem),
  /** There is no such file, and the text was hardly meant as a path. */
  'mistaken-path': ({text, mistake}: {text: string; mistake: MistakenPath}) =>
    mistakenPathText(text, mistake),
  /** `mistake`: another kind of target that the path may have been meant for. */
  'no-such-file': ({path, isRecorded, mistake, link}: MissingFile) => {
    const missing = missingFileText(path, isRecorded);
    if (link)
      return `${missing}: it is a symbolic link to ${link.target}, which doesn't exist. If the link itself is a lock: \`${procdocCommand(link, 'locks', path)}\``;
    return mistake === undefined ? missing : `${missing}; ${mistakenPathText(path, mistake)}`;
  },
  /** `unanswered`: the file system that had no answer, where it is known. */
  'target-unreadable': ({target, errno, unanswered}: UnreadableTarget) => {
    const reason = unanswered
      ? `: ${unansweredText(errno, unanswered)}`
      : errno === 'ETIMEDOUT'
        ? ": its file system doesn't answer"
        : '';
    return `can't look at ${target} (${errno})${reason}`;
  },
  /** `mount`: of a procfs that doesn't show procdoc, and so not its root or working directory either. */
  'file-elsewhere': ({path, mount}: {path: string; mount: string}) =>
    `can't look at ${path} through ${mount}, which doesn't show procdoc: name the file below a process there, as ${mount}/PID/${path.startsWith('/') ? `root${path}` : `cwd/${path}`}`,
  /** `isSeen`: whether all that could hold it was seen. */
  'nothing-holds': ({target, isSeen}: {target: string; isSeen: boolean}) =>
    `no ${isSeen ? '' : 'visible '}process has ${target} open or runs it`,
  'no-such-descriptor': ({pid, fd}: {pid: number; fd: number}) => `process ${pid} has no fd ${fd}`,
};

interface UnreadableTarget {
  readonly target: string;
  readonly errno: string;
  readonly unanswered: (UnansweredMount & Seen) | undefined;
}

/** Which file system has no answer, and what to do about it. */
function unansweredText(
  errno: string,
  {mountPoint, server, condition, vantage}: UnansweredMount & Seen,
): string {
  const mount = shellWord(mountPoint);
  if (errno === 'ENOTCONN')
    return `no server is connected to the file system at ${mount} any more. To unmount it: ${shellCommand({vantage}, `umount -l ${mount}`)}`;
  const users = `${procdocCommand({vantage}, 'holders', mountPoint)}\` shows who uses it`;
  const silent = `the file system at ${mount} doesn't answer`;
  if (!server) return `${silent}. \`${users}`;
  const {pid} = server;
  if (condition === 'stopped')
    return `${silent}: ${named(server)}, which serves it, is stopped. To continue it: ${shellCommand({vantage}, `kill -CONT ${pid}`)}. \`${users}`;
  const why = `${procdocCommand({vantage}, 'why', pid)}\` shows why`;
  return `${silent}, which ${named(server)} serves. \`${why}; \`${users}`;
}

interface MissingFile {
  readonly path: string;
  readonly isRecorded: boolean;
  readonly mistake?: MistakenPath;
  /** Where it leads to, if it is a symbolic link; undefined: it isn't there. */
  readonly link: ({readonly target: string} & Seen) | undefined;
}

/** A path that is missing in a recording may exist on the machine. */
function missingFileText(path: string, isRecorded: boolean): string {
  if (isRecorded)
    return `${path} isn't in the recording: it has only files that processes had open, ran, or had sockets bound to, by absolute path`;
  const missing = `no such file: ${path}`;
  if (isAddress(path)) return `${missing}; for an address give a port, too: ${path}:PORT`;
  return /^\w[\w-]*$/.test(path)
    ? `${missing}; for what a process holds: \`procdoc inspect ${path}\``
    : missing;
}

/** Whether a text is an address, to which a port is missing. */
function isAddress(text: string): boolean {
  return text === 'localhost' || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text);
}

/** Why a text isn't a target of `holders`, and what to write instead. */
function noTargetText(text: string, problem: NoTarget['problem']): string {
  switch (problem.kind) {
    case 'empty':
      return 'TARGET is empty: give a path, :PORT, unix:NAME, pipe:[N] or PID:FD';
    case 'no-unix-name':
      return `"${text}" isn't a UNIX socket: write unix:/PATH, or unix:@NAME for an abstract one`;
    default:
      return noPortText(text, problem);
  }
}

/** Why a text that is written as a port is none, and what to write instead. */
export function noPortText(text: string, problem: NoPort): string {
  switch (problem.kind) {
    case 'no-port':
      return `"${text}" has no port from 1 to 65535: write :PORT, tcp:PORT or tcp:ADDRESS:PORT`;
    case 'no-service':
      return `"${problem.service}" isn't a service that is known here: give the port as a number`;
    case 'no-address':
      return `"${problem.host}" isn't an address: give it in numbers, 127.0.0.1 or [::1], or localhost`;
  }
}

/** What to write instead of a path that was not meant as one. */
function mistakenPathText(text: string, mistake: MistakenPath): string {
  switch (mistake.kind) {
    case 'pipe':
    case 'socket':
      return `"${text}" isn't a ${mistake.kind}: write ${mistake.kind}:[INODE], as in /proc/PID/fd`;
    case 'host':
      return `"${mistake.host}" isn't an address: write :${mistake.port}, or tcp:ADDRESS:${mistake.port} with the address in numbers`;
    case 'descriptor':
      return `"${text}" isn't a descriptor: write PID:FD, two numbers`;
    case 'abstract-socket':
      return `for an abstract socket write unix:${text}`;
  }
}
