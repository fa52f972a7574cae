import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {withRunning} from '../../support/live/running.ts';
import {descendantNamed} from '../../support/proc-witness.ts';
import {IS_ROOT, procdocJson, runProcdoc, runProcdocUnder} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

interface Holders {
  readonly descriptions: ReadonlyArray<{readonly release: string | null}>;
}

interface Locks {
  readonly locks: ReadonlyArray<{
    readonly path: string;
    readonly address: string;
    readonly holders: ReadonlyArray<{readonly pid: number}>;
  }>;
}

interface Found {
  readonly findings: ReadonlyArray<{
    readonly rule: string;
    readonly more: string;
    readonly subject: {readonly path: string};
  }>;
}

interface Zombies {
  readonly zombies: ReadonlyArray<{readonly uid: number; readonly user: string | null}>;
}

interface Why {
  readonly nodes: ReadonlyArray<{readonly pid: number; readonly blockedIn: object | null}>;
  readonly edges: ReadonlyArray<{readonly from: number; readonly target: string | null}>;
}

interface Descriptors {
  readonly descriptors: ReadonlyArray<{readonly target: string; readonly address: string}>;
}

interface Addressed {
  readonly descriptions: ReadonlyArray<{readonly address: string}>;
}

interface Scripts {
  readonly scripts: ReadonlyArray<{
    readonly pid: number;
    readonly path: string | null;
    readonly address: string | null;
  }>;
}

/** A bash that reads a FIFO, of which the program has a write end; it ends at the end of the program. */
const waitsInFolder = `
os.mkfifo(folder + "/fifo")
open(folder + "/job.sh", "w").write("read -r line\\n:\\n")
both = os.open(folder + "/fifo", os.O_RDWR)
import subprocess
subprocess.Popen(["bash", folder + "/job.sh"], stdin=open(folder + "/fifo"))`;

/** Has a /dev/null of its own open, and a file that all have. */
const ownNull = `
os.mknod(folder + "/null", 0o20666, os.makedev(1, 3))
os.system("mount --bind " + folder + "/null /dev/null")
files = [open("/etc/passwd"), open("/dev/null")]`;

function isReading(pid: number): boolean {
  return readFileSync(`/proc/${pid}/wchan`, 'latin1').includes('pipe_read');
}

const zombieOfUser = `os.setuid(4242)
os.fork() or os._exit(0)
os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)`;
const zombieOfInnerUser = `
open(folder + "/passwd", "w").write("inner:x:4242:4242::/:/bin/sh")
os.system("mount --bind " + folder + "/passwd /etc/passwd")
${zombieOfUser}`;
const bareRoot = 'os.mkdir(folder + "/etc"); os.chroot(folder); passwd = "/etc/passwd"';

/** The program keeps a lock that a child of it took, which has exited. */
const lockOfChild = `
fd = os.open(folder + "/job.lock", os.O_CREAT | os.O_RDWR)
if os.fork() == 0: fcntl.flock(fd, fcntl.LOCK_EX); os._exit(0)
os.wait()`;

/** A mount namespace in which a folder has a tmpfs of its own; `program` is Python that runs there, with `folder`. */
async function withOwnMount(
  program: string,
  use: (there: {readonly pid: number; readonly folder: string}) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-mounts-'));
  const mounted = 'mount -t tmpfs tmpfs "$0" && exec python3 -c "$1" "$0"';
  const python = `import sys, os, fcntl, socket; folder = sys.argv[1]\n${program}\nprint("stands", flush=True)\nsys.stdin.read()`;
  try {
    const command = ['unshare', '--mount', 'sh', '-c', mounted, folder, python];
    await withRunning(command, {}, ({pid}) => use({pid, folder}));
  } finally {
    rmSync(folder, {recursive: true});
  }
}

describe('a process with mounts of its own', {skip: !IS_ROOT && 'needs root'}, () => {
  it('has the file of its UNIX socket there, and nowhere else', () =>
    withOwnMount('s = socket.socket(socket.AF_UNIX); s.bind(folder + "/x.sock"); s.listen()', async there => {
      const file = `/proc/${there.pid}/root${there.folder}/x.sock`;
      const released = async () => {
        const {json} = await procdocJson<Holders>('holders', `unix:${there.folder}/x.sock`);
        return json.descriptions[0]?.release ?? '';
      };
      const recording = path.join(tmpdir(), `procdoc-mounts-${there.pid}.txt`);
      try {
        await runProcdoc('record', `${there.pid}`, '--output', recording);
        const {json} = await procdocJson<Holders>(
          'holders',
          `unix:${there.folder}/x.sock`,
          '--from',
          recording,
        );
        assert.ok(json.descriptions[0]?.release?.includes(`Its file ${file} stays`));
      } finally {
        rmSync(recording, {force: true});
      }
      assert.ok((await released()).includes(`Its file ${file} stays`));
      unlinkSync(file);
      assert.ok((await released()).includes('is already gone'));
    }));

  it('has its lock under a path that leads there from here, and in a recording', () =>
    withOwnMount(lockOfChild, async ({pid, folder}) => {
      const path = `${folder}/job.lock`;
      const address = `/proc/${pid}/root${path}`;
      const recording = `${folder}.procdoc`;
      try {
        await runProcdoc('record', '--output', recording);
        for (const source of [[], ['--from', recording]]) {
          const more = ['procdoc', 'locks', address, ...source].join(' ');
          const {json: found} = await procdocJson<Found>(
            ...['diagnose', `${pid}`, '--rule', 'locks', '--settle', '0s', ...source],
          );
          assert.deepEqual(
            found.findings.map(one => [one.rule, one.subject.path, one.more]),
            [['locks/acquirer-gone', address, more]],
          );
          const {json} = await procdocJson<Locks>(...more.split(' ').slice(1));
          assert.deepEqual(
            json.locks.map(one => [one.path, one.address, one.holders.map(({pid}) => pid)]),
            [[path, address, [pid]]],
          );
          const {json: held} = await procdocJson<Holders>('holders', address, ...source);
          assert.equal(held.descriptions.length, 1);
        }
        assert.equal((await askProcdoc('locks', path)).status, 3);
        assert.equal((await askProcdoc('locks', path, '--from', recording)).status, 0);
      } finally {
        rmSync(recording, {force: true});
      }
    }));

  it('has its lock by way of a procfs that is mounted elsewhere', () =>
    withOwnMount(lockOfChild, async ({pid, folder}) => {
      const proc = `${folder}-proc`;
      mkdirSync(proc);
      try {
        const mounted = ['unshare', '--mount', 'sh', '-c', 'mount --bind /proc "$0" && exec "$@"', proc];
        const ask = async (...words: string[]) => {
          const {stdout} = await runProcdocUnder(mounted, ...words, '--json');
          return JSON.parse(stdout);
        };
        const about = ['diagnose', `${pid}`, '--rule', 'locks', '--settle', '0s', '--proc', proc];
        const {findings}: Found = await ask(...about);
        const more = `procdoc locks ${proc}/${pid}/root${folder}/job.lock --proc ${proc}`;
        assert.deepEqual(
          findings.map(one => one.more),
          [more],
        );
        const {locks}: Locks = await ask(...more.split(' ').slice(1));
        assert.deepEqual(
          locks.map(({holders}) => holders.map(holder => holder.pid)),
          [[pid]],
        );
      } finally {
        rmSync(proc, {recursive: true});
      }
    }));

  it('has all that it waits for, runs and has open under such paths, in a recording, too', () =>
    withOwnMount(waitsInFolder, async ({pid, folder}) => {
      const at = (name: string) => `/proc/${pid}/root${folder}/${name}`;
      const child = await until('a shell runs the script', () => descendantNamed(pid, 'bash', isReading));
      const below = (name: string) => at(name).replace(`/${pid}/`, `/${child}/`);
      const recording = `${folder}.procdoc`;
      try {
        await runProcdoc('record', `${pid}`, `${child}`, '--output', recording);
        for (const source of [[], ['--from', recording]]) {
          const {json: why} = await procdocJson<Why>('why', `${child}`, ...source);
          assert.deepEqual(
            why.nodes.filter(one => one.pid === child).map(({blockedIn}) => blockedIn),
            [{syscall: 'read', fd: 0, target: `${folder}/fifo`, address: below('fifo')}],
          );
          const edges = why.edges.filter(({from}) => from === child);
          assert.deepEqual([...new Set(edges.map(({target}) => target))], [below('fifo')]);
          const {json: fds} = await procdocJson<Descriptors>('inherited-fds', `${child}`, '--all', ...source);
          const file = fds.descriptors.find(({target}) => target === `${folder}/fifo`);
          assert.equal(file?.address, below('fifo'));
          const {json: held} = await procdocJson<Addressed>('holders', below('fifo'), ...source);
          assert.ok(held.descriptions.length > 0);
          for (const {address} of held.descriptions) assert.match(address, /^\/proc\/\d+\/root\/.*\/fifo$/);
          const {json} = await procdocJson<Scripts>('scripts', below('job.sh'), ...source);
          assert.deepEqual(
            json.scripts.map(one => [one.pid, one.path, one.address]),
            [[child, `${folder}/job.sh`, below('job.sh')]],
          );
        }
      } finally {
        rmSync(recording, {force: true});
      }
    }));

  it('has what lies outside of its own mounts, and /dev/null anywhere, under the path that all have', () =>
    withOwnMount(ownNull, async ({pid}) => {
      const {json} = await procdocJson<Descriptors>('inherited-fds', `${pid}`, '--all');
      for (const path of ['/etc/passwd', '/dev/null'])
        assert.deepEqual(
          json.descriptors.filter(({target}) => target === path).map(({address}) => address),
          [path],
        );
    }));

  it('has the users of the passwd file there, in a recording, too', () =>
    withOwnMount(zombieOfInnerUser, async ({pid, folder}) => {
      const recording = `${folder}.procdoc`;
      try {
        await runProcdoc('record', `${pid}`, '--output', recording);
        for (const source of [[], ['--from', recording]]) {
          const {json} = await procdocJson<Zombies>('zombies', '--parent', `${pid}`, ...source);
          assert.deepEqual(
            json.zombies.map(({uid, user}) => [uid, user]),
            [[4242, 'inner']],
          );
        }
      } finally {
        rmSync(recording, {force: true});
      }
    }));

  it('has a passwd file that is a link, or a FIFO, in vain', async () => {
    for (const file of ['os.symlink("/etc/passwd", passwd)', 'os.mkfifo(passwd)'])
      await withOwnMount(`${bareRoot}; ${file}\n${zombieOfUser}`, async ({pid}) => {
        const {json} = await procdocJson<Zombies>('zombies', '--parent', `${pid}`);
        assert.deepEqual(
          json.zombies.map(({uid, user}) => [uid, user]),
          [[4242, null]],
        );
      });
  });
});
