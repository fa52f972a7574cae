import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import path from 'node:path';
import {describe, it} from 'node:test';
import {descriptorInspection} from '../../../src/rules/inspections/descriptors.ts';
import {inShort, inspected} from '../../support/live/findings.ts';
import {withFiles, withLeftBehind, withRunning} from '../../support/live/running.ts';
import {edgesFrom, wakeUpsOf, whyOf} from '../../support/live/why-answer.ts';
import {IS_ROOT, procdocJson} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

/** Listens in a network namespace of its own, and goes back. */
const LISTENS_APART = `import ctypes, os, signal, socket, sys
libc = ctypes.CDLL(None)
own = os.open("/proc/self/ns/net", os.O_RDONLY)
there = os.open(sys.argv[1], os.O_RDONLY)
assert libc.setns(there, 0) == 0
server = socket.socket(); server.bind(("127.0.0.1", 0)); server.listen()
port = server.getsockname()[1]
def connected():
    client = socket.create_connection(("127.0.0.1", port))
    return client, server.accept()[0]
`;
const GOES_BACK = 'assert libc.setns(own, 0) == 0; os.close(own); os.close(there)';

/** A network namespace that only a mount of its file keeps, as ip-netns(8) makes it, with its lo up. */
async function withNetwork(use: (file: string) => Promise<void>): Promise<void> {
  await withFiles({namespace: ''}, async folder => {
    const file = path.join(folder, 'namespace');
    const up =
      'import fcntl, socket; fcntl.ioctl(socket.socket(), 0x8914, b"lo".ljust(16, b"\\0") + b"\\1\\0" * 12)';
    execFileSync('unshare', [`--net=${file}`, 'python3', '-c', up]);
    try {
      await use(file);
    } finally {
      execFileSync('umount', [file]);
    }
  });
}

describe('a socket in a network namespace that a mount of its file keeps', {
  skip: !IS_ROOT && 'needs root',
}, () => {
  it('is what a process waits at, and leads to who has its other end', () =>
    withNetwork(async file => {
      const script = `${LISTENS_APART}
client, served = connected()
${GOES_BACK}
child = os.fork()
if child == 0:
    server.close(); served.close(); signal.signal(signal.SIGTERM, signal.SIG_DFL)
    client.recv(1)
    os._exit(0)
client.close()
print(child, port, flush=True)
sys.stdin.buffer.raw.read(1)
os.kill(child, 9); os.waitpid(child, 0)`;
      await withRunning(['python3', '-c', script, file], {}, async ({pid, numbers: [child = 0]}) => {
        const edges = await until('it waits', async () => {
          const found = edgesFrom(await whyOf(child), child);
          return found.length > 0 && found;
        });
        assert.deepEqual(
          edges.map(({kind, to, certainty}) => [kind, to, certainty]),
          [['connects-to', pid, 'proven']],
        );
        assert.ok(edges[0]?.facts.every(({file: seen}) => seen !== `/proc/${child}/net/tcp`));
      });
      const accepts = `${LISTENS_APART}${GOES_BACK}
import threading
threading.Thread(target=lambda: (sys.stdin.buffer.raw.read(1), os._exit(0))).start()
print(port, flush=True)
server.accept()`;
      await withRunning(['python3', '-c', accepts, file], {}, async ({pid, numbers: [port]}) => {
        await until('it waits for a connection', async () =>
          wakeUpsOf(await whyOf(pid), pid).some(
            one => one.kind === 'connection' && one.at === `127.0.0.1:${port}`,
          ),
        );
      });
    }));

  it('is a port that stays taken through what a server has left behind', () =>
    withNetwork(async file => {
      const script = `${LISTENS_APART}${GOES_BACK}
server.set_inheritable(True)
os.dup2(5, 0)
if os.fork() == 0: os.execvp("sh", ["sh", "-c", "echo $$ " + str(server.fileno()) + "; exec cat"])`;
      const left = `python3 -c '${script}' ${file}`;
      await withLeftBehind(left, {}, async ({numbers: [pid = 0, fd]}) => {
        const findings = await inspected(descriptorInspection, [pid]);
        assert.ok(findings.map(inShort).includes(`fds/listener-held-by-heir of ${pid}, likely`));
        const {json} = await procdocJson<{orphans: {pid: number; holds: {listeners: {fd: number}[]}}[]}>(
          'orphans',
        );
        const orphan = json.orphans.find(one => one.pid === pid);
        assert.deepEqual(
          orphan?.holds.listeners.map(one => one.fd),
          [fd],
        );
      });
    }));
});
