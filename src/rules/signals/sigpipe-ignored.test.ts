import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {comm, signalsRemoved, statField} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSignals} from '../../../test/support/recorded/verdicts.ts';
import {sigpipeIgnored} from './sigpipe-ignored.ts';

const recorded = scene('sigpipe-inherited');
const origin = recorded.number('origin');
/** sh -c 'cat | cat >/dev/null' */
const [shell = 0, writer = 0, reader = 0] = recorded.numbers('heirs');

test('a shell that was started with SIGPIPE ignored inherited that from the program above it', async () => {
  const [verdict, ...others] = await judgedSignals(recorded, shell);
  assert.deepEqual([verdict?.rule, verdict?.certainty, others], [sigpipeIgnored.id, 'proven', []]);
  assert.deepEqual(factsOf(verdict ?? assert.fail()), [
    factIn(shell, 'status', 'SigIgn', 'SIGPIPE'),
    factIn(origin, 'status', 'SigIgn', 'SIGPIPE'),
    factIn(shell, 'exe', null, '/usr/bin/dash'),
  ]);
});

test('of the filters of a pipeline only those matter that write into it', async () => {
  const [verdict] = await judgedSignals(recorded, writer);
  assert.deepEqual([verdict?.rule, verdict?.certainty], [sigpipeIgnored.id, 'proven']);
  const output = factsOf(verdict ?? assert.fail()).at(-1);
  assert.equal(output?.file, `/proc/${writer}/fd/1`);
  assert.match(output.value, /^pipe:\[\d+\]$/);
  assert.deepEqual(await judgedSignals(recorded, reader), []);
});

test('where the exe can’t be read only the comm says what it is: likely', async () => {
  const unseen = recorded.withErrno(`${writer}/exe`, 'EACCES');
  assert.equal((await judgedSignals(unseen, writer))[0]?.certainty, 'likely');
});

test('a filter whose output can’t be seen may write into a file', async () => {
  const unseen = recorded.withErrno(new RegExp(`^${writer}/fd`), 'EACCES');
  assert.deepEqual(await judgedSignals(unseen, writer), []);
});

test('other programs ignore SIGPIPE on purpose: servers, a Python, whatever they call themselves', async () => {
  assert.deepEqual(await judgedSignals(recorded, origin), []);
  for (const exe of ['/usr/sbin/nginx', '/usr/bin/python3.11'])
    assert.deepEqual(
      await judgedSignals(
        recorded.withLinks(`${writer}/exe`, () => exe),
        writer,
      ),
      [],
    );
});

test('of a process that called execve(2) while it was looked at, the set is that of the program before', async () => {
  const forked = recorded.with(`${writer}/stat`, statField(9, 0x40));
  assert.deepEqual(await judgedSignals(forked, writer), []);
  const subshell = forked.withLinks(`${writer}/exe`, () => '/usr/bin/dash');
  assert.equal((await judgedSignals(subshell, writer))[0]?.rule, sigpipeIgnored.id);
});

test('tee -p ignores it on purpose, tee alone does not', async () => {
  const tee = recorded.withLinks(`${writer}/exe`, () => '/usr/bin/tee');
  assert.equal((await judgedSignals(tee, writer))[0]?.rule, sigpipeIgnored.id);
  for (const option of ['-p', '-ap', '--output-error=warn']) {
    const asked = tee.withFile(`${writer}/cmdline`, `tee\0${option}\0log\0`);
    assert.deepEqual(await judgedSignals(asked, writer), [], option);
  }
});

test('a program of busybox goes by its name, or its first argument', async () => {
  const busybox = recorded.withLinks(`${writer}/exe`, () => '/bin/busybox');
  assert.equal((await judgedSignals(busybox.with(`${writer}/stat`, comm('yes')), writer)).length, 1);
  const called = (applet: string) =>
    busybox.with(`${writer}/stat`, comm('busybox')).withFile(`${writer}/cmdline`, `busybox\0${applet}\0`);
  assert.equal((await judgedSignals(called('head'), writer)).length, 1);
  assert.deepEqual(await judgedSignals(called('httpd'), writer), []);
});

test('a shell whose parent does not ignore it has a trap, which its script wants', async () => {
  const trap = recorded.with(`${origin}/status`, signalsRemoved('SigIgn', 'SIGPIPE'));
  assert.deepEqual(await judgedSignals(trap, shell), []);
  const orphan = trap.with(`${shell}/stat`, statField(4, 1));
  const [verdict] = await judgedSignals(orphan, shell);
  assert.deepEqual([verdict?.certainty, verdict?.severity], ['likely', 'info']);
});

test('the journal of systemd is a reader that does not exit', async () => {
  const socket = recorded.withLinks(`${writer}/fd/1`, () => 'socket:[77]');
  const count = async (twin: typeof recorded) => (await judgedSignals(twin, writer)).length;
  const named = (stream: string) =>
    socket.withFile(`${writer}/environ`, `A=b\0JOURNAL_STREAM=${stream}\0C=\0`);
  assert.deepEqual([await count(named('8:77')), await count(named('8:78'))], [0, 1]);
  const both = named('8:78').withLinks(`${writer}/fd/2`, () => 'socket:[78]');
  assert.equal(await count(both), 0);
  const service = socket.withLinks(`${origin}/exe`, () => '/usr/lib/systemd/systemd');
  assert.deepEqual([await count(socket), await count(service)], [1, 0]);
});

test('the shell of a service of systemd inherited it by default, but its filters are found', async () => {
  const service = recorded.withLinks(`${origin}/exe`, () => '/usr/lib/systemd/systemd');
  assert.deepEqual(await judgedSignals(service, shell), []);
  const others = service.with(`${origin}/status`, signalsRemoved('SigIgn', 'SIGPIPE'));
  assert.deepEqual(await judgedSignals(others, shell), []);
  assert.equal((await judgedSignals(service, writer))[0]?.rule, sigpipeIgnored.id);
});

test('a program that gives other children the default is not named as the origin', async () => {
  const twin = recorded.with(`${reader}/status`, signalsRemoved('SigIgn', 'SIGPIPE'));
  const unknown = twin.withLinks(`${shell}/exe`, () => '/opt/launcher');
  assert.deepEqual(await ignoringAbove(unknown), []);
  for (const resetting of ['fish', 'node', 'ruby'])
    assert.deepEqual(
      await ignoringAbove(recorded.withLinks(`${shell}/exe`, () => `/usr/bin/${resetting}`)),
      [],
    );
});

test('a child with the default shows nothing of a shell that is known to pass SIGPIPE on, at least to some', async () => {
  const twin = recorded.with(`${reader}/status`, signalsRemoved('SigIgn', 'SIGPIPE'));
  for (const passing of ['dash', 'bash', 'zsh'])
    assert.deepEqual(
      await ignoringAbove(twin.withLinks(`${shell}/exe`, () => `/usr/local/bin/${passing}`)),
      [shell, origin],
      passing,
    );
});

test('a program that ignores SIGPIPE itself, however it was started, is the origin', async () => {
  assert.deepEqual(await ignoringAbove(recorded.withLinks(`${shell}/exe`, () => '/usr/bin/php8.2')), [shell]);
});

test('a fish ignores SIGPIPE itself, and gives its children the default', async () => {
  assert.deepEqual(
    await judgedSignals(
      recorded.withLinks(`${shell}/exe`, () => '/usr/bin/fish'),
      shell,
    ),
    [],
  );
});

/** The parents of the writer of which it is evidence that they ignore SIGPIPE, the nearest first. */
async function ignoringAbove(twin: typeof recorded): Promise<number[]> {
  const [verdict] = await judgedSignals(twin, writer);
  const [own, ...above] = factsOf(verdict ?? assert.fail()).filter(({field}) => field === 'SigIgn');
  assert.deepEqual(own, factIn(writer, 'status', 'SigIgn', 'SIGPIPE'));
  return above.map(({file}) => Number(file.split('/')[2]));
}

test('with the default action nothing is reported', async () => {
  const twin = recorded.with(`${shell}/status`, signalsRemoved('SigIgn', 'SIGPIPE'));
  assert.deepEqual(await judgedSignals(twin, shell), []);
});
