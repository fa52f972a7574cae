import {named} from '../../rules/words/named.ts';
import type {LockFile} from '../../snapshot/locks/lock-file.ts';
import type {Process} from '../../snapshot/process.ts';
import {durationText} from '../duration.ts';
import {labelledLines} from '../labelled.ts';
import type {Page} from '../page.ts';
import {printable} from '../safe-text.ts';

/** That a file without a lock of the kernel may itself be the lock, and whether its owner is there. */
export function lockFileLines(file: LockFile, nowMs: number, page: Page): string[] {
  const what = file.kind === 'directory' ? 'folder' : file.kind === 'link' ? 'link' : 'file';
  return [
    '',
    ...labelledLines(
      'lock',
      `not the kernel's (flock, POSIX, OFD). If the existence of this ${what} is a lock, the kernel doesn't know who holds it`,
      page,
    ),
    ...(file.link === null
      ? []
      : labelledLines('leads to', `${printable(file.link)}, which doesn't exist`, page)),
    ...(file.modifiedMs === null
      ? []
      : labelledLines('written', `${durationText(Math.max(0, nowMs - file.modifiedMs) / 1000)} ago`, page)),
    ...(file.pid === null ? [] : labelledLines('names', ownerText(file, file.pid), page)),
  ];
}

function ownerText({named: is, process}: LockFile, pid: number): string {
  const who = process ? named(process) : `process ${pid}`;
  switch (is) {
    case 'gone':
      return `${who}, which doesn't exist: the file is stale (likely)`;
    case 'zombie':
      return `${who}, a zombie: who asks kill(2) for it still finds it, until its parent waits for it`;
    case 'started-later':
      return `${who}, which was started after the file was written: the pid was reused, and the file is stale (likely)`;
    case 'its-own':
      return `${who}, which is running`;
    default:
      return `PID ${pid}, which is ${hereText(process)} here; the file may come from another pid namespace (unknown)`;
  }
}

function hereText(process: Process | undefined): string {
  if (!process) return 'no process';
  return process.isZombie() ? `${named(process)}, a zombie,` : named(process);
}
