import assert from 'node:assert/strict';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync} from 'node:fs';
import {createConnection, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {isDeepStrictEqual} from 'node:util';
import {openSyscalls} from '../../../src/kernel/machine/native.ts';
import {found, unreadable} from '../../../src/kernel/read.ts';
import type {UnixSocket} from '../../../src/kernel/unix-diag.ts';
import {until, withSubject} from '../../support/subject.ts';

const syscalls = await openSyscalls();

describe('unix sockets', () => {
  it('of a socketpair are each the peer of the other', async () => {
    await withSubject('heirs', ['socketpair'], subject => {
      const ours = inodeOf(subject.number('parent'), subject.number('fd'));
      const theirs = inodeOf(subject.number('child'), subject.number('childFd'));
      const sockets = allSockets();
      const pair = {type: 'stream', state: 'CONNECTED', name: undefined};
      assert.deepEqual(sockets.get(ours), {...pair, peerInode: theirs});
      assert.deepEqual(sockets.get(theirs), {...pair, peerInode: ours});
    });
  });

  it('show the path a server listens on, and what it accepted as the peer of its client', async t => {
    const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-sockets-'));
    const name = path.join(folder, 'socket');
    const server = createServer();
    server.listen(name);
    await once(server, 'listening');
    const client = createConnection(name);
    const [[accepted]] = await Promise.all([once(server, 'connection'), once(client, 'connect')]);
    t.after(() => {
      client.destroy();
      accepted.destroy();
      server.close();
      rmSync(folder, {recursive: true});
    });

    const sockets = allSockets();
    const named = [...sockets].filter(([, socket]) => String(Buffer.from(socket.name ?? [])) === name);
    const [listening, answering] = ['LISTEN', 'CONNECTED'].map(state =>
      named.find(([, socket]) => socket.state === state),
    );
    assert.equal(named.length, 2);
    assert.deepEqual(listening?.[1].peerInode, undefined);
    const asking = sockets.get(answering?.[1].peerInode ?? 0);
    assert.deepEqual(asking, {
      type: 'stream',
      state: 'CONNECTED',
      peerInode: answering?.[0],
      name: undefined,
    });
  });

  // While others come and go, a listing may miss one that stays: the kernel counts how far it has come.
  it('are those of /proc/net/unix, with the same type', async () => {
    await until('both have the same', () => {
      const before = procNetUnix();
      const sockets = allSockets();
      const after = procNetUnix();
      const lasting = [...before].filter(([inode]) => inode !== 0 && after.has(inode));
      assert.ok(lasting.length > 0);
      return lasting.every(([inode, type]) => sockets.get(inode)?.type === type);
    });
  });

  it('are answered one by one as they are all at once', () => {
    const before = allSockets();
    const answers = new Map(
      [...before.keys()].slice(0, 20).map(inode => [inode, syscalls.unixSocket(inode)]),
    );
    const after = allSockets();
    // A socket of another program may lose its peer meanwhile.
    const lasting = [...answers].filter(([inode]) => isDeepStrictEqual(before.get(inode), after.get(inode)));
    assert.ok(lasting.length > 0);
    for (const [inode, answer] of lasting) {
      const socket = before.get(inode);
      assert.ok(socket);
      assert.deepEqual(answer, found(socket), `inode ${inode}`);
    }
  });

  it('are ENOENT of an inode that is not a unix socket', () => {
    assert.deepEqual(syscalls.unixSocket(0xffff_fffe), unreadable('ENOENT'));
  });

  it('leave no descriptor open', () => {
    const open = readdirSync('/proc/self/fd').length;
    allSockets();
    syscalls.unixSocket(0xffff_fffe);
    assert.equal(readdirSync('/proc/self/fd').length, open);
  });
});

function allSockets(): ReadonlyMap<number, UnixSocket> {
  const sockets = syscalls.unixSockets();
  assert.ok(sockets.ok, `unreadable: ${JSON.stringify(sockets)}`);
  return sockets.value;
}

function inodeOf(pid: number, fd: number): number {
  const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
  assert.ok(inode !== undefined);
  return Number(inode);
}

/** Types by inode. Columns: Num RefCount Protocol Flags Type St Inode Path. */
function procNetUnix(): Map<number, string | undefined> {
  const types: Record<string, string> = {'0001': 'stream', '0002': 'datagram', '0005': 'seqpacket'};
  const lines = readFileSync('/proc/net/unix', 'latin1').trimEnd().split('\n').slice(1);
  return new Map(
    lines.map(line => {
      const columns = line.split(/\s+/);
      return [Number(columns[6]), types[columns[4] ?? '']];
    }),
  );
}
