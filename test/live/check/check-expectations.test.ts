import assert from 'node:assert/strict';
import {utimesSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {checkAnswer} from '../../../src/render/contract/check.ts';
import {outcomeOf} from '../../support/live/check-answers.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {untilChangesCount} from '../../support/live/script-answers.ts';
import {python} from '../../support/live/script-situations.ts';
import {stands} from '../../support/live/stands.ts';
import {IS_ROOT, runProcdocAsNobody} from '../../support/procdoc.ts';

/** Asks one expectation of a scope, without waiting for zombies to settle. */
async function expects(scope: number, kind: string, value: string) {
  return outcomeOf(scope, `expect/${kind}`, '--settle', '0s', `--expect-${kind}`, value);
}

/** Holds an expectation to a status, and to an exit status that fits. */
async function expectationIs(
  status: 'ok' | 'critical' | 'unknown',
  scope: number,
  kind: string,
  value: string,
): Promise<string> {
  const outcome = await expects(scope, kind, value);
  assert.equal(outcome.status, status, outcome.said);
  assert.equal(outcome.exitStatus, {ok: 0, critical: 1, unknown: 3}[status], outcome.said);
  return outcome.said;
}

describe('an expectation of the command line', {concurrency: 3}, () => {
  it('that a script runs once and is fresh holds until it changes, and fails for another number', () =>
    withFiles({'live_daemon.py': python}, folder => {
      const script = path.join(folder, 'live_daemon.py');
      return withRunning(['python3', script], {}, async ({pid}) => {
        await expectationIs('ok', pid, 'script', 'live_daemon.py=1:1,fresh');
        await expectationIs('ok', pid, 'script', script);
        await expectationIs('critical', pid, 'script', 'live_daemon.py=2:');
        await expectationIs('critical', pid, 'script', 'live_daemon.py=0');
        await expectationIs('critical', pid, 'script', 'other.py');
        await untilChangesCount(pid);
        utimesSync(script, new Date(), new Date(Date.now() + 60_000));
        assert.match(await expectationIs('critical', pid, 'script', 'live_daemon.py,fresh'), /is stale: /);
      });
    }));

  it('that a lock is held by one program only fails for another holder, and for none', () =>
    stands('heirs.c', ['flock'], async subject => {
      const file = subject.text('path');
      await expectationIs('ok', subject.pid, 'lock', `${file}=heirs`);
      await expectationIs('ok', subject.pid, 'lock', `${file}=h*`);
      const said = await expectationIs('critical', subject.pid, 'lock', `${file}=flock`);
      assert.match(said, new RegExp(`is held by heirs \\(${subject.number('child')}\\)`));
      assert.match(said, /isn't held by flock/);
      await expectationIs('critical', subject.pid, 'lock', `${file}=`);
      await expectationIs('ok', subject.pid, 'lock', `${file}.none=`);
      await expectationIs('critical', subject.pid, 'lock', `${file}.none=heirs`);
    }));

  it('that a port is held by exactly these programs', () =>
    stands('prefork-server.c', [], async subject => {
      const port = subject.number('port');
      await expectationIs('ok', subject.pid, 'port', `:${port}=prefork-server`);
      await expectationIs('ok', subject.pid, 'port', `tcp:127.0.0.1:${port}=prefork-server`);
      const said = await expectationIs('critical', subject.pid, 'port', `:${port}=nginx`);
      assert.match(said, new RegExp(`is held by prefork-server \\(${subject.pid}\\)`));
      await expectationIs('critical', subject.pid, 'port', `:${port}=`);
      await expectationIs('critical', subject.pid, 'port', `:${port}=prefork-server,nginx`);
      await expectationIs('ok', subject.pid, 'port', `udp:${port}=`);
    }));

  it('of SIGCHLD distinguishes an ignored one from the default, by name and by pid', () =>
    stands('prefork-server.c', [], async quiet => {
      await expectationIs('ok', quiet.pid, 'sigchld', 'prefork-server');
      await expectationIs('ok', quiet.pid, 'sigchld', `${quiet.pid}=default`);
      await expectationIs('critical', quiet.pid, 'sigchld', 'prefork-server=ignored');
      await expectationIs('critical', quiet.pid, 'sigchld', 'no-such-program');
      await stands('auto-reap.c', ['ignored'], async subject => {
        const {status, said} = await expects(subject.pid, 'sigchld', `${subject.number('parent')}`);
        assert.deepEqual([status, /has SIGCHLD ignored/.test(said)], ['critical', true]);
        assert.equal((await expects(subject.pid, 'sigchld', 'auto-reap=ignored')).status, 'ok');
      });
    }));

  it('of the holder of a port is unknown to another user', {skip: !IS_ROOT && 'needs root'}, () =>
    stands('prefork-server.c', [], async ({pid, number}) => {
      const expected = `:${number('port')}=prefork-server`;
      const {status, stdout} = await runProcdocAsNobody(
        'check',
        '--scope',
        `${pid}`,
        '--rule',
        'zombies',
        '--expect-port',
        expected,
        '--json',
      );
      const {checks} = checkAnswer.parse(JSON.parse(stdout));
      const check = checks.find(({id}) => id === 'expect/port');
      assert.deepEqual([status, check?.status], [3, 'unknown'], stdout);
      assert.match(
        check?.unseen.join(' ') ?? '',
        /isn't held by prefork-server, as far as can be seen\. Another process may hold/,
      );
    }),
  );
});
