import {orUndefined} from '../../kernel/read.ts';
import {type DescriptorKind, descriptorKind, linkedInode} from '../descriptors/kind.ts';
import {isNamedToIt} from '../descriptors/named-descriptor.ts';
import {accessModeOf, type OpenFile} from '../descriptors/open-files.ts';
import type {Sameness} from '../descriptors/same-description.ts';
import {isSystemdManager} from '../families/systemd-units.ts';
import {groupBy} from '../group-by.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import {runtimeOf} from '../programs/conduct.ts';
import {appletName, isShell} from '../programs/pipeline-program.ts';
import {addressOf} from '../root-view.ts';
import type {DescriptorScene} from './descriptor-scene.ts';

/** A descriptor that stayed open across execve(2), where nothing shows that this was meant. */
export interface ExecLeak extends OpenFile {
  /** What its parent has under the same number. */
  readonly inParent: OpenFile & Sameness;
  /** The eldest of the ancestors that have it under this number, without a gap between them. */
  readonly giver: Process;
  readonly kind: DescriptorKind;
  /** A path that leads from here to what is open, where it is one; else the link. Undefined where that can't be read. */
  readonly address: string | undefined;
  /** The address of a socket that listens. */
  readonly listensOn: string | undefined;
}

/** A program, and the descriptors it was started with and cannot know of. */
export interface LeakingStart {
  readonly process: Process;
  readonly leaks: readonly [ExecLeak, ...ExecLeak[]];
}

/**
 * The descriptors above fd 2 that a program was started with, that its parent has under the same number, and that
 * neither of them closes on exec: a program that means to pass a descriptor on renumbers it, or marks its own copy
 * close-on-exec. What an ancestor that `isReported` was started with already is left out.
 */
export function readLeakingStart(
  scene: DescriptorScene,
  process: Process,
  isReported: (ancestor: Process) => boolean,
): LeakingStart | undefined {
  const parent = scene.snapshot.parentOf(process);
  if (!parent || process.stat.forkedWithoutExec) return undefined;
  const own = [...scene.of(process).values()];
  const alikeOf = once(() => groupBy(own, ({descriptor}) => orUndefined(descriptor.target())));
  const [first, ...more] = own.flatMap((file): ExecLeak[] => {
    const inParent = survivor(scene, file, parent);
    const alike = () => alikeOf().get(orUndefined(file.descriptor.target())) ?? [];
    if (!inParent || isHarmless(file, alike())) return [];
    const line = lineOf(scene, inParent);
    const giver = line.at(-1)?.process ?? parent;
    const between = line.slice(0, -1).filter(({process: {stat}}) => !stat.forkedWithoutExec);
    if (isMeant(file, giver)) return [];
    if (between.some(other => isReported(other.process) && !isMeant(other, giver))) return [];
    const kind = descriptorKind(file.descriptor);
    const target = orUndefined(file.descriptor.target());
    const address = target && addressOf(scene.snapshot, process, file.descriptor, target);
    return [{...file, inParent, giver, kind, address, listensOn: listeningAddress(scene, file)}];
  });
  return first && {process, leaks: [first, ...more]};
}

/** What the parent has under the number of a descriptor, where it is the same and neither closes it on exec. */
function survivor(
  scene: DescriptorScene,
  file: OpenFile,
  parent: Process,
): (OpenFile & Sameness) | undefined {
  const {descriptor} = file;
  const there = descriptor.fd > 2 ? scene.of(parent).get(descriptor.fd) : undefined;
  if (!there || orUndefined(there.descriptor.target()) !== orUndefined(descriptor.target())) return undefined;
  const survives = [file, there].every(one => orUndefined(one.descriptor.info())?.closeOnExec === false);
  return survives ? scene.sameInParent(file) : undefined;
}

/** A descriptor and what the ancestors have under its number, nearest first, up to the one that gave it. */
function lineOf(scene: DescriptorScene, file: OpenFile): OpenFile[] {
  const line = [file];
  for (
    let above = scene.sameInParent(file);
    above && !line.some(({process}) => process === above?.process);
    above = scene.sameInParent(above)
  ) {
    line.push(above);
  }
  return line;
}

/**
 * Whether a descriptor blocks nobody and occupies nothing: terminals and other devices, directories, files that are
 * only read or only appended to (logs), unless locked; a second number of a standard stream; and a pipe or FIFO of
 * which the process has both ends, as make's jobserver is.
 * @param alike the descriptors of the process that lead to the same object
 */
function isHarmless(file: OpenFile, alike: readonly OpenFile[]): boolean {
  if (alike.some(({descriptor}) => descriptor.fd <= 2)) return true;
  const info = orUndefined(file.descriptor.info());
  switch (descriptorKind(file.descriptor)) {
    case 'socket':
    case 'anon':
      return false;
    case 'pipe':
    case 'fifo':
      return new Set(alike.flatMap(end => [...accessModeOf(end)])).size === 2;
    case 'file':
      return info?.locks.length === 0 && (info.append || info.accessMode === 'r');
    default:
      return true;
  }
}

/**
 * Whether a descriptor was passed on by design: by systemd, PID 1, a shell whose script redirected it, or a program
 * that starts itself again; or the command line names its number. flock(1) holds its lock as long as its command has it.
 */
function isMeant({process, descriptor}: OpenFile, giver: Process): boolean {
  if (giver.pid === 1 || isShell(giver) || isSystemdManager(giver)) return true;
  if (appletName(giver) === 'flock' && orUndefined(descriptor.info())?.locks.length !== 0) return true;
  const exe = orUndefined(process.exe());
  if (exe !== undefined && exe === orUndefined(giver.exe()) && runtimeOf(process) === undefined) return true;
  return isNamedToIt(process, descriptor.fd) === true;
}

function listeningAddress(scene: DescriptorScene, {descriptor}: OpenFile): string | undefined {
  const inode = linkedInode(orUndefined(descriptor.target()) ?? '');
  const socket = inode === undefined ? undefined : scene.sockets().get(inode);
  return socket?.state === 'LISTEN' ? (socket.local ?? undefined) : undefined;
}
