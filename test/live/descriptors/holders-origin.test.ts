import assert from 'node:assert/strict';
import {release} from 'node:os';
import {describe, it} from 'node:test';
import type {HoldersContent} from '../../../src/render/contract/holders.ts';
import {askProcdoc} from '../../support/asked.ts';
import {type Running, withFiles, withLeftBehind, withRunning} from '../../support/live/running.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {descendantsOf, descriptorTarget} from '../../support/proc-witness.ts';
import {IS_ROOT, procdocJson, runProcdocAsNobody} from '../../support/procdoc.ts';

/** Whether sock_diag(7) knows TCP_BOUND_INACTIVE: since Linux 6.8. */
const KNOWS_BOUND = release().localeCompare('6.8', 'en', {numeric: true}) >= 0;

async function holdersOf(target: string): Promise<HoldersContent> {
  return (await procdocJson<HoldersContent>('holders', target)).json;
}

/** Runs Python that prints a line when it is ready, and exits at EOF on its standard input. */
function withPython(
  program: string,
  use: (running: Running) => Promise<void>,
  launcher: readonly string[] = [],
): Promise<void> {
  const script = `import os, socket, sys\n${program}\nsys.stdin.read()`;
  return withRunning([...launcher, 'python3', '-c', script], {}, use);
}

/** Who is a subreaper only the kernel's own record shows: without it, any process may be an orphan. */
const OPENED = signalActionErrno() === undefined ? 'opened' : 'opened or inherited';

const listen = `s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
port = s.getsockname()[1]`;

describe('how a holder came by a descriptor', () => {
  it('is not known of the streams of a pipeline, which the shell opened and closed', () =>
    withRunning(['sh', '-c', 'exec 5<&0; { echo stands; exec cat <&5; } | cat; :'], {}, async ({pid}) => {
      const {descriptions} = await holdersOf(await pipeBelow(pid));
      assert.deepEqual(
        descriptions.map(({openedBy, holders}) => [openedBy, holders[0]?.how]),
        [
          [null, 'opened or inherited'],
          [null, 'opened or inherited'],
        ],
      );
    }));

  it('is likely by open(2) or the like, where its parent lives and it is not a standard stream', () =>
    withPython(`${listen}\nprint(port, flush=True)`, async ({pid, numbers: [port]}) => {
      const [listener] = (await holdersOf(`:${port}`)).descriptions;
      assert.deepEqual([listener?.openedBy?.pid ?? pid, listener?.holders[0]?.how], [pid, OPENED]);
      const {stdout} = await askProcdoc('holders', `:${port}`);
      assert.ok(stdout.replace(/\s+/g, ' ').includes('opened here'), stdout);
    }));

  for (const [when, end] of [
    ['still open', ''],
    ['closed since', 's.close()'],
  ] as const)
    it(`is likely from its parent, where it may have sent it there by a socket that is ${when}`, () =>
      withFiles({sent: ''}, folder =>
        withPython(
          `up, down = socket.socketpair()
child = os.fork()
s = down if child == 0 else up
(up if child == 0 else down).close()
if child == 0:
  fd = os.open(${JSON.stringify(`${folder}/sent`)}, os.O_RDWR)
  socket.send_fds(s, [b"x"], [fd])
else: fd = socket.recv_fds(s, 1, 1)[1][0]
${end}
if child: print(child, fd, flush=True)`,
          async ({pid, numbers: [child]}) => {
            const {descriptions} = await holdersOf(`${folder}/sent`);
            const holders = descriptions.flatMap(one => one.holders);
            const received = holders.find(holder => holder.pid === child)?.inheritedFrom;
            assert.deepEqual([received?.pid, received?.certainty], [pid, 'likely']);
          },
        ),
      ));

  it('stands next to whether it is an orphan', () =>
    withLeftBehind(`sh -c 'echo $$; exec cat <&5' &`, {}, async ({numbers: [orphan]}) => {
      const {descriptions} = await holdersOf(`${orphan}:5`);
      const holder = descriptions.flatMap(({holders}) => holders).find(({pid}) => pid === orphan);
      assert.ok(holder);
      assert.notEqual(holder.orphan, null);
      const {stdout} = await askProcdoc('holders', `${orphan}:5`);
      assert.ok(stdout.replace(/\s+/g, ' ').includes(`· orphan (${holder.orphan})`), stdout);
    }));
});

/** "pipe:[N]" that the two commands of a shell's pipeline have between them. */
async function pipeBelow(shell: number): Promise<string> {
  const links = descendantsOf(shell).flatMap(pid => [0, 1].map(fd => descriptorTarget(pid, fd)));
  return links.find((link, at) => links.indexOf(link) < at) ?? assert.fail('they share no pipe');
}

describe('the holders of a listener', () => {
  it('are a server and a child that never listens, which is not its worker', () =>
    withPython(
      `${listen}
s.set_inheritable(True)
child = os.fork()
if child == 0: os.execvp("cat", ["cat"])
print(port, child, flush=True)`,
      async ({pid, numbers: [port, child]}) => {
        const {descriptions, remarks} = await holdersOf(`:${port}`);
        assert.deepEqual(
          descriptions[0]?.holders.map(holder => [holder.pid, holder.how]),
          [
            [pid, OPENED],
            [child, 'inherited over exec'],
          ],
        );
        assert.ok(remarks.some(remark => remark.startsWith(`cat (${child}) never listens`)));
        assert.ok(!remarks.some(remark => remark.includes('its workers')));
      },
    ));

  it('take the port in their own network namespace only', {skip: !IS_ROOT && 'needs root'}, () =>
    withPython(
      `${listen}\nprint(port, os.readlink("/proc/self/ns/net"), flush=True)`,
      async ({said}) => {
        const [port, namespace] = said.split(' ');
        const {descriptions, remarks} = await holdersOf(`tcp:${port}`);
        assert.deepEqual(
          descriptions.map(({networkNamespace}) => networkNamespace),
          [namespace],
        );
        assert.ok(
          remarks.some(remark => remark.startsWith(`No socket has tcp:${port} in the network namespace`)),
        );
      },
      ['unshare', '--net', 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh'],
    ),
  );

  it('have yet to accept who has connected', () =>
    withPython(
      `${listen}\nc = socket.create_connection(("127.0.0.1", port))\nprint(port, flush=True)`,
      async ({numbers: [port]}) => {
        const {remarks} = await holdersOf(`tcp:${port}`);
        assert.ok(
          remarks.some(remark => remark.startsWith('1 connection in state ESTABLISHED waits')),
          remarks.join(),
        );
      },
    ));
});

describe('an address', () => {
  it('that is bound without listening has its holder since Linux 6.8; before, it is not known to be free', () =>
    withPython(
      's = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1], flush=True)',
      async ({pid, numbers: [port]}) => {
        const {status, stdout} = await askProcdoc('holders', `tcp:${port}`, '--json');
        const {descriptions, remarks} = JSON.parse(stdout) as HoldersContent;
        if (!KNOWS_BOUND) {
          assert.deepEqual([status, descriptions], [3, []]);
          assert.ok(remarks.some(remark => remark.includes('EADDRINUSE')));
          return;
        }
        const [{socket, holders} = assert.fail('no socket')] = descriptions;
        assert.deepEqual([status, holders.map(one => one.pid)], [0, [pid]]);
        assert.deepEqual([socket?.state, socket?.local], ['BOUND', `127.0.0.1:${port}`]);
      },
    ));

  it('of UDP is unconnected, as ss(8) says it', () =>
    withPython(
      's = socket.socket(type=socket.SOCK_DGRAM); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1], flush=True)',
      async ({numbers: [port]}) => {
        const [socket] = (await holdersOf(`udp:${port}`)).descriptions;
        assert.equal(socket?.socket?.state, 'UNCONNECTED');
      },
    ));

  it('of a UNIX socket may have lost its file, and be that of two sockets', () =>
    withFiles({}, folder =>
      withPython(
        `name = ${JSON.stringify(`${folder}/name`)}
s = socket.socket(socket.AF_UNIX); s.bind(name); s.listen(); os.unlink(name)
t = socket.socket(socket.AF_UNIX); t.bind(name); t.listen()
print("stands", flush=True)`,
        async () => {
          const {descriptions, remarks} = await holdersOf(`unix:${folder}/name`);
          assert.equal(descriptions.length, 2);
          assert.ok(descriptions.every(({release}) => release?.includes(' stays: ')));
          assert.ok(remarks.some(remark => remark.includes('clients reach only the one')));
        },
      ),
    ));

  it('of a UNIX socket whose file is gone is out of reach for new clients', () =>
    withFiles({}, folder =>
      withPython(
        `name = ${JSON.stringify(`${folder}/name`)}
s = socket.socket(socket.AF_UNIX); s.bind(name); s.listen(); os.unlink(name); print("stands", flush=True)`,
        async () => {
          const {descriptions} = await holdersOf(`unix:${folder}/name`);
          assert.ok(descriptions[0]?.release?.includes('is already gone'), `${descriptions[0]?.release}`);
        },
      ),
    ));
});

/** A file that every user may read, and that no other test does. */
const UNUSED = '/usr/include/stdio.h';

describe('as another user', {skip: !IS_ROOT && 'needs root'}, () => {
  it('a file without a visible holder is not known to be free', () =>
    runProcdocAsNobody('holders', UNUSED).then(({status, stdout}) => {
      assert.equal(status, 3);
      assert.ok(stdout.startsWith(`No visible process holds ${UNUSED}.`), stdout);
    }));

  it('a port without a socket is known to be free, since every user can read the tables', async () => {
    const {status} = await runProcdocAsNobody('holders', 'udp:1');
    assert.equal(status, 1);
  });
});
