/** Holds `procdoc exporter` to what the kernel shows, and to what Prometheus takes. */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, before, describe, it} from 'node:test';
import {PROCDOC} from '../../support/live/accompanied.ts';
import {comes, type Exporting, type Sample, samplesOf, withExporter} from '../../support/live/exporting.ts';
import {freePorts} from '../../support/live/free-ports.ts';
import {withRunning} from '../../support/live/running.ts';
import {withServer} from '../../support/live/server.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {IS_ROOT, run, runProcdoc, runProcdocAsNobody} from '../../support/procdoc.ts';
import {type Subject, startSubject} from '../../support/subject.ts';

/** More zombies than other tests make of one parent: of the many groups on a busy machine, the largest are shown. */
const MANY = 60;

/**
 * Stops the first thread of a process, in which procdoc looks, and no other, until the end of its input: ptrace(2),
 * PTRACE_SEIZE and PTRACE_INTERRUPT, and waitpid(2) with __WALL.
 */
const HOLD = `
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
pid = int(sys.argv[1])
for request in 0x4206, 0x4207:
    if libc.ptrace(request, pid, None, None) < 0:
        raise OSError(ctypes.get_errno(), 'ptrace')
os.waitpid(pid, 0x40000000)
print('holds', flush=True)
sys.stdin.read()
`;

describe('procdoc exporter', () => {
  let subjects: Subject[];
  before(async () => {
    subjects = await Promise.all([
      startSubject('never-waits', `${MANY}`),
      startSubject('lock-heirs', 'flock'),
    ]);
  });
  after(() => Promise.all(subjects.map(subject => subject.stop())));

  it('serves zombies, leftovers and events to GET and HEAD, and ends with status 0 at once', () =>
    withExporter(['--rules-every', '1s'], async exporting => {
      const {pid, get, until, ended} = exporting;
      const before = await exporting.samples('procdoc_exits_total');
      await run([
        'sh',
        '-c',
        'for x in 1 2 3; do sh -c "exit 3"; sh -c "kill -USR2 \\$\\$"; done 2>/dev/null',
      ]);
      const isOurs = ({labels, value}: Sample) =>
        labels.parent === 'never-waits' && labels.verdict === 'zombies/parent-never-waits' && value >= MANY;
      const samples = await until('procdoc_parent_zombies', some => some.some(isOurs));
      const cgroups = readFileSync(`/proc/${subjects[0]?.number('parent')}/cgroup`, 'utf8');
      assert.ok(cgroups.includes(`:${samples.find(isOurs)?.labels.cgroup}\n`), cgroups);
      assert.ok(((await exporting.samples('procdoc_rules_interval_seconds'))[0]?.value ?? 0) >= 1);
      await until('procdoc_leftover_locks', ([one]) => (one?.value ?? 0) >= 1);
      await assertServed(get);
      if (signalActionErrno() === undefined) await assertCounted(exporting, before);
      process.kill(pid, 'SIGTERM');
      assert.deepEqual(await ended, [0, null]);
    }));

  it('listens at the loopback address of IPv6, too, and at no other address than it was told', async () => {
    const sockets = (port: string) => execFileSync('ss', ['-Hltn', `sport = :${port}`], {encoding: 'utf8'});
    await withExporter(['--events', 'none', '--listen', '[::1]:0'], async ({url, get}) => {
      const [, port = ''] = /^http:\/\/\[::1\]:(\d+)$/.exec(url) ?? [];
      assert.equal((await get('/')).status, 200);
      assert.match(sockets(port), new RegExp(`^LISTEN +\\d+ +\\d+ +\\[::1\\]:${port} [^\n]*\n$`));
    });
  });

  it('names who has the port, with status 3', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const {port} = server.address() as AddressInfo;
    try {
      const words = ['--events', 'none', '--listen', `127.0.0.1:${port}`];
      const {status, stdout, stderr} = await runProcdoc('exporter', ...words);
      assert.deepEqual([status, stdout], [3, '']);
      assert.match(stderr, new RegExp(`^procdoc exporter: [^\n]*\\(${process.pid}\\)[^\n]*\n$`));
    } finally {
      server.close();
    }
  });

  it('serves at each socket that it was passed, closed for its children, from the first scrape on', async () => {
    const [port = 0] = await freePorts(1);
    const addresses = [`127.0.0.1:${port}`, `[::1]:${port}`];
    const activated = ['systemd-socket-activate', ...addresses.flatMap(address => ['--listen', address])];
    await withServer([...activated, ...PROCDOC, 'exporter', '--events', 'none'], async () => {
      for (const address of addresses) {
        const {status} = await comes(
          () => fetch(`http://${address}/`).catch(() => undefined),
          () => `an answer from ${address}`,
        );
        assert.equal(status, 200);
      }
      const {stdout} = await run(['ss', '-Hltnp', `sport = :${port}`]);
      const owners = [...stdout.matchAll(/pid=(\d+),fd=(\d+)/g)].map(([, pid, fd]) => [pid, fd] as const);
      assert.deepEqual(owners.map(([, fd]) => fd).sort(), ['3', '4'], stdout);
      for (const [pid, fd] of owners)
        assert.match(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'latin1'), /^flags:\t02\d{6}$/m);
    });
  });

  it('refuses --listen next to a socket that it was passed, and a descriptor that is no such socket', async () => {
    const passed = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@" 3</dev/null';
    const exporter = ['sh', '-c', passed, 'sh', ...PROCDOC, 'exporter', '--events', 'none'];
    for (const [words, expected, named] of [
      [['--listen', '127.0.0.1:0'], 2, '--listen'],
      [[], 3, 'descriptor 3'],
    ] as const) {
      const {status, stdout, stderr} = await run([...exporter, ...words]);
      assert.deepEqual([status, stdout], [expected, ''], stderr);
      assert.match(stderr, new RegExp(`^procdoc exporter: [^\n]*${named}[^\n]*\n$`));
    }
  });

  it(
    'answers while it can’t look: what it saw before, or that there is nothing yet',
    {
      skip: !IS_ROOT && 'needs root',
    },
    () =>
      withExporter(['--events', 'none'], async ({pid, url, get}) => {
        const scrape = async () => {
          const headers = {'X-Prometheus-Scrape-Timeout-Seconds': '1'};
          const answer = await fetch(`${url}/metrics`, {headers});
          const [looked] = samplesOf(await answer.text(), 'procdoc_look_timestamp_seconds');
          return {status: answer.status, lookedAt: looked?.value};
        };
        const held = (use: () => Promise<void>) => withRunning(['python3', '-c', HOLD, `${pid}`], {}, use);
        await held(async () => {
          assert.deepEqual(await scrape(), {status: 503, lookedAt: undefined});
          assert.equal((await get('/')).status, 200);
        });
        const newer = (than: number) =>
          comes(
            async () => {
              const {lookedAt = 0} = await scrape();
              return lookedAt > than ? lookedAt : undefined;
            },
            () => 'a new look',
          );
        let last = await newer(0);
        await held(async () => {
          // What was on its way before is there after this.
          await scrape();
          const [one, other] = [await scrape(), await scrape()];
          assert.deepEqual([one.status, other.status, other.lookedAt], [200, 200, one.lookedAt]);
          last = one.lookedAt ?? 0;
        });
        await newer(last);
      }),
  );

  it('without privileges has no sample for what it can’t know', {
    skip: !IS_ROOT && 'needs root',
  }, async () => {
    const {status, stdout, stderr} = await runProcdocAsNobody('exporter', '--once');
    assert.equal(status, 0, stderr);
    const samples = (metric: string) => samplesOf(stdout, metric);
    assert.equal(samples('procdoc_complete')[0]?.value, 0);
    assert.deepEqual(samples('procdoc_oom_kills_total'), []);
    assert.deepEqual(samples('procdoc_reap_latency_seconds_count'), []);
    for (const metric of ['procdoc_leftover_locks', 'procdoc_leftover_listeners', 'procdoc_deadlocks'])
      assert.ok(
        samples(metric).every(({value}) => value > 0),
        metric,
      );
  });
});

async function assertServed(get: Exporting['get']): Promise<void> {
  const page = await get('/');
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
  assert.match(await page.text(), /href="\/metrics"/);
  const text = await comes(
    async () => {
      const both = await Promise.all([get('/metrics'), get('/metrics?x=1')]);
      for (const {headers} of both)
        assert.match(headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
      const [one, other] = await Promise.all(both.map(answer => answer.text()));
      return one === other ? one : undefined;
    },
    () => 'one look that serves all who ask within a second',
  );
  const {status, stderr} = await run(['promtool', 'check', 'metrics'], {input: text});
  assert.deepEqual([status, stderr], [0, '']);
  assert.doesNotMatch(text, /pid="/);
  const head = await get('/metrics', 'HEAD');
  assert.deepEqual([head.status, await head.text()], [200, '']);
  assert.equal((await get('/metrics/')).status, 404);
  const posted = await get('/metrics', 'POST');
  assert.deepEqual([posted.status, posted.headers.get('allow')], [405, 'GET, HEAD']);
}

/** Three exits with status 3, and three by SIGUSR2. */
async function assertCounted({samples, until}: Exporting, before: readonly Sample[]): Promise<void> {
  const [source] = await samples('procdoc_event_source_info');
  assert.deepEqual(source?.labels, {source: 'bpf'});
  const more = (now: readonly Sample[], signal: string, outcome: string) => {
    const of = (some: readonly Sample[]) =>
      some.find(({labels}) => labels.signal === signal && labels.outcome === outcome)?.value ?? 0;
    return of(now) - of(before);
  };
  await until(
    'procdoc_exits_total',
    now => more(now, 'SIGUSR2', 'killed') >= 3 && more(now, '', 'failure') >= 3,
  );
  for (const metric of ['procdoc_forks_total', 'procdoc_reap_latency_seconds_count'])
    assert.ok(((await samples(metric))[0]?.value ?? 0) >= 6, metric);
}
