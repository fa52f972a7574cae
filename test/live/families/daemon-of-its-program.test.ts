/** A daemon that took its lock and its port before it forked itself keeps what is its own. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withFiles, withLeftBehind} from '../../support/live/running.ts';
import {procdocJson} from '../../support/procdoc.ts';

const program = `
import fcntl, os, select, socket, sys, time
lock = open(sys.argv[1], 'w')
fcntl.flock(lock, fcntl.LOCK_EX)
listener = socket.create_server(('127.0.0.1', 0))
starter = os.getpid()
for again in range(int(sys.argv[2])):
    if os.fork():
        os._exit(0)
    if again == 0:
        os.setsid()
    while os.getppid() == starter:
        time.sleep(0.01)
    starter = os.getpid()
lock.write(str(os.getpid()))
lock.flush()
told = os.dup(1)
null = os.open('/dev/null', os.O_RDWR)
for fd in (0, 1, 2):
    os.dup2(null, fd)
os.write(told, b'%d\\n' % os.getpid())
os.close(told)
select.select([os.pidfd_open(int(sys.argv[3]))], [], [])
`;

interface Findings {
  readonly findings: ReadonlyArray<{readonly rule: string; readonly severity: string}>;
}

/** The rules that accuse what is left when the program has forked so many times and exited. */
async function accusedOf(lock: string, forks: number): Promise<string[]> {
  let rules: string[] = [];
  await withFiles({'server.py': program}, folder =>
    withLeftBehind(
      // Over the socket of the test it might have received its lock; it waits for the bash around instead.
      `python3 ${folder}/server.py ${folder}/${lock} ${forks} $PPID 5<&-`,
      {},
      async ({numbers: [pid]}) => {
        const {json} = await procdocJson<Findings>('diagnose', `${pid}`, '--settle', '0s');
        rules = json.findings.filter(({severity}) => severity !== 'info').map(({rule}) => rule);
      },
    ),
  );
  return rules.sort();
}

test('a daemon that leads its session is accused of nothing', async () =>
  assert.deepEqual(await accusedOf('server.lock', 1), []));

test('a daemon that forked twice, with a pid file, is accused of nothing', async () =>
  assert.deepEqual(await accusedOf('server.pid', 2), []));

test('what forked twice and has no pid file may be a worker that is left of a server: it blocks lock and port', async () =>
  assert.deepEqual(await accusedOf('server.lock', 2), ['fds/listener-held-by-heir', 'locks/held-by-heir']));
