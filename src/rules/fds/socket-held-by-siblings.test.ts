import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {descriptorFindings} from '../../../test/support/recorded/verdicts.ts';
import {socketHeldBySiblings} from './socket-held-by-siblings.ts';

const tcp = scene('sibling-connections');
const unix = scene('sibling-unix-connections');
const [first = 0, second = 0, third = 0] = tcp.numbers('workers');

test('a client whose connection later workers inherited never sees EOF', async () => {
  const [finding, ...others] = await findings(tcp);
  assert.deepEqual(others, []);
  assert.equal(finding?.certainty, 'likely');
  assert.match(finding.why, new RegExp(`^The connection 127\\.0\\.0\\.1:${tcp.number('port')} to `));
  for (const worker of [first, second, third]) assert.match(finding.why, new RegExp(`\\(${worker}\\)`));
  assert.deepEqual(
    finding.evidence.map(({file}) => file.replace(/\/fd\/\d+$/, '')),
    [`/proc/${first}`, `/proc/${second}`],
  );
  for (const {value} of finding.evidence) assert.match(value, /^socket:\[\d+\]$/);
  assert.ok('pid' in finding.subject && finding.subject.pid === tcp.number('parent'));
});

test('a UNIX connection that was accepted is as much of a fault', async () => {
  const [finding] = await findings(unix);
  assert.match(finding?.why ?? '', /^The connection @procdoc-\d+ /);
  assert.equal(finding?.evidence.length, 2);
});

test('a connection that one worker has, and the parent too, was passed on', async () => {
  assert.deepEqual(await findings(tcp.without(second).without(third)), []);
});

test('a connection that was made, not accepted, may be meant for all', async () => {
  // The state in /proc/net/tcp: 0A listens, 07 is closed; without a listener nothing was accepted.
  assert.deepEqual(await findings(tcp.with(/\/net\/tcp$/, text => text.replace(' 0A ', ' 07 '))), []);
});

test('a socket pair between server and workers has no name, and is theirs to share', async () => {
  const pairs = unix.with(/\/net\/unix$/, text => text.replaceAll(/ @procdoc-\d+/g, ''));
  assert.deepEqual(await findings(pairs), []);
});

test('workers that share one descriptor table with their parent are one holder', async () => {
  const common = [first, second, third].reduce(
    (twin, worker) => twin.withCommonTable(tcp.number('parent'), worker),
    tcp,
  );
  assert.deepEqual(await findings(common), []);
});

test("where the tables of sockets can't be read, nothing is said", async () => {
  assert.deepEqual(await findings(tcp.withErrno(/\/net\/tcp$/, 'EACCES')), []);
});

function findings(twin: Scene) {
  return descriptorFindings(twin, socketHeldBySiblings);
}
