import assert from 'node:assert/strict';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {connect, type Socket} from 'node:net';
import {describe, it} from 'node:test';
import {sigchldInspection} from '../../../src/rules/inspections/sigchld.ts';
import {inspected} from '../../support/live/findings.ts';
import {freePorts} from '../../support/live/free-ports.ts';
import {withRunning} from '../../support/live/running.ts';
import {descendantsOf, hasSigchld} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

/** Serves until its standard input ends: it forks for each connection, and lets the kernel reap. */
const HTTPD = '/bin/busybox httpd -f -p "127.0.0.1:$1" -h / & echo $!; read -r; kill $!; wait';

const PERL_SERVER = `
$SIG{CHLD} = 'IGNORE'; $| = 1;
my $worker = fork // die;
if (!$worker) { <STDIN>; exit }
print "$$ $worker\\n"; <STDIN>`;

async function connected(port: number): Promise<Socket | undefined> {
  const socket = connect(port, '127.0.0.1');
  return once(socket, 'connect').then(
    () => socket,
    () => undefined,
  );
}

const severitiesIn = async (pids: readonly number[]) =>
  (await inspected(sigchldInspection, pids)).map(({rule, severity}) => `${rule} ${severity}`);

describe('a server that ignores SIGCHLD because it needs no exit status', {concurrency: 2}, () => {
  it('is worth knowing, and its workers are not spoken of: busybox httpd with a connection', {
    skip: !existsSync('/bin/busybox') && 'needs busybox',
  }, async () => {
    const [port = 0] = await freePorts(1);
    await withRunning(['bash', '-c', HTTPD, 'bash', `${port}`], {}, async ({numbers: [server = 0]}) => {
      await until('it ignores SIGCHLD', () => hasSigchld(server, 'SigIgn'));
      const client = await until('it listens', () => connected(port));
      try {
        const worker = await until('it has a worker', () => descendantsOf(server)[0]);
        assert.deepEqual(await severitiesIn([server, worker]), ['sigchld/ignored info']);
      } finally {
        client.destroy();
      }
    });
  });

  it('is worth knowing, and its workers are not spoken of: Perl', () =>
    withRunning(['perl', '-e', PERL_SERVER], {}, async ({numbers}) => {
      assert.deepEqual(await severitiesIn(numbers), ['sigchld/ignored info']);
    }));

  it('is a warning where it waits for a child after all', () =>
    withRunning(
      ['perl', '-e', `${PERL_SERVER.replace(/<STDIN>$/, 'waitpid $worker, 0')}`],
      {},
      async ({numbers}) => {
        const found = await until('it is seen to wait', async () => {
          const seen = await severitiesIn(numbers);
          return !seen.includes('sigchld/ignored info') && seen;
        });
        assert.deepEqual(found, ['sigchld/ignored warning']);
      },
    ));
});
