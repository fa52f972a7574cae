import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {found, unreadable} from '../read.ts';
import {SlowPaths} from './slow-paths.ts';

const disk = '22 1 254:0 / / rw - ext4 /dev/vda rw';
const cgroups = '23 22 0:21 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw';
const remote = '32 22 0:40 / /mnt/far rw - fuse.sshfs host:/ rw';

/** A procfs with the mounts of process 7, and its files and links. */
function pathsOf(mounts: readonly string[], files: Readonly<Record<string, string>> = {}): SlowPaths {
  const all: Readonly<Record<string, string>> = {
    '7/mountinfo': mounts.join('\n'),
    '7/ns/mnt': 'mnt:[1]',
    '7/root': '/',
    ...files,
  };
  const answer = (path: string) => {
    const text = all[path];
    return text === undefined ? unreadable('ENOENT') : found(Buffer.from(text));
  };
  return new SlowPaths({read: answer, link: answer});
}

const info = (id: number) => `pos:\t0\nflags:\t02\nmnt_id:\t${id}\nino:\t1\n`;

describe('a look that may never end', () => {
  it('is any by a path, where a server answers for a mount: links on the way may lead there', () => {
    const paths = pathsOf([disk, cgroups, remote]);
    assert.deepEqual(paths.at('7/root/mnt/far/file')?.mountPoint, '/mnt/far');
    assert.deepEqual(paths.at('7/root/home/link'), {mountPoint: undefined});
    assert.equal(paths.at('7/root/sys/fs/cgroup/pids.max'), undefined);
    assert.deepEqual(paths.at('7/root/sys/fs/cgroup/../../../mnt/far'), {mountPoint: undefined});
    assert.equal(pathsOf([disk, cgroups]).at('7/root/mnt/far/file'), undefined);
  });

  it('leads to a descriptor on such a mount, or on one that is mounted nowhere any more', () => {
    const paths = pathsOf([disk, remote], {
      '7/fdinfo/1': info(22),
      '7/fd/1': '/etc/x',
      '7/fdinfo/2': info(32),
      '7/fd/2': '/mnt/far/x',
      '7/fdinfo/3': info(99),
      '7/fd/3': '/file',
      '7/fdinfo/4': info(10),
      '7/fd/4': 'pipe:[5]',
      '7/fdinfo/5': info(11),
      '7/fd/5': '/memfd:x (deleted)',
    });
    const asked = [1, 2, 3, 4, 5].map(fd => paths.at(`7/fd/${fd}`));
    assert.deepEqual(
      asked.map(place => place && (place.mountPoint ?? 'nowhere')),
      [undefined, '/mnt/far', 'nowhere', undefined, undefined],
    );
  });

  it('leads to a program or directory there', () => {
    const paths = pathsOf([disk, remote], {'7/exe': '/mnt/far/program', '7/cwd': '/mnt/farther'});
    assert.equal(paths.at('7/exe')?.mountPoint, '/mnt/far');
    assert.equal(paths.at('7/cwd'), undefined);
    assert.equal(paths.at('7/status'), undefined);
  });
});
