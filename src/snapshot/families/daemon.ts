import {orUndefined} from '../../kernel/read.ts';
import {pidFilesIn} from '../../parse/pid-file.ts';
import type {Descriptor} from '../descriptor.ts';
import {type DescriptorKind, descriptorKind} from '../descriptors/kind.ts';
import type {Process} from '../process.ts';
import {neverForks} from '../programs/known-programs.ts';
import {shells} from '../programs/pipeline-program.ts';
import {programName} from '../programs/runtime.ts';
import type {Orphanhood} from './orphanhood.ts';

/** What a daemon has for standard streams: /dev/null, or a log. A pipe, socket or terminal leads back to its family. */
const detachedKinds: readonly DescriptorKind[] = ['file', 'device'];

/** Whether a process is an orphan because daemons are. */
export interface Daemonhood {
  /** true: most likely. null where that cannot be told. */
  readonly isDaemon: boolean | null;
  /** What speaks for it, a sentence each; empty where it is not taken for one. */
  readonly evidence: readonly string[];
}

const none: Daemonhood = {isDaemon: false, evidence: []};
const unknown: Daemonhood = {isDaemon: null, evidence: []};

/**
 * Whether an orphan made itself a daemon: it has a session of its own, and nothing of its old family for a standard
 * stream. A program that starts no other did not detach itself, and a standard output that leads to a file may be the
 * log of who started it as well as its own.
 */
export function daemonhoodOf(process: Process, {hasSessionOfItsOwn}: Orphanhood): Daemonhood {
  if (!hasSessionOfItsOwn) return none;
  const descriptors = orUndefined(process.descriptors());
  if (!descriptors) return unknown;
  if (neverForks(process)) return none;
  const streams = descriptors.filter(({fd}) => fd <= 2);
  if (!streams.every(stream => detachedKinds.includes(descriptorKind(stream)))) return none;
  const evidence = [
    'it is in a session of its own, without a terminal',
    streams.length === 0
      ? 'its standard streams are closed'
      : `its standard streams lead to ${placesOf(streams)}`,
  ];
  const output = streams.find(({fd}) => fd === 1);
  if (!output || descriptorKind(output) === 'device') return {isDaemon: true, evidence};
  const sign = ownLogSign(process, descriptors);
  if (sign !== undefined) return {isDaemon: true, evidence: [...evidence, sign]};
  return forkedItself(process) || isAtRoot(process) ? unknown : none;
}

function placesOf(streams: readonly Descriptor[]): string {
  return [...new Set(streams.flatMap(({target}) => orUndefined(target()) ?? []))].join(' and ');
}

/** What speaks for the file that a process writes to being its own log, or meant for it. */
function ownLogSign(process: Process, descriptors: readonly Descriptor[]): string | undefined {
  if (process.stat.sid === process.pid) return 'it leads its session';
  const open = descriptors.flatMap(({target}) => orUndefined(target()) ?? []);
  const named = pidFilesIn(orUndefined(process.argv()) ?? []);
  const pidFile = [...open.filter(path => /^\/.*\.pid$/s.test(path)), ...named][0];
  if (pidFile !== undefined) return `it has a pid file, ${pidFile}`;
  // A program that was executed there may have it from who started it: in containers that is common.
  return forkedItself(process) && isAtRoot(process) ? 'its working directory is /' : undefined;
}

function isAtRoot(process: Process): boolean {
  return orUndefined(process.cwd()) === '/';
}

/** As a daemon does, and as a worker of a program that is gone has, too. Of a shell that is but a subshell. */
function forkedItself(process: Process): boolean {
  return process.stat.forkedWithoutExec && !shells.includes(programName(process));
}
