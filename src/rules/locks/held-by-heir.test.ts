import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedDescriptors, onlyLock, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {heldByHeir} from './held-by-heir.ts';

const gone = scene('client-gone');
const daemon = gone.number('daemon');
const lockFd = gone.number('lockFd');

test('a flock whose acquirer is gone lives on in its heir', async () => {
  const judged = await judgedDescriptors(gone, daemon);
  const verdict = verdictOf(heldByHeir, judged.find(({one}) => one.fd === lockFd)?.verdicts ?? []);
  assert.equal(verdict?.certainty, 'proven');
  assert.match(
    verdict.why,
    new RegExp(
      `keeps the flock write lock on /srv/client/lock alive, which was taken by ${gone.number('client')}, which is gone`,
    ),
  );
  assert.match(verdict.remedy ?? '', new RegExp(`\\(${daemon}, fd ${lockFd}\\) has closed it or ended`));
});

test('of the lock it is said as of the descriptor, word for word', async () => {
  const {lock, verdict} = await onlyLock(gone);
  assert.deepEqual(
    lock.holders.map(({process, descriptor, how}) => [process.pid, descriptor.fd, how]),
    [[daemon, lockFd, 'inherited over exec']],
  );
  const judged = await judgedDescriptors(gone, daemon);
  const ofDescriptor = judged.find(({one}) => one.fd === lockFd)?.verdicts ?? [];
  assert.deepEqual(verdict, verdictOf(heldByHeir, ofDescriptor));
});

test('an OFD lock names no acquirer: that its holders are siblings, forked by one who is gone, makes it likely', async () => {
  const ofd = scene('ofd-lock-of-heirs').withFile('locks', '');
  const [heir = 0] = ofd.numbers('holders');
  const judged = await judgedDescriptors(ofd, heir);
  const verdict = verdictOf(
    heldByHeir,
    judged.flatMap(({verdicts}) => verdicts),
  );
  assert.equal(verdict?.certainty, 'likely');
  assert.match(verdict.evidence[0] ?? '', /: lock: OFDLCK WRITE -1$/);
  assert.match(verdict.why, /which was taken by a process that is gone/);
});

test('a lock that a helper took for who had opened the file is no heirloom', async () => {
  const helped = scene('lock-by-helper');
  const judged = await judgedDescriptors(helped, helped.numbers('holders')[0] ?? 0);
  assert.deepEqual(
    judged.flatMap(({verdicts}) => verdicts),
    [],
  );
});

test('the pid of the acquirer may be another process by now: it is not taken for the holder', async () => {
  const client = gone.number('client');
  const stat = `${client} (innocent) S 1 ${client} ${client} 0 -1 4194304${' 0'.repeat(12)} 999999999${' 0'.repeat(30)}\n`;
  const judged = await judgedDescriptors(gone.withFile(`${client}/stat`, stat), daemon);
  const held = judged.find(({one}) => one.fd === lockFd);
  assert.equal(held?.one.locks()[0]?.acquirerAlive, null);
  for (const {why, remedy} of held?.verdicts ?? []) assert.doesNotMatch(`${why} ${remedy}`, /innocent/);
});

test('a lock whose acquirer lives and has it is no heirloom, in the parent or in the child', async () => {
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

test('a POSIX lock belongs to a process: a child has none of it', async () => {
  const posix = scene('inherited-posix-lock');
  const judged = await judgedDescriptors(posix, posix.number('child'));
  assert.deepEqual(
    judged.flatMap(({one}) => one.locks()),
    [],
  );
});
