import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import {seenAt, seenIn} from '../../snapshot/evidence.ts';
import type {Shown, WaitEvidence} from '../../snapshot/wait-chain/wait-evidence.ts';
import {evidenceText} from './evidence.ts';
import {saidOfWait} from './wait-evidence.ts';

const lock: LockLine = {
  class: 'flock',
  mode: 'write',
  granted: true,
  breaking: false,
  acquirerPid: 7,
  device: '8:1',
  inode: 9,
  start: 0,
  end: null,
};

function lineOf(evidence: WaitEvidence, shows?: Shown): string {
  return evidenceText(saidOfWait({...evidence, ...(shows && {shows})}));
}

const link = seenIn(7, 'fd/3', null, 'pipe:[4]');
const parent = seenIn(7, 'stat', 'ppid (4)', 5);
const table = seenAt('/proc/locks', null, 'FLOCK WRITE 7');

test('what shows that a process can end a wait reads as file, field and value', () => {
  assert.equal(lineOf(link), '/proc/7/fd/3: pipe:[4]');
  assert.equal(
    lineOf(seenIn(7, 'stat', 'flags (9)', 'PF_FORKNOEXEC')),
    '/proc/7/stat: flags (9) PF_FORKNOEXEC',
  );
});

test('the value has words where it says too little', () => {
  const expected: readonly (readonly [WaitEvidence, Shown, string])[] = [
    [link, {kind: 'open-for', accessMode: 'rw'}, '/proc/7/fd/3: pipe:[4], open for reading and writing'],
    [link, {kind: 'master-of', terminal: '/dev/pts/1'}, '/proc/7/fd/3: pipe:[4], the master of /dev/pts/1'],
    [
      parent,
      {kind: 'waited-for', which: {kind: 'pid', pid: 2, shown: 4711}},
      '/proc/7/stat: ppid (4) 5, which waits for pid 4711 (2 inside)',
    ],
    [
      parent,
      {kind: 'waited-for', which: {kind: 'any'}},
      '/proc/7/stat: ppid (4) 5, which waits for any child',
    ],
    [parent, {kind: 'sigchld-awaited'}, '/proc/7/stat: ppid (4) 5, which sleeps until SIGCHLD comes'],
    [
      seenIn(7, 'stat', 'state (3)', 'T'),
      {kind: 'sender-unrecorded'},
      '/proc/7/stat: state (3) T; the kernel keeps no record of who sent the signal',
    ],
    [
      table,
      {kind: 'lock-request', requesterPid: 8, lock},
      '/proc/locks: 8 waits for the flock write lock on inode 9, taken by 7',
    ],
    [
      table,
      {kind: 'served-first', requesterPid: null},
      '/proc/locks: another request waits for the same lock, and is served first',
    ],
    [
      table,
      {kind: 'lease-break', inode: 9, acquirerPid: 7},
      '/proc/locks: a lease on inode 9, taken by 7, is being broken',
    ],
    [link, {kind: 'connecting-to', name: '@bus'}, '/proc/7/fd/3: pipe:[4], being connected to @bus'],
    [
      seenIn(7, 'net/tcp', 'socket:[6]', 'LISTEN'),
      {kind: 'listener', at: '0.0.0.0:80', lacks: 'room'},
      '/proc/7/net/tcp: socket:[6] listens at 0.0.0.0:80, and has no room left for this connection',
    ],
    [
      seenIn(7, 'net/tcp', 'socket:[5]', '10.0.0.1:9 to 10.0.0.2:80'),
      {kind: 'tcp-ends', local: '10.0.0.1:9', remote: '10.0.0.2:80', isUnderway: true},
      '/proc/7/net/tcp: socket:[5] is being connected from 10.0.0.1:9 to 10.0.0.2:80',
    ],
    [
      seenIn(7, 'net/tcp', 'local_address 10.0.0.2:80', 'none'),
      {kind: 'no-socket'},
      '/proc/7/net/tcp: local_address 10.0.0.2:80 belongs to no open socket of this network namespace',
    ],
  ];
  for (const [evidence, shows, line] of expected) assert.equal(lineOf(evidence, shows), line);
});
