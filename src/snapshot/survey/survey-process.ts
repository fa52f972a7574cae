import {orUndefined} from '../../kernel/read.ts';
import type {DescriptorId, Syscalls} from '../../kernel/syscalls.ts';
import {conditionOf} from '../condition.ts';
import {type Descriptor, forgetDescriptors} from '../descriptor.ts';
import {readDeletedMappings} from '../descriptors/deleted-mappings.ts';
import {settingsOf} from '../input/prompt.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {readTracer} from '../tracer.ts';
import {isInFuseRequest} from '../wait-chain/awaited-by-channel.ts';
import {readBlockedThreads} from '../wait-chain/blocked-thread.ts';

/** The namespaces of a process that questions are about: namespaces(7). */
const namespaces = ['ns/ipc', 'ns/mnt', 'ns/net', 'ns/pid'];

/** A descriptor, and what its link says; undefined where that can't be read. */
export interface SurveyedDescriptor extends DescriptorId {
  readonly link: string | undefined;
}

/** What is looked at further of a process, when all were surveyed. */
export interface SurveyedProcess {
  readonly process: Process;
  readonly exe: string | undefined;
  readonly descriptors: readonly SurveyedDescriptor[];
}

/**
 * Reads what any question may ask of one process, and lets go of it: the recorder has it, and of thousands of processes it
 * would be most of the memory.
 */
export function surveyProcess(snapshot: Snapshot, process: Process, syscalls: Syscalls): SurveyedProcess {
  const descriptors = readAll(snapshot, process, syscalls).map(descriptor => {
    const {pid, fd} = descriptor;
    return {pid, fd, link: orUndefined(descriptor.target())};
  });
  const exe = orUndefined(process.exe());
  const tids = (orUndefined(process.threads()) ?? []).map(({tid}) => tid);
  forgetDescriptors(snapshot, [process.pid, ...tids]);
  process.forget();
  return {process, exe, descriptors};
}

/** The answer are its descriptors. */
function readAll(snapshot: Snapshot, process: Process, syscalls: Syscalls): readonly Descriptor[] {
  const {source} = snapshot;
  const {pid, stat} = process;
  process.status();
  process.argv();
  process.cgroups();
  process.container();
  for (const thread of orUndefined(process.threads()) ?? []) {
    source.read(`${pid}/task/${thread.tid}/status`, Boolean);
    thread.syscall();
    thread.waitChannel();
  }
  readTracer(snapshot, process);
  process.user();
  conditionOf(snapshot, process);
  if (process.isZombie()) process.execStart();
  // Whether a parent has run since a child of it died.
  if (snapshot.childrenOf(process).some(child => child.isZombie()))
    for (const thread of process.liveThreads()) thread.execStart();
  if (process.isZombie() || stat.kernelThread) return [];
  process.cwd();
  process.posixTimers();
  readDeletedMappings(snapshot, process);
  // The link first: where it leads must be known for the look at the file, and isn't read twice.
  process.exe();
  source.stat(`${pid}/exe`);
  // No question misses these: that they may not be seen is no gap.
  for (const link of ['root', ...namespaces]) snapshot.machine.procfs.link(`${pid}/${link}`);
  const isInRequest = process.liveThreads().some(isInFuseRequest);
  if (stat.ppid === 0 || isInRequest) snapshot.machine.procfs.read(`${pid}/mountinfo`);
  const descriptors = orUndefined(process.descriptors()) ?? [];
  for (const descriptor of descriptors) {
    descriptor.target();
    descriptor.info();
    descriptor.stat();
  }
  // Whose terminal a master is, its mount shows.
  if (descriptors.some(descriptor => orUndefined(descriptor.info())?.ttyIndex !== undefined))
    process.mountIds();
  if (stat.terminal !== 0 && stat.pgid === stat.foregroundPgid) settingsOf(snapshot, process, syscalls);
  // Of other threads, it asks for the descriptors that they are blocked in.
  readBlockedThreads(snapshot, process);
  return descriptors;
}
