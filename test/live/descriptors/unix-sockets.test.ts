import assert from 'node:assert/strict';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync} from 'node:fs';
import {createConnection, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {openSyscalls} from '../../../src/kernel/machine/native.ts';
import {found, unreadable} from '../../../src/kernel/read.ts';
import type {UnixSocket} from '../../../src/kernel/unix-diag.ts';
import {withSubject} from '../../support/subject.ts';

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

  it('are those of /proc/net/unix, with the same type', () => {
    const before = procNetUnix();
    const sockets = allSockets();
    const after = procNetUnix();
    const lasting = [...before].filter(([inode]) => inode !== 0 && after.has(inode));
    assert.ok(lasting.length > 0);
    for (const [inode, type] of lasting) assert.equal(sockets.get(inode)?.type, type, `inode ${inode}`);
  });

  it('are answered one by one as they are all at once', () => {
    const before = procNetUnix();
    const asked = [...allSockets()]
      .filter(([inode]) => before.has(inode))
      .slice(0, 20)
      .map(([inode, socket]) => ({inode, socket, answer: syscalls.unixSocket(inode)}));
    const after = procNetUnix();
    const lasting = asked.filter(({inode}) => after.has(inode));
    assert.ok(lasting.length > 0);
    for (const {inode, socket, answer} of lasting) assert.deepEqual(answer, found(socket), `inode ${inode}`);
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
