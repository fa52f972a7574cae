import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmdirSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {DEBIAN_ROOT} from '../../integration/tools.js';
import {descendantsOf} from '../proc-witness.ts';
import {type Output, run} from '../procdoc.ts';

declare const PROJECT_ROOT: string;

/** A Debian without Node, in namespaces of its own; what is changed in it is gone when it is left. Needs root. */
export interface DebianRoot {
  /** Runs a command in it, as root, by the PATH of a login. */
  run(...command: string[]): Promise<Output>;
  /** Mounts an empty file system on one of its folders, with these options, until the unmount. */
  mount(folder: string, options: string): Promise<Output>;
  unmount(folder: string): Promise<Output>;
  leave(): Promise<void>;
}

/** Everything is in a tmpfs over the tree that `npm run test-setup` has made. The shell is PID 1 until its input ends. */
const ENTER = `set -e
mount -t tmpfs tmpfs "$3"
mkdir "$3/upper" "$3/work" "$3/root"
mount -t overlay overlay -o "lowerdir=$1,upperdir=$3/upper,workdir=$3/work" "$3/root"
mount -t proc proc "$3/root/proc"
mkdir "$3/root/packages"
mount --bind "$2" "$3/root/packages"
echo ready
read -r _`;

/** @param packages a folder of this machine, which is /packages there */
export async function enterDebianRoot(packages: string): Promise<DebianRoot> {
  const place = mkdtempSync(path.join(tmpdir(), 'procdoc-debian-'));
  const lower = path.join(PROJECT_ROOT, DEBIAN_ROOT.folder);
  const apart = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
  const unshare = spawn('unshare', [...apart, 'sh', '-c', ENTER, 'sh', lower, packages, place], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const left = once(unshare, 'exit');
  await Promise.race([once(createInterface({input: unshare.stdout}), 'line'), left]);
  const [init] = descendantsOf(unshare.pid ?? 0);
  assert.ok(init !== undefined, 'the root directory could not be entered');
  const within = ['nsenter', '--target', `${init}`, '--mount', '--pid'];
  const root = path.join(place, 'root');
  const login = ['HOME=/root', 'LC_ALL=C.UTF-8', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin'];
  return {
    run: (...command) => run([...within, 'chroot', root, 'env', '-i', ...login, ...command]),
    mount: (folder, options) =>
      run([...within, 'mount', '-t', 'tmpfs', '-o', options, 'tmpfs', path.join(root, folder)]),
    unmount: folder => run([...within, 'umount', path.join(root, folder)]),
    async leave() {
      unshare.stdin.end();
      await left;
      rmdirSync(place);
    },
  };
}
