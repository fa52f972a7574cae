import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withNothingIn, withSigchldIn} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {parentBlocksSigchld} from './parent-blocks-sigchld.ts';

const blocked = scene('blocked-by-launcher');
const parent = blocked.number('parent');
const [zombiePid = 0] = blocked.numbers('zombies');

test('blocked in every thread and pending, SIGCHLD reaches nobody', async () => {
  assert.equal(await whyZombies(blocked), 'zombies/parent-blocks-sigchld, proven');
  const [{verdict}] = await judgedZombies(blocked);
  assert.match(verdict.why, /nothing takes it\. A mask survives execve/);
});

test('a signalfd that nobody reads is named, not the mask blamed', async () => {
  const unread = scene('signalfd-unread');
  assert.equal(await whyZombies(unread), 'zombies/parent-blocks-sigchld, proven');
  const [{verdict}] = await judgedZombies(unread);
  assert.match(
    verdict.why,
    new RegExp(`signalfd \\(fd ${unread.number('signalfd')}\\), and has not read it`),
  );
});

test('a sigwait for other signals is named', async () => {
  const others = scene('sigwait-others');
  assert.equal(await whyZombies(others), 'zombies/parent-blocks-sigchld, proven');
  const [{verdict}] = await judgedZombies(others);
  assert.match(
    verdict.why,
    new RegExp(`sigwait \\(thread ${others.number('waiter')}\\), but not for this one`),
  );
});

test('where its descriptors may not be listed there may be a signalfd: likely', async () => {
  const denied = blocked.withErrno(`${parent}/fd`, 'EACCES');
  assert.equal(await whyZombies(denied), 'zombies/parent-blocks-sigchld, likely');
  const [{verdict}] = await judgedZombies(denied);
  assert.match(verdict.why, /Whether it has a signalfd for it may not be seen/);
});

test('a program with a handler may have it blocked for just a moment: likely, for a fresh zombie', async () => {
  const caught = blocked.with(`${parent}/status`, withSigchldIn('SigCgt'));
  assert.equal(await whyZombies(caught), 'zombies/parent-blocks-sigchld, proven');
  const fresh = caught.withErrno(`${zombiePid}/sched`, 'ENOENT');
  assert.equal(await whyZombies(fresh), 'zombies/parent-blocks-sigchld, likely');
});

test('blocked, but not pending, is no obstacle: someone took it', async () => {
  const taken = scene('signalfd-once');
  const [{zombie}] = await judgedZombies(taken);
  assert.equal(parentBlocksSigchld.check(zombie), undefined);
});

test('blocked in one thread of two is no obstacle', async () => {
  const [{zombie}] = await judgedZombies(scene('blocked-in-one-thread'));
  assert.equal(parentBlocksSigchld.check(zombie), undefined);
});

test('pending, but not blocked, is about to be taken', async () => {
  const twin = blocked.with(new RegExp(`^${parent}/(task/\\d+/)?status$`), withNothingIn('SigBlk'));
  assert.equal(await whyZombies(twin), 'zombies/not-yet-reaped, likely');
});
