import {majorAndMinor} from '../../kernel/device-number.ts';
import {type FileStat, isSameInode} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {Candidates} from '../descriptor.ts';
import {candidatesOn, othersWith} from '../descriptors/candidates.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {type OpenFile, openFilesByTarget} from '../descriptors/open-files.ts';
import {noteThreadTables} from '../descriptors/shared-tables.ts';
import {isTerminalLink} from '../descriptors/terminal-pairs.ts';
import {pseudoterminalOf} from '../device.ts';
import type {Snapshot} from '../snapshot.ts';
import type {HolderSearch} from './holder-search.ts';

/** /dev/ptmx: Documentation/admin-guide/devices.txt. */
const [PTMX_MAJOR, PTMX_MINOR] = [5n, 2n];

/** The descriptors that may lead to targets, and to their other ends, by what their links say. */
export function openFilesOf(
  snapshot: Snapshot,
  syscalls: Syscalls,
  searches: readonly HolderSearch[],
): ReadonlyMap<string, readonly OpenFile[]> {
  const links = new Set(searches.flatMap(search => [...linksOf(search)]));
  const files = searches.flatMap(({file}) => file ?? []);
  const isWantedFile = (pid: number, fd: number) => {
    const stat = files.length === 0 ? undefined : orUndefined(snapshot.source.stat(`${pid}/fd/${fd}`));
    return stat !== undefined && files.some(file => isSameFile(file, stat));
  };
  const isAboutTerminal = searches.some(isOfTerminal);
  // The kernel's candidates are by inode: other nodes of a device have others, and so do other ends of terminals.
  const candidates =
    isAboutTerminal || files.some(isBlockDevice) ? undefined : candidatesFor(searches, syscalls);
  if (!candidates) for (const process of snapshot.others()) noteThreadTables(snapshot, syscalls, process);
  return openFilesByTarget(
    candidates ? othersWith(candidates, snapshot) : snapshot.others(),
    (link, {pid, fd}) =>
      links.has(link) ||
      (isAboutTerminal && isTerminalLink(link)) ||
      (link.startsWith('/') && isWantedFile(pid, fd)),
    candidates,
  );
}

/** Whether its other end may be that of a pseudoterminal: by its own links, or by the number of the device, pty(7). */
function isOfTerminal({links, file}: HolderSearch): boolean {
  if ([...links].some(isTerminalLink)) return true;
  if (file?.kind !== 'character-device' || file.rawDevice === undefined) return false;
  const [major, minor] = majorAndMinor(file.rawDevice);
  const isMaster = major === PTMX_MAJOR && minor === PTMX_MINOR;
  return isMaster || pseudoterminalOf(file.rawDevice) !== undefined;
}

/** What the links of its descriptors and of its peers' say. */
function linksOf({links, peers}: HolderSearch): string[] {
  return [...links].flatMap(link => [link, peers.get(link) ?? link]);
}

function candidatesFor(searches: readonly HolderSearch[], syscalls: Syscalls): Candidates | undefined {
  const inodes = searches.flatMap(search => [
    ...linksOf(search).map(link => linkedInode(link) ?? search.inode),
    ...(search.file ? [search.inode] : []),
  ]);
  const known = inodes.flatMap(inode => inode ?? []);
  return known.length === inodes.length ? candidatesOn(known, syscalls) : undefined;
}

/** Whether a descriptor leads to a file. */
export function leadsTo({descriptor}: OpenFile, file: FileStat): boolean {
  const stat = orUndefined(descriptor.stat());
  return stat !== undefined && isSameFile(file, stat);
}

/** A block device is one under whatever node: containers have nodes of their own. */
function isSameFile(file: FileStat, other: FileStat): boolean {
  if (isSameInode(file, other)) return true;
  return isBlockDevice(file) && isBlockDevice(other) && file.rawDevice === other.rawDevice;
}

function isBlockDevice({kind, rawDevice}: FileStat): boolean {
  return kind === 'block-device' && rawDevice !== undefined;
}
