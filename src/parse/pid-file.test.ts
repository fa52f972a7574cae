import assert from 'node:assert/strict';
import {describe, it, test} from 'node:test';
import fc from 'fast-check';
import {parsePidFile, pidFilesIn} from './pid-file.ts';

describe('a pid file', () => {
  for (const [text, pid] of [
    ['4711\n', 4711],
    ['4711', 4711],
    ['  4711 \r\n', 4711],
    // start-stop-daemon, and locks of UUCP, right-align to ten characters.
    ['      4711\n', 4711],
    ['4711\n5432\n/var/lib/postgresql\n', 4711],
    ['4194304\n', 4_194_304],
    ['', undefined],
    ['\n4711\n', undefined],
    ['0\n', undefined],
    ['-1\n', undefined],
    ['4194305\n', undefined],
    ['4711 sshd\n', undefined],
    ['0x12\n', undefined],
    ['4711\0', undefined],
    [`4711\n${'x'.repeat(300)}`, undefined],
  ] as const) {
    it(`that holds ${JSON.stringify(text.slice(0, 30))} names ${pid ?? 'no process'}`, () => {
      assert.equal(parsePidFile(Buffer.from(text)), pid);
    });
  }

  it('may hold any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 300}), bytes => {
        const pid = parsePidFile(Buffer.from(bytes));
        return pid === undefined || (Number.isInteger(pid) && pid > 0 && pid <= 4_194_304);
      }),
    );
  });
});

test('the pid files in a command line are those that its words name', () => {
  for (const [line, files] of [
    ['redis --pidfile /run/redis', ['/run/redis']],
    ['sshd --pid-file=/run/sshd.pid', ['/run/sshd.pid']],
    ['mysqld --pid_file=mysqld.pid', ['mysqld.pid']],
    ['named -P /run/named.pid', ['/run/named.pid']],
    ['dhcpd -P/run/dhcpd.pid', ['/run/dhcpd.pid']],
    ['haproxy -p /run/h.pid -p /run/h.pid', ['/run/h.pid']],
    ['uwsgi pidfile=/run/u.x', ['/run/u.x']],
    ['nginx -g pid', []],
    ['/srv/x.pid', []],
    ['python3 --pidfile', []],
    ['python3 --pidfile --verbose', []],
    ['python3 .pid /run/.pid', []],
  ] as const) {
    assert.deepEqual(pidFilesIn(line.split(' ')), files, line);
  }
  assert.deepEqual(pidFilesIn(['sh', '-c', 'kill $(cat /run/x.pid)']), []);
  assert.deepEqual(pidFilesIn(['sh', '-c', 'cat /run/x.pid']), []);
  assert.deepEqual(pidFilesIn([]), []);
});
