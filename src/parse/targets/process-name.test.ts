import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {noServices} from './port-address.ts';
import {parseProcessName} from './process-name.ts';

describe('a process', () => {
  for (const [text, name] of [
    ['4711', {kind: 'pid', pid: 4711}],
    ['4711:81234', {kind: 'key', pid: 4711, mark: 81_234n}],
    ['4711:18446744073709551615', {kind: 'key', pid: 4711, mark: 18_446_744_073_709_551_615n}],
    [':8080', {kind: 'port', port: {protocol: null, address: null, port: 8080}}],
    ['10 in web', {kind: 'inner', pid: 10, container: 'web'}],
    ['10 inside', {kind: 'inner', pid: 10, container: null}],
    ['worker.py', {kind: 'name', name: 'worker.py'}],
    ['nginx.service', {kind: 'name', name: 'nginx.service'}],
    ['/system.slice/x.service', {kind: 'name', name: '/system.slice/x.service'}],
    ['7z', {kind: 'name', name: '7z'}],
    ['nginx: master process', {kind: 'name', name: 'nginx: master process'}],
  ] as const)
    it(`is asked for as ${text}`, () => assert.deepEqual(parseProcessName(text, noServices), name));

  for (const [text, problem] of [
    ['', {kind: 'empty'}],
    ['0', {kind: 'no-pid'}],
    ['4194305', {kind: 'no-pid'}],
    ['0:1', {kind: 'no-pid'}],
    [':0', {kind: 'no-port'}],
  ] as const)
    it(`isn't asked for as "${text}": ${problem.kind}`, () =>
      assert.deepEqual(parseProcessName(text, noServices), {problem}));
});
