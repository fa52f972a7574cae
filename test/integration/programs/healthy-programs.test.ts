import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {chmodSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it, test} from 'node:test';
import {asNobody, POSTGRES, withDatabase} from '../../support/live/postgres.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {edgesFrom, wakeUpsOf, whyOf} from '../../support/live/why-answer.ts';
import {commOf, descendantNamed, descendantsOf, stateOf} from '../../support/proc-witness.ts';
import {IS_ROOT, run, runProcdoc} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

/** What the family of a process is accused of, on this machine and from a recording of it. */
async function accused(pid: number): Promise<string[]> {
  const rules: string[] = [];
  await withFiles({}, async folder => {
    const recording = path.join(folder, 'recording');
    await runProcdoc('record', `${pid}`, '--output', recording);
    for (const source of [[], ['--from', recording]]) {
      const {stdout} = await runProcdoc('diagnose', `${pid}`, '--severity', 'warning', '--json', ...source);
      rules.push(
        ...JSON.parse(stdout).findings.map(
          ({rule, what}: {rule: string; what: string}) => `${rule}: ${what}`,
        ),
      );
    }
  });
  return rules;
}

test('monit, whose program waits for its next cycle as a zombie, polls and is accused of nothing', () =>
  withFiles({monitrc: ''}, async folder => {
    const at = (name: string) => path.join(folder, name);
    const files = ['logfile', 'pidfile', 'statefile', 'idfile'].map(name => `set ${name} ${at(name)}`);
    const check = `check program truth with path "/bin/true"\n  if status != 0 then alert`;
    writeFileSync(at('monitrc'), `set daemon 3\n${files.join('\n')}\n${check}\n`);
    chmodSync(at('monitrc'), 0o600);
    const script = 'monit -I -c monitrc >/dev/null 2>&1 & echo $!; read -r; kill $!; wait';
    await withRunning(['bash', '-c', script], {cwd: folder}, async ({numbers: [monit = 0]}) => {
      const zombie = () => descendantsOf(monit).find(pid => stateOf(pid) === 'Z');
      const first = await until('a program has exited', zombie);
      await until('monit has waited for it, and started another', () => {
        const next = zombie();
        return next !== undefined && next !== first;
      });
      const {stdout} = await runProcdoc('zombies', '--parent', `${monit}`, '--settle', '0s', '--json');
      for (const {verdict} of JSON.parse(stdout).zombies)
        assert.deepEqual([verdict.rule, verdict.certainty], ['zombies/parent-polls', 'likely']);
      assert.deepEqual(await accused(monit), []);
    });
  }));

/** A server with a session that waits for the row that another has changed and not committed. */
const WAITING = `
${POSTGRES}/postgres -D data -c unix_socket_directories=$PWD -c listen_addresses= 2>log &
server=$!
psql="${POSTGRES}/psql -h $PWD -U postgres -q"
soon() { until "$@" || ((SECONDS > 30)); do sleep 0.05; done; }
soon $psql -c 'create table t(a int); insert into t values(1)' 2>errors
mkfifo input && exec 4<>input
$psql <input >&2 4>&- & idle=$!
echo 'begin; update t set a = 2;' >&4
isIdle() { $psql -Atc "select 1 from pg_stat_activity where state = 'idle in transaction'" | grep -q 1; }
soon isIdle
$psql -c 'update t set a = 3' 4>&- 2>errors & waiter=$!
isWaiting() { $psql -Atc "select pid from pg_stat_activity where wait_event_type = 'Lock'" >backend && [ -s backend ]; }
soon isWaiting
echo $server $waiter $(<backend)
read -r
kill $idle $waiter; kill -INT $server; wait`;

describe('PostgreSQL', {skip: !IS_ROOT && 'needs root'}, () => {
  it('is accused of nothing, and a session that waits for another leads to no stranger', () =>
    withDatabase(folder =>
      withRunning(
        [...asNobody, 'bash', '-c', WAITING],
        {cwd: folder},
        async ({numbers: [server = 0, waiter = 0, backend = 0]}) => {
          const answer = await whyOf(waiter);
          assert.deepEqual(
            edgesFrom(answer, waiter).map(({to}) => to),
            [backend],
          );
          // Its latch is a signal that any session may send: the pipe to the server only tells that that has died.
          assert.deepEqual(answer.roots, [backend]);
          assert.ok(wakeUpsOf(answer, backend).some(({kind}) => kind === 'signal'));
          assert.ok(answer.nodes.find(({pid}) => pid === backend)?.command.includes('UPDATE waiting'));
          assert.deepEqual(await accused(server), []);
        },
      ),
    ));
});

test('a JVM keeps a lock without a descriptor, and is accused of nothing', () =>
  withFiles(
    {
      'Idle.java':
        'public class Idle { public static void main(String[] a) throws Exception { System.in.read(); } }',
    },
    folder =>
      withRunning(['java', path.join(folder, 'Idle.java')], {lines: 0}, async ({pid}) => {
        await until('it waits for its input', async () => {
          const {stdout} = await run(['jcmd', `${pid}`, 'Thread.print']);
          return stdout.includes('Idle.main');
        });
        assert.deepEqual(await accused(pid), []);
      }),
  ));

test('a window of tmux waits for what is typed, and the server for none of its windows alone', () =>
  withFiles({}, async folder => {
    const tmux = (...args: string[]) =>
      execFileSync('tmux', ['-S', path.join(folder, 'socket'), '-f', '/dev/null', ...args], {
        encoding: 'utf8',
      });
    tmux('new-session', '-d', 'cat');
    try {
      const server = Number(tmux('display-message', '-p', '#{pid}'));
      const cat = await until('its window runs', () => descendantNamed(server, 'cat'));
      assert.match(commOf(server), /^tmux/);
      const answer = await whyOf(cat);
      assert.deepEqual(answer.roots, [cat]);
      assert.ok(edgesFrom(answer, cat).some(({kind}) => kind === 'waits-for-input'));
      assert.deepEqual((await whyOf(server)).roots, [server]);
      assert.deepEqual(await accused(server), []);
    } finally {
      tmux('kill-server');
    }
  }));
