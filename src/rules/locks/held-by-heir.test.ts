import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedDescriptors, onlyLock, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import type {Verdict} from '../rule.ts';
import {heldByHeir} from './held-by-heir.ts';

const gone = scene('client-gone');
const client = gone.number('client');
const daemon = gone.number('daemon');
const lockFd = gone.number('lockFd');

function evidenceOf({evidence}: Verdict) {
  return evidence.map(({file, field, value}) => [file, field, value]);
}

test('a flock outlives its acquirer in the process that inherited the descriptor', async () => {
  const judged = await judgedDescriptors(gone, daemon);
  const verdict = verdictOf(heldByHeir, judged.find(({one}) => one.fd === lockFd)?.verdicts ?? []);
  assert.equal(verdict?.certainty, 'likely');
  const holding = [`/proc/${daemon}/fdinfo/${lockFd}`, 'lock:', `FLOCK WRITE ${client}`];
  const exited = [`/proc/${client}`, null, 'ENOENT'];
  const pids = [`/proc/${daemon}/stat`, 'pid (1)', `${daemon}`];
  assert.deepEqual(evidenceOf(verdict), [holding, exited, pids]);
  const order = `To release the lock: \`kill -TERM ${daemon}\`, or make it close fd ${lockFd}.`;
  assert.ok(verdict.remedy?.startsWith(order), verdict.remedy ?? '');
});

/** Where the holder runs a program that takes no descriptors from others. */
const sleeping = gone.withLinks(`${daemon}/exe`, () => '/usr/bin/sleep');

test('it is proven where the pids can’t have come round', async () => {
  const young = sleeping
    .withFile('loadavg', `0.00 0.00 0.00 1/90 ${daemon + 100}\n`)
    .withFile('sys/kernel/pid_max', '4194304\n')
    .withFile('stat', `processes ${daemon + 90}\n`);
  assert.equal((await onlyLock(young)).verdict?.certainty, 'proven');
  assert.equal((await onlyLock(young.withFile('stat', 'processes 4000000\n'))).verdict?.certainty, 'likely');
  const server = young.withLinks(`${daemon}/exe`, () => '/usr/sbin/server');
  assert.equal((await onlyLock(server)).verdict?.certainty, 'likely', 'it may have received the descriptor');
});

test('`locks` and `inherited-fds` have one verdict, word for word', async () => {
  const {lock, verdict} = await onlyLock(gone);
  assert.deepEqual(
    lock.holders.map(({process, descriptor, origin}) => [process.pid, descriptor.fd, origin]),
    [[daemon, lockFd, {kind: 'inherited', by: 'exec', from: null}]],
  );
  const judged = await judgedDescriptors(gone, daemon);
  const ofDescriptor = judged.find(({one}) => one.fd === lockFd)?.verdicts ?? [];
  assert.deepEqual(verdict, verdictOf(heldByHeir, ofDescriptor));
});

test('an OFD lock names no acquirer: that siblings hold it whose parent has exited makes it likely', async () => {
  const ofd = scene('ofd-lock-of-heirs').withFile('locks', '');
  const [holder = 0] = ofd.numbers('holders');
  const judged = await judgedDescriptors(ofd, holder);
  const verdict = verdictOf(
    heldByHeir,
    judged.flatMap(({verdicts}) => verdicts),
  );
  assert.equal(verdict?.certainty, 'likely');
  assert.equal(verdict.evidence[0]?.value, 'OFDLCK WRITE -1');
});

test('it is silent about a lock that a helper took for the process that had opened the file', async () => {
  const helped = scene('lock-by-helper');
  const judged = await judgedDescriptors(helped, helped.numbers('holders')[0] ?? 0);
  assert.deepEqual(
    judged.flatMap(({verdicts}) => verdicts),
    [],
  );
});

test('another process that has the pid of the acquirer now is not taken for it', async () => {
  const stat = `${client} (innocent) S 1 ${client} ${client} 0 -1 4194304${' 0'.repeat(12)} 999999999${' 0'.repeat(30)}\n`;
  const judged = await judgedDescriptors(gone.withFile(`${client}/stat`, stat), daemon);
  const held = judged.find(({one}) => one.fd === lockFd);
  assert.equal(held?.one.locks()[0]?.acquirerAlive, null);
  for (const {why, remedy} of held?.verdicts ?? []) assert.ok(!`${why} ${remedy}`.includes('innocent'));
});

test('it is silent about a lock whose acquirer lives and has it, in the parent and in the child', async () => {
  for (const name of ['inherited-flock', 'inherited-ofd-lock', 'inherited-posix-lock']) {
    const living = scene(name);
    for (const pid of [living.number('parent'), living.number('child')]) {
      const judged = await judgedDescriptors(living, pid);
      assert.equal((await onlyLock(living)).verdict, undefined, name);
      assert.deepEqual(
        judged.flatMap(({verdicts}) => verdicts),
        [],
        `${name} ${pid}`,
      );
    }
  }
});

test('a POSIX lock belongs to a process: its child has no part in it', async () => {
  const posix = scene('inherited-posix-lock');
  const judged = await judgedDescriptors(posix, posix.number('child'));
  assert.deepEqual(
    judged.flatMap(({one}) => one.locks()),
    [],
  );
});
