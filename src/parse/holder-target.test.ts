import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {mistakenPath, parseHolderTarget} from './holder-target.ts';

const port = (protocol: 'tcp' | 'udp' | null, address: string | null, number: number) => ({
  kind: 'port',
  protocol,
  address,
  port: number,
});

describe('a target of holders', () => {
  for (const [text, target] of [
    [':8080', port(null, null, 8080)],
    ['tcp:8080', port('tcp', null, 8080)],
    ['udp:53', port('udp', null, 53)],
    ['tcp:127.0.0.1:80', port('tcp', '127.0.0.1', 80)],
    ['tcp:[::1]:80', port('tcp', '[::1]', 80)],
    [':[0:0:0:0:0:0:0:1]:80', port(null, '[::1]', 80)],
    ['unix:/run/x.sock', {kind: 'unix', name: '/run/x.sock'}],
    ['unix:@abstract', {kind: 'unix', name: '@abstract'}],
    ['pipe:[4242]', {kind: 'link', link: 'pipe:[4242]'}],
    ['socket:[4242]', {kind: 'link', link: 'socket:[4242]'}],
    ['4711:3', {kind: 'descriptor', pid: 4711, fd: 3}],
    ['/run/lock', {kind: 'path', path: '/run/lock'}],
    ['./4711:3', {kind: 'path', path: './4711:3'}],
    ['pipe:[x]', {kind: 'path', path: 'pipe:[x]'}],
  ] as const) {
    it(`${text} is a ${target.kind}`, () => assert.deepEqual(parseHolderTarget(text), target));
  }

  for (const [text, problem] of [
    ['', {kind: 'empty'}],
    ['tcp:', {kind: 'no-port'}],
    [':0', {kind: 'no-port'}],
    [':65536', {kind: 'no-port'}],
    ['tcp:http', {kind: 'no-port'}],
    ['tcp:localhost:80', {kind: 'no-address', host: 'localhost'}],
    ['tcp:::1:80', {kind: 'no-address', host: '::1'}],
    ['unix:x.sock', {kind: 'no-unix-name'}],
    ['unix:@', {kind: 'no-unix-name'}],
  ] as const) {
    it(`is not "${text}": ${problem.kind}`, () => assert.deepEqual(parseHolderTarget(text), {problem}));
  }

  for (const [text, mistake] of [
    ['pipe:12', {kind: 'pipe', inode: '12'}],
    ['socket:[x]', {kind: 'socket', inode: null}],
    ['1737:x', {kind: 'descriptor'}],
    ['localhost:18081', {kind: 'host', host: 'localhost', port: '18081'}],
    ['127.0.0.1:18081', {kind: 'address'}],
    ['[::1]:80', {kind: 'address'}],
    ['18080', {kind: 'port-number'}],
    ['@bus', {kind: 'abstract-socket'}],
    ['/run/lock', undefined],
    ['./pipe:12', undefined],
    ['C:backup', undefined],
  ] as const) {
    it(`"${text}", if there is no such file, looks like ${mistake?.kind ?? 'a path'}`, () =>
      assert.deepEqual(mistakenPath(text), mistake));
  }

  it('is a target or a problem, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const parsed = parseHolderTarget(text);
        assert.ok('problem' in parsed || parsed.kind !== undefined);
      }),
    );
  });
});
