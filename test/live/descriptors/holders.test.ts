import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, statSync} from 'node:fs';
import {createConnection, createServer} from 'node:net';
import {test} from 'node:test';
import {type HoldersContent, holdersAnswer} from '../../../src/render/contract/holders.ts';
import {askProcdoc} from '../../support/asked.ts';
import {withClientAndDaemon} from '../../support/live/client-and-daemon.ts';
import {withRunning} from '../../support/live/running.ts';
import {descriptorTarget} from '../../support/proc-witness.ts';
import {IS_ROOT, procdocJson, runProcdocAsNobody} from '../../support/procdoc.ts';
import {type Subject, until, withSubject} from '../../support/subject.ts';

type Description = HoldersContent['descriptions'][number];

/** What `procdoc holders` says of targets. Holds every answer to the contract. */
async function holdersOf(...targets: string[]): Promise<HoldersContent> {
  const {status, json} = await procdocJson('holders', ...targets);
  const answer = holdersAnswer.parse(json);
  const found = answer.descriptions.length + answer.executedBy.length + answer.usedBy.length;
  assert.equal(status, found > 0 ? 0 : 1);
  return answer;
}

function ends({holders}: Description): [pid: number, fd: number][] {
  return holders.map(({pid, fd}) => [pid, fd]);
}

/** Both descriptors of many-ways.c, each in parent and child. */
function bothWays(subject: Subject): [pid: number, fd: number][][] {
  const family = [subject.number('parent'), subject.number('child')].sort((a, b) => a - b);
  return subject.numbers('fds').map(fd => family.map(pid => [pid, fd]));
}

function sorted<T>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

test('the workers of a prefork server share one socket, which its living parent opened; ss(8) names them all', () =>
  withSubject('prefork-server', [], async subject => {
    const port = subject.number('port');
    const {descriptions, remarks} = await holdersOf(`tcp:127.0.0.1:${port}`);
    const family = [subject.pid, ...subject.pids('workers')].sort((a, b) => a - b);
    const listener = descriptions.find(({socket}) => socket?.state === 'LISTEN');
    assert.ok(listener);
    assert.deepEqual(
      ends(listener),
      family.map(pid => [pid, subject.number('fd')]),
    );
    assert.deepEqual(listener.openedBy, {pid: subject.pid, comm: 'prefork-server'});
    assert.ok(remarks.some(remark => remark.includes('as a server does with its workers')));
    const seen = execFileSync('ss', ['-Hltnp', `sport = :${port}`], {encoding: 'utf8'});
    for (const pid of family) assert.ok(seen.includes(`pid=${pid},`), seen);
  }));

test('the listener of a client that has exited is held by its daemon, and no process is said to have opened it', () =>
  withClientAndDaemon('detached', async ({client, daemon, clientExits}) => {
    await clientExits();
    const port = client.number('port');
    const {descriptions} = await holdersOf(`:${port}`);
    const [listener] = descriptions;
    assert.ok(listener);
    assert.deepEqual(ends(listener), [[daemon.pid, client.number('listenFd')]]);
    assert.equal(listener.openedBy, null);
    assert.equal(listener.holders[0]?.how, 'inherited over exec');
    const {release} = listener;
    const closing = `(${daemon.pid}) closes fd ${client.number('listenFd')} or exits`;
    assert.ok(release?.includes(closing) && release.includes(`127.0.0.1:${port}`), release ?? '');
    const {stdout} = await askProcdoc('holders', `:${port}`);
    assert.ok(stdout.startsWith(`Port ${port} is taken by python3`), stdout);
  }));

test('with SO_REUSEPORT a port has several sockets', () =>
  withSubject('many-ways', ['reuseport'], async subject => {
    const {descriptions, remarks} = await holdersOf(`:${subject.number('port')}`);
    assert.deepEqual(sorted(descriptions.map(ends)), sorted(bothWays(subject)));
    assert.ok(remarks.some(remark => remark.startsWith('2 sockets are bound to')));
  }));

test('a connection in TIME_WAIT has no holder', async () => {
  const server = createServer(socket => socket.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const client = createConnection(address.port, '127.0.0.1');
  client.resume();
  await once(client, 'close');
  server.close();
  await once(server, 'close');
  const {descriptions, nobodys, remarks} = await until('it is in TIME_WAIT', async () => {
    const answer = await holdersOf(`tcp:${address.port}`);
    return answer.nobodys.some(({state}) => state === 'TIME_WAIT') && answer;
  });
  assert.deepEqual(descriptions, []);
  assert.ok(nobodys.every(({local}) => local === `127.0.0.1:${address.port}`));
  assert.ok(remarks.some(remark => remark.includes('belongs to no process')));
});

test('a FIFO opened twice has two descriptions, and so has a pipe that was reopened', async () => {
  await withSubject('many-ways', ['fifo'], async subject => {
    const {descriptions} = await holdersOf(subject.text('path'));
    assert.deepEqual(sorted(descriptions.map(ends)), sorted(bothWays(subject)));
    assert.ok(descriptions.every(({kind}) => kind === 'fifo'));
  });
  await withSubject('many-ways', ['reopened-pipe'], async subject => {
    const [fd = 0] = subject.numbers('fds');
    const link = descriptorTarget(subject.pid, fd);
    const {descriptions} = await holdersOf(link);
    const written = descriptions.filter(({holders}) => holders[0]?.accessMode === 'w');
    assert.deepEqual(sorted(written.map(ends)), sorted(bothWays(subject)));
    const {descriptions: one} = await holdersOf(`${subject.pid}:${fd}`);
    assert.deepEqual(one.map(ends), [bothWays(subject)[0]]);
  });
});

test('a file that nobody may execute is not busy', async () => {
  await withSubject('many-ways', ['busy'], async subject => {
    const file = subject.text('path');
    const {mode} = statSync(file);
    chmodSync(file, 0o644);
    const {remarks} = await holdersOf(file);
    chmodSync(file, mode);
    assert.ok(!remarks.some(remark => remark.includes('ETXTBSY')), remarks.join());
  });
});

test('a program that is open for writing is busy, by whatever name; one that runs is executed by its processes', () =>
  withSubject('many-ways', ['busy'], async subject => {
    for (const name of ['path', 'otherPath']) {
      const {descriptions, remarks} = await holdersOf(subject.text(name));
      assert.deepEqual(sorted(descriptions.map(ends)), sorted(bothWays(subject)));
      assert.ok(remarks.some(remark => remark.includes("can't be executed (ETXTBSY) until")));
    }
    const {executedBy} = await holdersOf(`/proc/${subject.pid}/exe`);
    const family = [subject.number('parent'), subject.number('child')].sort((a, b) => a - b);
    assert.deepEqual(
      executedBy.map(({pid}) => pid).filter(pid => family.includes(pid)),
      family,
    );
  }));

test('a UNIX socket is found by its path, with the process at the other end', () =>
  withSubject('many-ways', ['unix'], async subject => {
    for (const target of [subject.text('path'), `unix:${subject.text('path')}`]) {
      const {descriptions} = await holdersOf(target);
      const listener = descriptions.find(({socket}) => socket?.state === 'LISTEN');
      assert.deepEqual(listener && ends(listener), bothWays(subject)[0]);
      const accepted = descriptions.find(({socket}) => socket?.state === 'CONNECTED');
      assert.deepEqual(
        accepted?.peers.map(({pid, fd}) => [pid, fd]),
        bothWays(subject)[1],
      );
    }
  }));

test('the reader of a pipe sees EOF only when the child that inherited the write end closes it', () =>
  withSubject('pipe-heir', [], async subject => {
    const [reader, child, fd] = ['reader', 'heir', 'heirFd'].map(fact => subject.number(fact));
    const {descriptions, remarks} = await holdersOf(descriptorTarget(child ?? 0, fd ?? 0));
    assert.deepEqual(
      descriptions.map(({holders}) => holders.map(({pid, accessMode}) => [pid, accessMode])).sort(),
      [[[reader, 'r']], [[child, 'w']]].sort(),
    );
    assert.ok(
      remarks.some(remark => remark.includes(`see EOF only when pipe-heir (${child}) closes fd ${fd} or`)),
      remarks.join(),
    );
    const seen = execFileSync('lsfd', ['-n', '-r', '-p', `${child}`, '-o', 'FD,INODE'], {encoding: 'utf8'});
    const inode = /\d+/.exec(descriptions[0]?.link ?? '')?.[0];
    assert.ok(seen.split('\n').includes(`${fd} ${inode}`), seen);
  }));

test('a background job of a CI step that has exited holds its pipe', async () => {
  const step = spawn('sh', ['-c', 'sleep 60 & echo $!'], {stdio: ['ignore', 'pipe', 'ignore']});
  const [line] = await once(step.stdout, 'data');
  const sleeper = Number(line);
  try {
    await until('the shell has exited', () => step.exitCode !== null);
    const {descriptions} = await holdersOf(`${sleeper}:1`);
    assert.deepEqual(descriptions.map(ends), [[[sleeper, 1]]]);
  } finally {
    process.kill(sleeper);
    await once(step, 'close');
  }
});

test('a target without a holder has status 1, a missing one 3, and what is not a target 2', async () => {
  assert.deepEqual((await holdersOf('unix:@procdoc-nobody-has-this')).descriptions, []);
  for (const [target, status] of [
    ['/nonexistent', 3],
    [`${process.pid}:9999`, 3],
    ['tcp:no-such-service', 2],
  ] as const) {
    assert.equal((await askProcdoc('holders', target)).status, status, target);
  }
});

test(
  'as another user a port is seen to be taken, and no process is named as its holder',
  {skip: !IS_ROOT && 'needs root'},
  () =>
    withSubject('many-ways', ['reuseport'], async subject => {
      const {status, stdout} = await runProcdocAsNobody('holders', `:${subject.number('port')}`, '--json');
      const answer = JSON.parse(stdout) as HoldersContent & {complete: boolean};
      assert.equal(status, 0);
      assert.equal(answer.complete, false);
      assert.deepEqual(
        answer.descriptions.map(({holders, socket}) => [holders, socket?.state]),
        [
          [[], 'LISTEN'],
          [[], 'LISTEN'],
        ],
      );
    }),
);

/** Runs a command that prints a line when it is ready, and exits at EOF on its standard input. */
async function withCommand(command: readonly string[], use: (said: string) => Promise<void>): Promise<void> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, {stdio: ['pipe', 'pipe', 'inherit']});
  try {
    const [line] = await once(child.stdout, 'data');
    await use(String(line).trim());
  } finally {
    child.stdin.end();
    await once(child, 'exit');
  }
}

test('a listener is found in the network namespace of its holder', {skip: !IS_ROOT && 'needs root'}, () => {
  const program = `const server = require('node:net').createServer();
    server.listen(0, '0.0.0.0', () => console.log(process.pid + ':' + server.address().port));
    process.stdin.resume().on('end', () => process.exit());`;
  return withCommand(['unshare', '--net', process.execPath, '-e', program], async said => {
    const [pid, port] = said.split(':').map(Number);
    const {descriptions} = await holdersOf(`tcp:${port}`);
    const holders = descriptions.flatMap(description => description.holders.map(holder => holder.pid));
    assert.ok(holders.includes(pid ?? 0));
  });
});

test(
  'a file is found by its name though it is open by that of a bind mount',
  {skip: !IS_ROOT && 'needs root'},
  () =>
    withSubject('many-ways', ['busy'], subject => {
      const [file, mounted] = [subject.text('path'), '/etc/hostname'];
      const script = `mount --bind ${file} ${mounted} && exec 3<${mounted} && echo $$ && read line`;
      return withCommand(['unshare', '--mount', 'sh', '-c', script], async said => {
        const {descriptions} = await holdersOf(file);
        assert.ok(descriptions.some(description => ends(description).some(([pid]) => pid === Number(said))));
      });
    }),
);

/** A program that makes itself a daemon, once it listens. */
const LISTENING_DAEMON = `
import os, socket, sys
listener = socket.create_server(('127.0.0.1', 0))
rest = os.dup(0)
if os.fork() == 0:
    os.setsid()
    pid = os.fork()
    if pid: os._exit(0)
    print(os.getpid(), listener.getsockname()[1], flush=True)
    null = os.open('/dev/null', os.O_RDWR)
    for fd in range(3): os.dup2(null, fd)
    os.read(rest, 1)
    os._exit(0)
os.wait()
os.close(listener.detach())
os.read(rest, 1)
`;

test('a daemon that holds a port is called one, and not an orphan', () =>
  withRunning(['python3', '-c', LISTENING_DAEMON], {}, async ({numbers: [daemon = 0, port = 0]}) => {
    await until('it is a daemon', () => descriptorTarget(daemon, 1) === '/dev/null');
    const {stdout} = await askProcdoc('holders', `:${port}`);
    const held = new RegExp(`python3 \\(${daemon}\\) fd \\d+ \\([^)]*\\) · daemon \\(likely\\) released`);
    assert.match(stdout.replaceAll(/\s+/g, ' '), held);
    assert.doesNotMatch(stdout, /orphan/);
    const {stdout: card} = await askProcdoc('inspect', `${daemon}`);
    assert.match(
      card.replaceAll(/\s+/g, ' '),
      /outlived the process that started it, as a daemon \(likely\)/,
    );
  }));
