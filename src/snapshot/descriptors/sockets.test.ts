import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import type {SocketTables} from './sockets.ts';
import {socketsOf} from './sockets.ts';

const recorded = scene('prefork-server');
const pids = [recorded.number('parent'), ...recorded.numbers('workers')];

/** The tables by way of each of these processes, one after the other. */
function tablesOf(seen: Scene): SocketTables[] {
  const snapshot = seen.snapshot();
  return pids.flatMap(pid => snapshot.find(pid) ?? []).map(process => socketsOf(snapshot, process));
}

test('all processes of a network namespace have one answer', () => {
  const tables = tablesOf(recorded);
  assert.ok(tables[0]?.byInode.size);
  assert.equal(new Set(tables).size, 1);
});

test('processes of different network namespaces have an answer each', () => {
  const apart = recorded.withLinks(`${pids[0]}/ns/net`, () => 'net:[1]');
  assert.equal(new Set(tablesOf(apart)).size, 2);
});

test('a process that has just exited does not answer for its network namespace', () => {
  const [ofEnded, ...others] = tablesOf(recorded.withErrno(new RegExp(`^${pids[0]}/net/`), 'ESRCH'));
  assert.equal(ofEnded?.byInode.size, 0);
  assert.ok(others[0]?.byInode.size);
  assert.equal(new Set(others).size, 1);
});
