import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parsePortAddress} from './port-address.ts';
import {parseServices} from './services.ts';

const findPort = parseServices(
  Buffer.from(
    '# the well-known\nssh\t\t22/tcp\nhttp\t\t80/tcp\twww web-server  # the web\ndomain 53/udp\nx\n',
  ),
);

const any = {protocol: null, address: null};

describe('a port', () => {
  for (const [text, port] of [
    [':8080', {...any, port: 8080}],
    ['*:8080', {...any, port: 8080}],
    ['127.0.0.1:8080', {...any, address: '127.0.0.1', port: 8080}],
    ['localhost:8080', {...any, address: 'localhost', port: 8080}],
    ['[::1]:8080', {...any, address: '[::1]', port: 8080}],
    ['8080/tcp', {...any, protocol: 'tcp', port: 8080}],
    ['tcp/8080', {...any, protocol: 'tcp', port: 8080}],
    ['udp/domain', {...any, protocol: 'udp', port: 53}],
    [':ssh', {...any, port: 22}],
    ['localhost:web-server', {...any, address: 'localhost', port: 80}],
    ['udp:127.0.0.1:53', {protocol: 'udp', address: '127.0.0.1', port: 53}],
    ['http://localhost:8080/a/b?c=d', {...any, address: 'localhost', port: 8080}],
    ['https://127.0.0.1', {...any, address: '127.0.0.1', port: 443}],
    ['http://[::1]/', {...any, address: '[::1]', port: 80}],
    ['ssh://localhost', {...any, address: 'localhost', port: 22}],
    ['postgres://me:secret@127.0.0.1:5432/db', {...any, address: '127.0.0.1', port: 5432}],
  ] as const)
    it(`may be written ${text}`, () => assert.deepEqual(parsePortAddress(text, findPort), port));

  for (const [text, problem] of [
    [':nosuch', {kind: 'no-service', service: 'nosuch'}],
    ['udp:ssh', {kind: 'no-service', service: 'ssh'}],
    [':', {kind: 'no-port'}],
    ['localhost:65536', {kind: 'no-port'}],
    ['gopher://localhost', {kind: 'no-service', service: 'gopher'}],
  ] as const)
    it(`can't be ${text}: ${problem.kind}`, () =>
      assert.deepEqual(parsePortAddress(text, findPort), {problem}));

  for (const text of ['8080', 'worker.py', '/srv/x', 'a/tcp/b', 'nosuch/tcp', '1.2.3:80', 'C:80', '[x]:80'])
    it(`isn't ${text}`, () => assert.equal(parsePortAddress(text, findPort), undefined));
});
