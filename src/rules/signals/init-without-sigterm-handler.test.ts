import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {comm, signalsAdded, statusLine} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSignals} from '../../../test/support/recorded/verdicts.ts';
import {orUndefined} from '../../kernel/read.ts';
import {SIGTERM} from '../../parse/signals/numbers.ts';
import {initWithoutSigtermHandler} from './init-without-sigterm-handler.ts';

const SA_RESTART = 0x1000_0000;
const SA_RESETHAND = 0x8000_0000;

const bare = scene('init-without-handler');
const init = bare.number('adopter');
const ID = 'a'.repeat(64);
const inCgroup = (path: string) => bare.withFile(`${init}/cgroup`, `0::${path}\n`);
const recorded = inCgroup(`/system.slice/docker-${ID}.scope`);
const task = (file: string) => `${init}/task/${init}/${file}`;

test('PID 1 of a pid namespace that neither catches SIGTERM nor waits for it is not ended by it', async () => {
  const [verdict, ...others] = await judgedSignals(recorded, init);
  assert.deepEqual([verdict?.rule, verdict?.certainty, others], [initWithoutSigtermHandler.id, 'likely', []]);
  assert.deepEqual(factsOf(verdict ?? assert.fail()), [
    factIn(init, 'status', 'NSpid', `${init} 1`),
    factIn(init, 'cgroup', null, `docker ${ID}`),
    factIn(init, 'status', 'SigCgt', 'SIGCHLD'),
    factIn(init, 'fd', null, 'no signalfd for SIGTERM'),
    factIn(init, 'task/*/syscall', null, 'read'),
  ]);
});

test('the remedy for a shell is about what it runs, for any other program about itself', async () => {
  const [verdict] = await judgedSignals(recorded, init);
  assert.match(verdict?.remedy ?? '', /start adopter without a shell in between/);
  const [ofShell] = await judgedSignals(
    recorded.withLinks(`${init}/exe`, () => '/usr/bin/dash'),
    init,
  );
  assert.match(ofShell?.remedy ?? '', /start the program that adopter runs without adopter in between/);
});

test('one that ignores or blocks SIGTERM has this finding alone', async () => {
  for (const twin of [
    recorded.with(`${init}/status`, signalsAdded('SigIgn', 'SIGTERM')),
    recorded.with(task('status'), signalsAdded('SigBlk', 'SIGTERM')),
  ])
    assert.deepEqual(
      (await judgedSignals(twin, init)).map(({rule}) => rule),
      [initWithoutSigtermHandler.id],
    );
});

test('one that catches it has a handler', async () => {
  const twin = recorded.with(`${init}/status`, signalsAdded('SigCgt', 'SIGTERM'));
  assert.deepEqual(await judgedSignals(twin, init), []);
});

test('Node has a handler of its own for it that counts for nothing, which its flags show', async () => {
  const node = recorded
    .with(`${init}/status`, signalsAdded('SigCgt', 'SIGTERM'))
    .withLinks(`${init}/exe`, () => '/usr/bin/node');
  const {startTicks} = (orUndefined(node.snapshot().process(init)) ?? assert.fail()).stat;
  const handledWith = (flags: number, from = node) =>
    from.withSignalActions(
      SIGTERM,
      `pid=${init} handler=0xc61ac0 startTicks=${startTicks} flags=${flags} childSubreaper=false\n`,
    );
  const [verdict, ...others] = await judgedSignals(handledWith(SA_RESETHAND), init);
  assert.deepEqual([verdict?.rule, verdict?.certainty, others], [initWithoutSigtermHandler.id, 'likely', []]);
  assert.deepEqual(
    factsOf(verdict ?? assert.fail()).find(({field}) => field === 'sa_flags')?.value,
    'SA_RESETHAND',
  );
  // A handler of the program, as process.on('SIGTERM') sets it, one that can't be read, and one of another program.
  const other = recorded.with(`${init}/status`, signalsAdded('SigCgt', 'SIGTERM'));
  for (const twin of [handledWith(SA_RESTART), node, handledWith(SA_RESETHAND, other)])
    assert.deepEqual(await judgedSignals(twin, init), []);
});

test('one in sigwait takes it, and one that is running may be about to', async () => {
  for (const syscall of ['128 0x7ffd0 0x0 0x0 0x8 0x0 0x0 0x7ffd0 0x7f000\n', 'running\n'])
    assert.deepEqual(
      await judgedSignals(
        recorded.with(task('syscall'), () => syscall),
        init,
      ),
      [],
    );
});

test('where its system calls can’t be read nothing is reported', async () => {
  assert.deepEqual(await judgedSignals(recorded.withErrno(task('syscall'), 'EACCES'), init), []);
});

test('SIGTERM ends another process of its namespace, or of ours', async () => {
  for (const nspids of [`${init}\t7`, `${init}`])
    assert.deepEqual(
      await judgedSignals(recorded.with(`${init}/status`, statusLine('NSpid', nspids)), init),
      [],
    );
});

test('where no runtime is known that stops it by SIGTERM, nothing is reported', async () => {
  for (const path of ['/', '/system.slice/x.service', '/lxc.payload.web', '/machine.slice/machine-web.scope'])
    assert.deepEqual(await judgedSignals(inCgroup(path), init), [], path);
});

test('the PID 1 of a sandbox in a container is not that of the container', async () => {
  const {ppid} = recorded.snapshot().find(init)?.stat ?? assert.fail();
  const sandbox = recorded.withFile(`${ppid}/cgroup`, `0::/system.slice/docker-${ID}.scope\n`);
  assert.deepEqual(await judgedSignals(sandbox, init), []);
});

test('an init that is stopped in a way of its own is not accused', async () => {
  for (const file of [
    ...[
      '/usr/bin/bwrap',
      '/usr/lib/systemd/systemd',
      '/usr/sbin/runit',
      '/usr/sbin/init',
      '/lib/sysvinit/init',
    ],
    '/usr/bin/busybox',
  ]) {
    const named = recorded.with(`${init}/stat`, comm('init')).withLinks(`${init}/exe`, () => file);
    assert.deepEqual(await judgedSignals(named, init), [], file);
  }
  const other = recorded.with(`${init}/stat`, comm('init')).withLinks(`${init}/exe`, () => '/opt/init');
  assert.equal((await judgedSignals(other, init)).length, 1);
});
