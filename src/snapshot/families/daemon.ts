import {orUndefined} from '../../kernel/read.ts';
import {pidFilesIn} from '../../parse/pid-file.ts';
import type {Descriptor} from '../descriptor.ts';
import {type DescriptorKind, descriptorKind} from '../descriptors/kind.ts';
import type {Process} from '../process.ts';
import {neverForks} from '../programs/known-programs.ts';
import {isShell} from '../programs/pipeline-program.ts';
import {addressBelow} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import {type ManagementDeed, managementOf} from './management.ts';
import type {Orphanhood} from './orphanhood.ts';

/** A daemon's standard streams lead to /dev/null or a log. A pipe, socket or terminal leads back to its family. */
const detachedKinds: readonly DescriptorKind[] = ['file', 'device'];

/** Something that speaks for a daemon. */
export type DaemonSign =
  | {readonly kind: 'session-of-its-own'}
  | {readonly kind: 'streams-closed'}
  /** `places` are the targets of the standard streams that are open. */
  | {readonly kind: 'streams-detached'; readonly places: readonly string[]}
  /** It is a manager of containers or services at work, whatever its session and streams are. */
  | {readonly kind: 'manages'; readonly deed: ManagementDeed}
  | OwnLogSign;

/** Something that speaks for a process writing to a log of its own. */
export type OwnLogSign =
  | {readonly kind: 'leads-its-session'}
  | {readonly kind: 'pid-file'; readonly path: string}
  | {readonly kind: 'works-in-root'};

/** Whether an orphan made itself a daemon. */
export interface Daemonhood {
  /** true: likely. null where that isn't known. */
  readonly isDaemon: boolean | null;
  /** Empty where the process isn't taken for a daemon. */
  readonly signs: readonly DaemonSign[];
}

const none: Daemonhood = {isDaemon: false, signs: []};
const unknown: Daemonhood = {isDaemon: null, signs: []};

/**
 * An orphan made itself a daemon if it has a session of its own, and no standard stream leads to its old family. A
 * program that starts no others did not detach itself, and a file as standard output may be the log of the process
 * that started it as well as its own. A manager of containers or services left its parent on purpose in any case.
 */
export function daemonhoodOf(snapshot: Snapshot, {process, hasSessionOfItsOwn}: Orphanhood): Daemonhood {
  const deed = managementOf(snapshot, process);
  if (deed) return {isDaemon: true, signs: [{kind: 'manages', deed}]};
  if (deed === null) return unknown;
  if (!hasSessionOfItsOwn) return none;
  const descriptors = orUndefined(process.descriptors());
  if (!descriptors) return unknown;
  if (neverForks(process)) return none;
  const streams = standardStreams(descriptors);
  if (!streams.every(stream => detachedKinds.includes(descriptorKind(stream)))) return none;
  const signs: DaemonSign[] = [
    {kind: 'session-of-its-own'},
    streams.length === 0 ? {kind: 'streams-closed'} : {kind: 'streams-detached', places: placesOf(streams)},
  ];
  const output = streams.find(({fd}) => fd === 1);
  if (!output || descriptorKind(output) === 'device') return {isDaemon: true, signs};
  const sign = ownLogSign(process, descriptors);
  if (sign?.kind === 'pid-file') {
    const path = addressBelow(snapshot, process, sign.path);
    return {isDaemon: true, signs: [...signs, {...sign, path}]};
  }
  if (sign !== undefined) return {isDaemon: true, signs: [...signs, sign]};
  return forkedItself(process) || isAtRoot(process) ? unknown : none;
}

/**
 * Whether a process shows by itself that it is the daemon of its program: it forked itself and has not called execve(2)
 * since, has a session of its own or a pid file in one, and detached its standard streams. What it has open from before
 * the fork is its own: daemon(3) after bind(2) or flock(2) is how many servers start. A worker that is left of a server
 * has neither.
 */
export function isDaemonOfItsProgram(process: Process): boolean {
  const {pid, pgid, sid, terminal} = process.stat;
  if (pgid !== sid || terminal !== 0 || !forkedItself(process)) return false;
  const descriptors = orUndefined(process.descriptors());
  if (!descriptors || !standardStreams(descriptors).every(one => detachedKinds.includes(descriptorKind(one))))
    return false;
  return sid === pid || ownLogSign(process, descriptors)?.kind === 'pid-file';
}

/**
 * The descriptors that a process began with as its standard streams: not a pipe to itself, which took the number of a stream
 * that it closed, as in gunicorn after an upgrade.
 */
function standardStreams(descriptors: readonly Descriptor[]): Descriptor[] {
  const isOwnPipe = (stream: Descriptor) =>
    descriptorKind(stream) === 'pipe' &&
    descriptors.some(
      other =>
        orUndefined(other.target()) === orUndefined(stream.target()) &&
        other.accessMode() !== stream.accessMode(),
    );
  return descriptors.filter(one => one.fd <= 2 && !isOwnPipe(one));
}

function placesOf(streams: readonly Descriptor[]): string[] {
  return [...new Set(streams.flatMap(one => orUndefined(one.target()) ?? []))];
}

/** What speaks for the file that a process writes to being its own log, or meant for it. */
function ownLogSign(process: Process, descriptors: readonly Descriptor[]): OwnLogSign | undefined {
  if (process.stat.sid === process.pid) return {kind: 'leads-its-session'};
  const open = descriptors.flatMap(one => orUndefined(one.target()) ?? []);
  const named = pidFilesIn(orUndefined(process.argv()) ?? []);
  const pidFile = [...open.filter(path => /^\/.*\.pid$/s.test(path)), ...named][0];
  if (pidFile !== undefined) return {kind: 'pid-file', path: pidFile};
  // A program that was executed in / may have inherited that, as is common in containers.
  return forkedItself(process) && isAtRoot(process) ? {kind: 'works-in-root'} : undefined;
}

function isAtRoot(process: Process): boolean {
  return orUndefined(process.cwd()) === '/';
}

/** A daemon forked itself, and so did a worker of a program that has exited. A shell that did is only a subshell. */
function forkedItself(process: Process): boolean {
  return process.stat.forkedWithoutExec && !isShell(process);
}
