import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {HoldersContent} from '../../../src/render/contract/holders.ts';
import {askProcdoc} from '../../support/asked.ts';
import {withRunning} from '../../support/live/running.ts';
import {descriptorTarget} from '../../support/proc-witness.ts';
import {procdocJson} from '../../support/procdoc.ts';

const PYTHON = process.env.PYTHON3 ?? 'python3';

type Answer = HoldersContent & {readonly resolved?: ReadonlyArray<{readonly as: string}>};

const listen = (address: string) =>
  `import socket,sys;s=socket.create_server(("${address}",0));print(s.getsockname()[1],flush=True);sys.stdin.read()`;

test('a port may be written in every way that people write it', () =>
  withRunning([PYTHON, '-c', listen('127.0.0.1')], {}, async ({pid, numbers: [port]}) => {
    for (const target of [
      `${port}`,
      `:${port}`,
      `*:${port}`,
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `${port}/tcp`,
      `tcp/${port}`,
      `http://localhost:${port}/a/b?c`,
      `tcp://127.0.0.1:${port}`,
    ]) {
      const {status, json} = await procdocJson<Answer>('holders', target);
      assert.equal(status, 0, target);
      const holders = json.descriptions.flatMap(each => each.holders.map(holder => holder.pid));
      assert.deepEqual(holders, [pid], target);
      assert.deepEqual(
        json.resolved?.map(({as}) => as),
        target === `${port}` ? ['port'] : undefined,
      );
    }
    const udp = await procdocJson<Answer>('holders', `udp/${port}`);
    assert.ok(!udp.json.descriptions.some(each => each.holders.some(holder => holder.pid === pid)));
  }));

test('localhost is the loopback of IPv6, too, and no other address', async () => {
  await withRunning([PYTHON, '-c', listen('127.0.0.2')], {}, async ({pid, numbers: [port]}) => {
    const {json} = await procdocJson<Answer>('holders', `localhost:${port}`);
    // Another program may listen at that port of another address.
    const holders = json.descriptions.flatMap(each => each.holders.map(holder => holder.pid));
    assert.ok(!holders.includes(pid));
  });
});

test('a pid alone stands for all that the process has open, a pipe for its number', () =>
  withRunning([PYTHON, '-c', listen('127.0.0.1')], {}, async ({pid}) => {
    const {json} = await procdocJson<Answer>('holders', `${pid}`);
    // On a machine that listens at this very port, the number would be taken for that.
    if (json.resolved?.[0]?.as === 'port') return;
    const links = json.descriptions.map(({link}) => link);
    for (const fd of [0, 1, 3]) assert.ok(links.includes(descriptorTarget(pid, fd)), `${fd}`);
    const {stderr} = await askProcdoc('holders', `${pid}`);
    assert.ok(stderr.includes(`${pid} is taken for the PID`), stderr);
    const stdin = descriptorTarget(pid, 0);
    const short = stdin.replace(/[[\]]/g, '');
    const byNumber = await procdocJson<Answer>('holders', short);
    assert.deepEqual(
      byNumber.json.descriptions.map(({link}) => link),
      [stdin],
    );
  }));

test('the name of a service is its port in /etc/services', async () => {
  const [byName, byNumber] = await Promise.all(
    ['udp:domain', 'udp:53'].map(target => procdocJson<Answer>('holders', target)),
  );
  assert.equal(byName?.status, byNumber?.status);
});
