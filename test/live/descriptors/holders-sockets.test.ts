import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import path from 'node:path';
import {describe, it, test} from 'node:test';
import {holdersAnswer} from '../../../src/render/contract/holders.ts';
import {askInheritedFds, descriptorIn} from '../../support/live/descriptor-answers.ts';
import {type Running, withFiles, withRunning} from '../../support/live/running.ts';
import {IS_ROOT, procdocJson} from '../../support/procdoc.ts';

const needsRoot = {skip: !IS_ROOT && 'needs root'};

function withPython(program: string, use: (running: Running) => Promise<void>): Promise<void> {
  const script = `import os, socket, sys\n${program}\nsys.stdin.read()`;
  return withRunning(['python3', '-c', script], {}, use);
}

async function holdersOf(target: string) {
  const {status, json} = await procdocJson('holders', target);
  return {status, ...holdersAnswer.parse(json)};
}

describe('a socket that is neither TCP, nor UDP, nor UNIX', () => {
  it('of UDP-Lite has its port', () =>
    withPython(
      's = socket.socket(type=socket.SOCK_DGRAM, proto=136); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1], flush=True)',
      async ({pid, numbers: [port]}) => {
        // A socket of another program and another protocol may have the same port.
        const own = (some: Awaited<ReturnType<typeof holdersOf>>['descriptions']) =>
          some.filter(({holders}) => holders.some(one => one.pid === pid));
        for (const target of [`:${port}`, `udplite:${port}`]) {
          const {status, descriptions} = await holdersOf(target);
          assert.deepEqual([status, own(descriptions).map(({socket}) => socket?.protocol)], [0, ['udplite']]);
        }
        assert.deepEqual(own((await holdersOf(`udp:${port}`)).descriptions), []);
      },
    ));

  it('of netlink(7) has its family and port id', () =>
    withPython(
      's = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0); s.bind((0, 0)); print(s.fileno(), s.getsockname()[0], flush=True)',
      async ({pid, numbers: [fd = 0, port]}) => {
        const {socket} = descriptorIn(await askInheritedFds(pid, '--all'), fd);
        assert.deepEqual([socket?.family, socket?.protocol, socket?.local], ['netlink', 'route', `${port}`]);
      },
    ));

  it('of raw(7) and packet(7) has what it receives', needsRoot, () =>
    withPython(
      'r, p = socket.socket(type=socket.SOCK_RAW, proto=1), socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3)); print(r.fileno(), p.fileno(), flush=True)',
      async ({pid, numbers}) => {
        const answer = await askInheritedFds(pid, '--all');
        const sockets = numbers.map(fd => descriptorIn(answer, fd).socket);
        assert.deepEqual(
          sockets.map(socket => [socket?.family, socket?.type, socket?.protocol]),
          [
            ['inet', 'raw', 'icmp'],
            ['packet', 'raw', 'all'],
          ],
        );
      },
    ),
  );
});

const unshare = `import ctypes
libc = ctypes.CDLL(None)
own = os.open("/proc/self/ns/net", os.O_RDONLY)
assert libc.unshare(0x40000000) == 0
s = socket.socket(type=socket.SOCK_DGRAM); s.bind(("", 0))`;

describe('a socket that was made in another network namespace', needsRoot, () => {
  it('is found where a process is in that namespace', () =>
    withPython(
      `${unshare}
if os.fork() == 0: sys.stdin.read(); os._exit(0)
assert libc.setns(own, 0) == 0
print(s.fileno(), s.getsockname()[1], flush=True)`,
      async ({pid, numbers: [fd = 0, port]}) => {
        const {socket} = descriptorIn(await askInheritedFds(pid, '--all'), fd);
        assert.deepEqual([socket?.protocol, socket?.local], ['udp', `0.0.0.0:${port}`]);
        const {descriptions} = await holdersOf(`udp:${port}`);
        const [held] = descriptions.filter(({holders}) => holders.some(one => one.pid === pid));
        assert.match(held?.networkNamespace ?? '', /^net:\[\d+\]$/);
      },
    ));

  it('says itself what it is where no process is', () =>
    withPython(
      `${unshare}\nassert libc.setns(own, 0) == 0\nprint(s.fileno(), s.getsockname()[1], flush=True)`,
      async ({pid, numbers: [fd = 0, port]}) => {
        const {socket} = descriptorIn(await askInheritedFds(pid, '--all'), fd);
        assert.deepEqual([socket?.protocol, socket?.local], ['udp', `0.0.0.0:${port}`]);
      },
    ));

  it('is not known where no process is, if it is no IP socket, which is a gap', () =>
    withPython(
      `${unshare}\ns = socket.socket(socket.AF_UNIX)\nassert libc.setns(own, 0) == 0\nprint(s.fileno(), flush=True)`,
      async ({pid, numbers: [fd = 0]}) => {
        const answer = await askInheritedFds(pid, '--all');
        assert.equal(descriptorIn(answer, fd).socket, null);
        assert.equal(answer.complete, false);
        assert.ok(answer.unreadable.some(({pids}) => pids.includes(pid)));
      },
    ));
});

it(
  'a UNIX socket with a path isn’t known to be nobody’s, as long as a network namespace is kept by a mount alone',
  needsRoot,
  () =>
    withFiles({namespace: ''}, async folder => {
      const file = path.join(folder, 'namespace');
      execFileSync('unshare', [`--net=${file}`, 'true']);
      try {
        const {status, remarks, unreadable} = await holdersOf(`unix:${folder}/socket`);
        assert.equal(status, 3);
        assert.ok(remarks.some(remark => remark.includes('network namespaces')));
        assert.ok(unreadable.some(({what}) => what === 'network namespaces without processes'));
        // The port of procdoc's own namespace is known all the same.
        const port = await holdersOf('udp:1');
        assert.equal(port.status, 1);
        assert.ok(port.remarks.some(remark => remark.includes('network namespaces')));
      } finally {
        execFileSync('umount', [file]);
      }
    }),
);

describe('the other end of a pseudoterminal', () => {
  const open = 'm, s = os.openpty(); print(m, s, os.ttyname(s), flush=True)';

  it('is the master of a terminal, and the terminal of a master', () =>
    withPython(open, async ({pid, said}) => {
      const [master, slave, name = ''] = said.split(' ');
      for (const [target, peer] of [
        [name, master],
        [`${pid}:${slave}`, master],
        [`${pid}:${master}`, slave],
      ]) {
        const {descriptions} = await holdersOf(target ?? '');
        assert.deepEqual(
          descriptions.flatMap(({peers}) => peers.map(one => [one.pid, `${one.fd}`])),
          [[pid, peer]],
          target,
        );
      }
    }));
});

it('a block device is held by whoever has it open, by whatever node', needsRoot, () =>
  withFiles({}, async folder => {
    for (const name of ['one', 'two']) execFileSync('mknod', [path.join(folder, name), 'b', '7', '200']);
    // Without the device there is nothing to open: O_PATH needs none.
    const program = `f = os.open(${JSON.stringify(`${folder}/one`)}, os.O_PATH); print(f, flush=True)`;
    await withPython(program, async ({pid, numbers: [fd]}) => {
      const {descriptions} = await holdersOf(`${folder}/two`);
      assert.deepEqual(
        descriptions.flatMap(({holders}) => holders.map(one => [one.pid, one.fd])),
        [[pid, fd]],
      );
    });
  }),
);

/** Listens in a network namespace of its own, and goes back: only the socket keeps that namespace. */
const LISTENS_APART = `
import ctypes, os, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
own = os.open("/proc/self/ns/net", os.O_RDONLY)
assert libc.unshare(0x40000000) == 0
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()
there = os.stat("/proc/self/ns/net").st_ino
assert libc.setns(own, 0) == 0
print(server.getsockname()[1], server.fileno(), there, flush=True)
sys.stdin.read()`;

test('a port is found in a network namespace that only its socket keeps', needsRoot, () =>
  withRunning(['python3', '-c', LISTENS_APART], {}, async ({pid, numbers: [port, fd, namespace]}) => {
    const {status, descriptions} = await holdersOf(`tcp:127.0.0.1:${port}`);
    assert.equal(status, 0);
    const found = descriptions.filter(({networkNamespace}) => networkNamespace === `net:[${namespace}]`);
    assert.deepEqual(
      found.map(({socket, holders}) => [socket?.state, holders.map(one => [one.pid, one.fd])]),
      [['LISTEN', [[pid, fd]]]],
    );
    const {socket: listener} = descriptorIn(await askInheritedFds(pid, '--all'), fd ?? 0);
    assert.deepEqual([listener?.state, listener?.local], ['LISTEN', `127.0.0.1:${port}`]);
  }),
);
