import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {conditionOf} from '../condition.ts';
import {readDeletedMappings} from '../descriptors/deleted-mappings.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {settingsOf} from '../input/prompt.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {readTracer} from '../tracer.ts';
import {isInFuseRequest} from '../wait-chain/awaited-by-channel.ts';
import {readBlockedThreads} from '../wait-chain/blocked-thread.ts';

/** The namespaces of a process that questions are about: namespaces(7). */
const namespaces = ['ns/ipc', 'ns/mnt', 'ns/net', 'ns/pid'];

/** Reads what any question may ask of one process; the answer are its descriptors. */
export function surveyProcess(snapshot: Snapshot, process: Process, syscalls: Syscalls): OpenFile[] {
  const {source} = snapshot;
  const {pid, stat} = process;
  process.status();
  process.argv();
  process.cgroups();
  process.container();
  process.exe();
  for (const thread of orUndefined(process.threads()) ?? []) {
    thread.status();
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
  process.maps();
  readDeletedMappings(snapshot, process);
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
  return descriptors.map(descriptor => ({process, descriptor}));
}
