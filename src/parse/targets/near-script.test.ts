import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseNearScript} from './near-script.ts';

test('a script is near whose file or module is a slip away, or has the name in it', () => {
  const file = (script: string) => ({script, path: null, module: null});
  const module = (name: string) => ({script: null, path: null, module: name});
  for (const [name, script, isNear] of [
    ['worke7.py', file('/srv/worker7.py'), true],
    ['Worker', file('worker7.py'), true],
    ['/opt/worker7.py', file('/srv/worker7.py'), true],
    ['worker', module('jobs.worker'), true],
    ['daemon.py', file('/srv/worker7.py'), false],
    ['/', file('/srv/worker7.py'), false],
  ] as const)
    assert.equal(parseNearScript(name)(script), isNear, name);
});
