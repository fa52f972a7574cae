import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parseHolderTarget, targetProblem} from './holder-target.ts';

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
    ['', /TARGET is empty/],
    ['tcp:', /has no port/],
    [':0', /from 1 to 65535/],
    [':65536', /from 1 to 65535/],
    ['tcp:http', /has no port/],
    ['tcp:localhost:80', /"localhost" is no address/],
    ['tcp:::1:80', /is no address: give it in numbers/],
    ['unix:x.sock', /write unix:\/PATH/],
    ['unix:@', /write unix:\/PATH/],
  ] as const) {
    it(`"${text}" is none: ${problem.source}`, () => {
      const parsed = parseHolderTarget(text);
      assert.match('problem' in parsed ? parsed.problem : 'a target', problem);
    });
  }

  for (const [text, problem] of [
    ['pipe:12', '"pipe:12" is no pipe: write pipe:[12], as /proc/PID/fd shows it'],
    ['socket:[x]', '"socket:[x]" is no socket: write socket:[INODE], as /proc/PID/fd shows it'],
    ['1737:x', '"1737:x" is no descriptor: write PID:FD, two numbers'],
    [
      'localhost:18081',
      '"localhost" is no address: write :18081, or tcp:ADDRESS:18081 with the address in numbers',
    ],
    [
      '127.0.0.1:18081',
      '"127.0.0.1:18081" is no target: for the port at that address write tcp:127.0.0.1:18081',
    ],
    ['[::1]:80', '"[::1]:80" is no target: for the port at that address write tcp:[::1]:80'],
    ['/run/lock', undefined],
    ['./pipe:12', undefined],
    ['C:backup', undefined],
  ] as const) {
    it(`"${text}", if there is no such file, ${problem === undefined ? 'looks like a path' : 'is a slip'}`, () =>
      assert.equal(targetProblem(text), problem));
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
