import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {descriptorFindings, judgedDescriptors, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {listenerHeldByHeir} from './listener-held-by-heir.ts';

const gone = scene('client-gone');
const daemon = gone.number('daemon');
const listenFd = gone.number('listenFd');

test('a listener whose opener has exited keeps the port in use', async () => {
  const judged = await judgedDescriptors(gone, daemon);
  const listener = judged.find(({one}) => one.fd === listenFd);
  const verdict = verdictOf(listenerHeldByHeir, listener?.verdicts ?? []);
  assert.equal(verdict?.certainty, 'likely');
  assert.deepEqual(
    verdict.evidence.map(({file, field}) => [file, field]),
    [
      [`/proc/${daemon}/fd/${listenFd}`, null],
      [`/proc/${daemon}/net/tcp`, 'st'],
      [`/proc/${daemon}/fdinfo/${listenFd}`, 'flags'],
    ],
  );
  assert.match(verdict.why, new RegExp(`127\\.0\\.0\\.1:${gone.number('port')}\\b`));
  assert.deepEqual(listener?.origin?.from.shownBy.kind, 'runtime-closes-on-exec');
});

test('the workers of a prefork server share its listener by design', async () => {
  const server = scene('prefork-server');
  for (const pid of [server.number('parent'), ...server.numbers('workers')]) {
    const judged = await judgedDescriptors(server, pid);
    assert.ok(judged.find(({one}) => one.fd === server.number('fd'))?.one.isShared);
    assert.deepEqual(
      judged.flatMap(({verdicts}) => verdicts),
      [],
    );
  }
});

test('a diagnosis finds the child that inherited a listener, and nothing wrong with a prefork server', async () => {
  const [finding, ...others] = await descriptorFindings(gone, listenerHeldByHeir);
  assert.deepEqual(others, []);
  assert.ok(finding && 'pid' in finding.subject && finding.subject.pid === daemon);
  assert.equal(finding.severity, 'error');
  assert.deepEqual(await descriptorFindings(scene('prefork-server'), listenerHeldByHeir), []);
});

test('a socket that does not listen keeps no port in use', async () => {
  // The state in /proc/net/tcp: 0A listens, 01 is established.
  const connected = gone.with(`${daemon}/net/tcp`, text => text.replace(' 0A ', ' 01 '));
  const judged = await judgedDescriptors(connected, daemon);
  const listener = judged.find(({one}) => one.fd === listenFd);
  assert.equal(verdictOf(listenerHeldByHeir, listener?.verdicts ?? []), undefined);
});

test("a listener is the server's own where nothing shows that it came from elsewhere", async () => {
  const server = scene('prefork-server');
  const [worker = 0, ...others] = server.numbers('workers');
  const alone = [server.number('parent'), ...others].reduce((twin, pid) => twin.without(pid), server);
  const judged = await judgedDescriptors(alone, worker);
  assert.deepEqual(
    judged.flatMap(({verdicts}) => verdicts),
    [],
  );
});
