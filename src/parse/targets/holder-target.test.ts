import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {mistakenPath, parseHolderTarget} from './holder-target.ts';

const port = (protocol: 'tcp' | 'udp' | 'udplite' | null, address: string | null, number: number) => ({
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
    ['udplite:53', port('udplite', null, 53)],
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
    ['pipe:4242', {kind: 'link', link: 'pipe:[4242]'}],
    ['unix:///run/x.sock', {kind: 'unix', name: '/run/x.sock'}],
    ['8080', {kind: 'number', number: 8080}],
    ['tcp/x', {kind: 'path', path: 'tcp/x'}],
    ['10/tcp/11', {kind: 'path', path: '10/tcp/11'}],
    ['web:80', {kind: 'path', path: 'web:80'}],
    ['file:///etc/passwd', {kind: 'path', path: 'file:///etc/passwd'}],
  ] as const) {
    it(`${text} is a ${target.kind}`, () => assert.deepEqual(parseHolderTarget(text), target));
  }

  for (const [text, problem] of [
    ['', {kind: 'empty'}],
    ['tcp:', {kind: 'no-port'}],
    [':0', {kind: 'no-port'}],
    [':65536', {kind: 'no-port'}],
    ['tcp:http', {kind: 'no-service', service: 'http'}],
    ['tcp:web:80', {kind: 'no-address', host: 'web'}],
    ['http://example.com/', {kind: 'no-address', host: 'example.com'}],
    ['127.0.0.1:0', {kind: 'no-port'}],
    ['tcp:::1:80', {kind: 'no-address', host: '::1'}],
    ['unix:x.sock', {kind: 'no-unix-name'}],
    ['unix:@', {kind: 'no-unix-name'}],
  ] as const) {
    it(`is not "${text}": ${problem.kind}`, () => assert.deepEqual(parseHolderTarget(text), {problem}));
  }

  for (const [text, mistake] of [
    ['pipe:x', {kind: 'pipe'}],
    ['socket:[x]', {kind: 'socket'}],
    ['1737:x', {kind: 'descriptor'}],
    ['web:18081', {kind: 'host', host: 'web', port: '18081'}],
    ['@bus', {kind: 'abstract-socket'}],
    ['/run/lock', undefined],
    ['./pipe:x', undefined],
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
