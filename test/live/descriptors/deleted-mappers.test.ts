import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {openSyscalls} from '../../../src/kernel/machine/native.ts';
import {withRunning} from '../../support/live/running.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {withSubject} from '../../support/subject.ts';

const syscalls = await openSyscalls();
const unprivileged = {skip: signalActionErrno() !== undefined && 'needs root in the first namespaces'};

/** A mount namespace with an overlayfs, of which a program maps a file that lies in the lower folder, and deletes it. */
const LOWER_FILE = `set -e
mount -t tmpfs tmpfs "$0"; cd "$0"; mkdir lower upper work top; echo content > lower/file
mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work top
exec python3 -c '
import mmap, os, sys
fd = os.open("top/file", os.O_RDONLY)
mapped = mmap.mmap(fd, 0, mmap.MAP_PRIVATE, mmap.PROT_READ)
os.close(fd); os.unlink("top/file")
print("stands", flush=True); sys.stdin.read()'`;

/** Which of the processes of a subject the kernel shows to have a deleted file mapped, or one with such an inode. */
function mappersAmong(pids: Readonly<Record<string, number>>, inodes?: readonly number[]): string[] {
  const mappers = syscalls.mappers(inodes);
  assert.ok(mappers.ok, mappers.ok ? '' : mappers.errno);
  return Object.keys(pids).filter(name => mappers.value.has(pids[name] ?? 0));
}

describe('by the mappings of all processes, a deleted file is mapped', unprivileged, () => {
  for (const [mode, mappers] of [
    ['log', []],
    ['mapped', ['parent']],
    ['closed', ['parent', 'worker']],
  ] as const)
    it(`by ${mappers.join(' and ') || 'none'} of a server with its file ${mode}`, () =>
      withSubject('deleted-file.c', [mode], subject => {
        const pids = {parent: subject.number('parent'), worker: subject.number('worker')};
        assert.deepEqual(mappersAmong(pids), mappers);
      }));

  it('or one with a certain inode, by a process that closed it, and not by its child that never had it', () =>
    withSubject('lock-queue', ['mapped-by-other'], subject => {
      const pids = {holder: subject.number('holder'), other: process.pid};
      assert.deepEqual(mappersAmong(pids, [statSync(subject.text('path')).ino]), ['holder']);
    }));

  it('by a process of which only its maps show that, since the kernel maps the file of a lower folder in its place', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-overlay-'));
    try {
      await withRunning(['unshare', '--mount', 'sh', '-c', LOWER_FILE, folder], {}, async ({pid}) =>
        assert.deepEqual(mappersAmong({pid}), ['pid']),
      );
    } finally {
      rmSync(folder, {recursive: true});
    }
  });
});
