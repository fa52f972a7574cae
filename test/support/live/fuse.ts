import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {IS_ROOT} from '../procdoc.ts';

/** Why a test with a FUSE file system can't run; its device may be made where only the kernel has it. */
export const withoutFuse = !(IS_ROOT && hasFuse()) && 'needs root and /dev/fuse';

function hasFuse(): boolean {
  const isKnown = readFileSync('/proc/filesystems', 'latin1').includes('\tfuse\n');
  if (isKnown && !existsSync('/dev/fuse')) spawnSync('mknod', ['/dev/fuse', 'c', '10', '229']);
  return isKnown && existsSync('/dev/fuse');
}
