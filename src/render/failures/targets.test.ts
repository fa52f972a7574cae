import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {mistakenPath, parseHolderTarget} from '../../parse/targets/holder-target.ts';
import type {UnansweredMount} from '../../snapshot/blocked-processes/unanswered-mount.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {HERE} from '../../snapshot/vantage.ts';
import {problemText} from './problem.ts';

for (const [text, message] of [
  ['', 'TARGET is empty: give a path, :PORT, unix:NAME, pipe:[N] or PID:FD'],
  ['tcp:', '"tcp:" has no port from 1 to 65535: write :PORT, tcp:PORT or tcp:ADDRESS:PORT'],
  ['tcp:http', '"http" isn\'t a service that is known here: give the port as a number'],
  ['tcp:web:80', `"web" isn't an address: give it in numbers, 127.0.0.1 or [::1], or localhost`],
  ['unix:x', `"unix:x" isn't a UNIX socket: write unix:/PATH, or unix:@NAME for an abstract one`],
] as const)
  test(`"${text}" is answered with what to write`, () => {
    const parsed = parseHolderTarget(text);
    assert.ok('problem' in parsed);
    assert.equal(problemText({kind: 'not-a-target', text, problem: parsed.problem}), message);
  });

for (const [text, message] of [
  ['pipe:x', `"pipe:x" isn't a pipe: write pipe:[INODE], as in /proc/PID/fd`],
  ['socket:[x]', `"socket:[x]" isn't a socket: write socket:[INODE], as in /proc/PID/fd`],
  ['1737:x', `"1737:x" isn't a descriptor: write PID:FD, two numbers`],
  ['web:80', `"web" isn't an address: write :80, or tcp:ADDRESS:80 with the address in numbers`],
  ['@bus', 'for an abstract socket write unix:@bus'],
] as const)
  test(`"${text}", if there is no such file, is answered with what to write`, () => {
    const mistake = mistakenPath(text);
    assert.ok(mistake);
    assert.equal(problemText({kind: 'mistaken-path', text, mistake}), message);
  });

test('a path that is missing says so first, and what else may have been meant', () => {
  for (const [path, isRecorded, message] of [
    ['@bus', false, 'no such file: @bus; for an abstract socket write unix:@bus'],
    ['/run/none', false, 'no such file: /run/none'],
    ['4711', false, 'no such file: 4711; for what a process holds: `procdoc inspect 4711`'],
    ['nginx', false, 'no such file: nginx; for what a process holds: `procdoc inspect nginx`'],
    ['app.lock', false, 'no such file: app.lock'],
    ['localhost', false, 'no such file: localhost; for an address give a port, too: localhost:PORT'],
    ['10.0.0.1', false, 'no such file: 10.0.0.1; for an address give a port, too: 10.0.0.1:PORT'],
    [
      '/run/none',
      true,
      "/run/none isn't in the recording: it has only files that processes had open, ran, or had sockets bound to, by absolute path",
    ],
  ] as const) {
    const mistake = mistakenPath(path);
    const problem = {
      kind: 'no-such-file',
      path,
      isRecorded,
      link: undefined,
      ...(mistake && {mistake}),
    } as const;
    assert.equal(problemText(problem), message);
  }
});

test('a symbolic link to nothing may itself be a lock', () =>
  assert.equal(
    problemText({
      kind: 'no-such-file',
      path: '.#x',
      isRecorded: false,
      link: {target: 'ann@host.7', vantage: HERE},
    }),
    "no such file: .#x: it is a symbolic link to ann@host.7, which doesn't exist. If the link itself is a lock: `procdoc locks '.#x'`",
  ));

test('of a file system that has no answer, its server and what to do are named', () => {
  const server = new Snapshot(imaginedMachine([{pid: 4711, ppid: 1, comm: 'sshfs'}])).find(4711);
  const said = (errno: string, unanswered: Omit<UnansweredMount, 'mountPoint'>) =>
    problemText({
      kind: 'target-unreadable',
      target: '/mnt/a b/x',
      errno,
      unanswered: {mountPoint: '/mnt/a b', vantage: HERE, ...unanswered},
    });
  const users = "`procdoc holders '/mnt/a b'` shows who uses it";
  const silent = "can't look at /mnt/a b/x (ETIMEDOUT): the file system at '/mnt/a b' doesn't answer";
  assert.equal(
    said('ETIMEDOUT', {server, condition: 'stopped'}),
    `${silent}: sshfs (4711), which serves it, is stopped. To continue it: \`kill -CONT 4711\`. ${users}`,
  );
  assert.equal(
    said('ETIMEDOUT', {server, condition: undefined}),
    `${silent}, which sshfs (4711) serves. \`procdoc why 4711\` shows why; ${users}`,
  );
  assert.equal(said('ETIMEDOUT', {server: undefined, condition: undefined}), `${silent}. ${users}`);
  assert.equal(
    said('ENOTCONN', {server: undefined, condition: undefined}),
    "can't look at /mnt/a b/x (ENOTCONN): no server is connected to the file system at '/mnt/a b' any more. To unmount it: `umount -l '/mnt/a b'`",
  );
});
