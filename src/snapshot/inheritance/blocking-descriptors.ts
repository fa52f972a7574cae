import {orUndefined} from '../../kernel/read.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {accessModeOf, type OpenFile} from '../descriptors/open-files.ts';
import {leadsSessionUnderInit} from '../families/detached.ts';
import {looksAdopted} from '../families/looks-adopted.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {DescriptorScene} from './descriptor-scene.ts';
import {type TracedDescriptor, traceDescriptors} from './inherited-fds.ts';
import {writeEnds} from './pipe-readers.ts';

/**
 * Descriptors by which processes may block others without knowing, with where they came from: listening sockets, and
 * write ends of pipes, FIFOs and socket pairs that another process reads. Of siblings in one process group, which have it from the
 * same source, one stands for all: tracing compares it with every process that has the object.
 */
export function traceBlockingDescriptors(
  scene: DescriptorScene,
  isAsked: (process: Process) => boolean,
): TracedDescriptor[] {
  const blocking: OpenFile[] = [];
  scene.openFiles.forEach((files, target) => {
    blocking.push(...blockingAmong(scene, target, files, isAsked));
  });
  return [...groupBy(blocking, ({process}) => process)].flatMap(([process, files]) => {
    const wanted = new Set(files.map(({descriptor}) => descriptor));
    const descriptors = [...scene.of(process).values()].map(({descriptor}) => descriptor);
    return traceDescriptors(scene.snapshot, process, descriptors, scene, one => wanted.has(one));
  });
}

function blockingAmong(
  scene: DescriptorScene,
  target: string,
  files: readonly OpenFile[],
  isAsked: (process: Process) => boolean,
): OpenFile[] {
  const isListener =
    target.startsWith('socket:[') && scene.sockets().get(linkedInode(target) ?? 0)?.state === 'LISTEN';
  const readers = isListener ? [] : readersAmong(scene, target, files);
  if (!isListener && readers.length === 0) return [];
  // Who waits for an end is asked about as much as who has it.
  const areVictimsAsked = readers.some(({process}) => isAsked(process));
  const asked = areVictimsAsked ? files : files.filter(({process}) => isAsked(process));
  const sources = groupBy(asked, ({process: {stat}}) => `${stat.ppid} ${stat.pgid}`);
  return [...sources.values()].flatMap(
    siblings => siblings.find(file => isListener || isHeldUnknowingly(scene.snapshot, file)) ?? [],
  );
}

/** The read ends of a pipe or FIFO whose processes have no write end: other writers keep EOF from them. Of a socket pair, the other ends. */
function readersAmong(scene: DescriptorScene, target: string, files: readonly OpenFile[]): OpenFile[] {
  const [first] = files;
  if (!first) return [];
  if (target.startsWith('socket:[')) {
    const otherEnds = scene.openFiles.get(scene.otherEndOf(target) ?? '') ?? [];
    if (otherEnds.length === 0) return [];
    const holders = new Set(files.map(({process}) => process));
    return otherEnds.filter(({process}) => !holders.has(process));
  }
  if (!target.startsWith('pipe:[') && !target.startsWith('/')) return [];
  if (files.every(({process}) => process === first.process)) return [];
  if (target.startsWith('/') && orUndefined(first.descriptor.stat())?.kind !== 'fifo') return [];
  const writers = new Set(writeEnds(files).map(({process}) => process));
  return files.filter(file => accessModeOf(file) === 'r' && !writers.has(file.process));
}

/** A write end may be, if its process is an orphan, or has it above fd 2 across exec. */
function isHeldUnknowingly(snapshot: Snapshot, file: OpenFile): boolean {
  const {process, descriptor} = file;
  if (!accessModeOf(file).includes('w')) return false;
  const survives = () => orUndefined(descriptor.info())?.closeOnExec === false;
  return (
    looksAdopted(snapshot, process) ||
    leadsSessionUnderInit(snapshot, process) ||
    (descriptor.fd > 2 && survives())
  );
}
