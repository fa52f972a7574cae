import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {WakeUp} from '../../snapshot/wait-chain/wake-up.ts';
import {wakeUp} from '../contract/wake-up.ts';
import {wakeUpText} from './wake-up.ts';

const SOCKET = 'socket:[5]';

const samples: readonly (readonly [WakeUp, string])[] = [
  [{kind: 'time'}, 'time'],
  [{kind: 'lease-break-time'}, 'time (fs.lease-break-time)'],
  [{kind: 'signal'}, 'a signal'],
  [{kind: 'own-thread'}, 'another thread of its own'],
  [{kind: 'shared-memory'}, 'another thread of its own, or a process that shares its memory'],
  [
    {kind: 'no-other-thread', memory: 'own'},
    'a wake-up that no other thread can give: it waits for itself (likely)',
  ],
  [{kind: 'caught-signal', signals: [10, 15]}, 'a signal that it catches (USR1 and TERM)'],
  [
    {kind: 'lock-copied-by-fork', pid: 7, comm: 'server'},
    'a lock that another thread of server (7) held at the fork: nothing releases the copy (likely)',
  ],
  [{kind: 'no-other-thread', memory: 'shared'}, 'a wake-up that only a process sharing its memory can give'],
  [{kind: 'eventfd'}, 'a write to an eventfd'],
  [{kind: 'self-pipe'}, 'a write to its own self-pipe'],
  [{kind: 'semaphore', id: 5}, 'a change of System V semaphore set 5 by any process'],
  [{kind: 'ipc-queue', id: 3, direction: 'read'}, 'a message from any process in System V message queue 3'],
  [{kind: 'io'}, 'I/O'],
  [{kind: 'file-change'}, 'a change to the files it watches'],
  [{kind: 'tracee-stop'}, 'the stop its tracee is in'],
  [{kind: 'restarted-call'}, "the end of a restarted system call (which one isn't known)"],
  [{kind: 'many-processes', count: 40}, 'any of 40 processes'],
  [{kind: 'fifo-end', path: '/run/f', accessMode: 'r'}, 'a writer that opens the FIFO /run/f'],
  [{kind: 'fifo-end', path: '/run/f', accessMode: 'w'}, 'a reader that opens the FIFO /run/f'],
  [{kind: 'fifo-end', path: null, accessMode: 'r'}, 'a writer that opens a FIFO'],
  [{kind: 'fifo-end', path: '/run/f', accessMode: null}, 'the other end of the FIFO /run/f'],
  [{kind: 'fifo-end', path: null, accessMode: null}, 'the other end of a FIFO'],
  [{kind: 'message', at: '@bus'}, 'a message to @bus'],
  [{kind: 'message', at: null}, 'a message'],
  [{kind: 'connection', at: '0.0.0.0:80'}, 'a connection to 0.0.0.0:80'],
  [{kind: 'accept', at: '/run/s', socket: SOCKET}, 'a listener at /run/s that accepts its connection'],
  [{kind: 'accept', at: null, socket: SOCKET}, 'a process that accepts its connection on socket:[5]'],
  [{kind: 'datagram-reader', at: SOCKET}, 'a process that reads what it sends through socket:[5]'],
  [{kind: 'terminal-input', path: '/dev/tty1'}, 'input on /dev/tty1'],
  [{kind: 'terminal-output', path: '/dev/tty1'}, 'room for output on /dev/tty1'],
  [{kind: 'terminal-write', path: '/dev/pts/3'}, 'a write to /dev/pts/3'],
  [{kind: 'terminal-open', path: '/dev/pts/3'}, 'a process that opens /dev/pts/3'],
  [{kind: 'terminal-hangup'}, 'a hang-up of its terminal'],
  [{kind: 'device', path: '/dev/kvm'}, 'the device /dev/kvm'],
  [{kind: 'file-system', path: '/mnt/a'}, 'the file system, for /mnt/a'],
  [{kind: 'anonymous-file', target: 'anon_inode:[perf_event]'}, 'anon_inode:[perf_event]'],
  [{kind: 'watched-file', closedFd: 5}, 'a file that it still watches, though its fd 5 is closed'],
  [{kind: 'kernel-function', function: 'ep_poll', waitsFor: 'watched-descriptors'}, 'descriptors it watches'],
  [{kind: 'kernel-function', function: 'io_schedule', waitsFor: null}, 'the kernel, in io_schedule'],
  [{kind: 'open', path: '/mnt/a', function: 'rpc_wait'}, 'the kernel, in rpc_wait, to open /mnt/a'],
  [{kind: 'open', path: '/mnt/a', function: null}, 'something not visible from here, to open /mnt/a'],
  [{kind: 'kernel-wake-up', function: 'kthreadd'}, 'a wake-up inside the kernel, in kthreadd'],
  [{kind: 'kernel-wake-up', function: null}, 'a wake-up inside the kernel'],
  [{kind: 'unseen'}, 'something not visible from here'],
  [{kind: 'writer-unseen'}, 'a writer (not visible from here)'],
  [{kind: 'reader-unseen'}, 'a reader (not visible from here)'],
  [{kind: 'child-unseen'}, 'a child (not visible from here)'],
  [{kind: 'child-unknown'}, "a child (which one isn't visible from here)"],
  [{kind: 'pidfd-process-unseen'}, 'the process of a pidfd (not visible from here)'],
  [{kind: 'tracer-unseen', pid: 7}, 'its tracer 7 (not visible from here)'],
  [{kind: 'fd-unseen', fd: 3}, 'the file behind its fd 3 (not visible from here)'],
  [{kind: 'watched-descriptors-unseen'}, 'the descriptors it watches (not visible from here)'],
  [
    {kind: 'socket-unseen', socket: SOCKET},
    "traffic on socket:[5], whose type and peer aren't visible from here",
  ],
  [{kind: 'peer-unseen', socket: SOCKET}, 'the peer of socket:[5] (not visible from here)'],
  [
    {kind: 'socket-holder-unseen', role: 'peer', socket: SOCKET},
    "its peer socket:[5], whose process isn't visible from here",
  ],
  [
    {kind: 'socket-holder-unseen', role: 'listener', socket: SOCKET},
    "the listener socket:[5], whose process isn't visible from here",
  ],
  [
    {kind: 'lock-holder-unseen', class: 'flock', file: {inode: 7, device: '8:1'}},
    "a flock lock on inode 7 of device 8:1, whose holder isn't visible from here",
  ],
  [{kind: 'lock-holder-unseen', class: 'ofd', file: null}, 'an OFD lock on a file (not visible from here)'],
  [
    {kind: 'lease-holder-unseen', file: {path: '/srv/f'}},
    "a lease on /srv/f, whose holder isn't visible from here",
  ],
];

describe('what ends a wait', () => {
  it('has words for each kind', () => {
    for (const [sample, text] of samples) assert.equal(wakeUpText(sample), text);
  });

  it('is in the JSON contract, and so is each kind of it', () => {
    for (const [sample] of samples) assert.ok(wakeUp.safeParse(sample).success, sample.kind);
    assert.ok(!wakeUp.safeParse({kind: 'nothing'}).success);
  });
});
