import {orUndefined} from '../../kernel/read.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {accessModeOf, type OpenFile} from '../descriptors/open-files.ts';
import {looksAdopted} from '../families/looks-adopted.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {DescriptorScene} from './descriptor-scene.ts';
import {type TracedDescriptor, traceDescriptors} from './inherited-fds.ts';
import {writeEnds} from './pipe-readers.ts';

/**
 * Descriptors by which processes may block others without knowing, with where they came from: listening sockets, and
 * write ends of pipes and FIFOs that another process reads. Of siblings in one process group, which have it from the
 * same source, one stands for all: tracing compares it with every process that has the object.
 */
export function traceBlockingDescriptors(
  scene: DescriptorScene,
  isAsked: (process: Process) => boolean,
): TracedDescriptor[] {
  const blocking = [...scene.openFiles].flatMap(([target, files]) =>
    blockingAmong(scene, target, files, isAsked),
  );
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
  const mayBlock = target.startsWith('socket:[')
    ? scene.sockets().get(linkedInode(target) ?? 0)?.state === 'LISTEN'
    : isReadByAnother(target, files);
  if (!mayBlock) return [];
  const asked = files.filter(file => isAsked(file.process) && isHeldUnknowingly(scene, target, file));
  const sources = groupBy(asked, ({process: {stat}}) => `${stat.ppid} ${stat.pgid}`);
  return [...sources.values()].flatMap(siblings => siblings.slice(0, 1));
}

/** Whether a process has the read end of a pipe or FIFO and no write end: then other writers keep EOF from it. */
function isReadByAnother(target: string, files: readonly OpenFile[]): boolean {
  const [first] = files;
  if (!target.startsWith('pipe:[') && !target.startsWith('/')) return false;
  if (!first || files.every(({process}) => process === first.process)) return false;
  if (target.startsWith('/') && orUndefined(first.descriptor.stat())?.kind !== 'fifo') return false;
  const writers = new Set(writeEnds(files).map(({process}) => process));
  return files.some(file => accessModeOf(file) === 'r' && !writers.has(file.process));
}

/** A listener may always be. A write end is, if its process is an orphan, or has it above fd 2 across exec. */
function isHeldUnknowingly({snapshot}: DescriptorScene, target: string, file: OpenFile): boolean {
  if (target.startsWith('socket:[')) return true;
  if (!accessModeOf(file).includes('w')) return false;
  const survives = orUndefined(file.descriptor.info())?.closeOnExec === false;
  return (file.descriptor.fd > 2 && survives) || looksAdopted(snapshot, file.process);
}
