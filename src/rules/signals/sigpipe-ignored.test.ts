import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {comm, signalsRemoved} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSignals} from '../../../test/support/recorded/verdicts.ts';
import {sigpipeIgnored} from './sigpipe-ignored.ts';

const recorded = scene('sigpipe-inherited');
const origin = recorded.number('origin');
/** sh -c 'cat | cat >/dev/null' */
const [shell = 0, writer = 0, reader = 0] = recorded.numbers('heirs');

test('a shell that was started with SIGPIPE ignored inherited that from the program above it', () => {
  const [verdict, ...others] = judgedSignals(recorded, shell);
  assert.deepEqual([verdict?.rule, verdict?.certainty, others], [sigpipeIgnored.id, 'proven', []]);
  assert.deepEqual(factsOf(verdict ?? assert.fail()), [
    factIn(shell, 'status', 'SigIgn', 'SIGPIPE'),
    factIn(origin, 'status', 'SigIgn', 'SIGPIPE'),
    factIn(shell, 'exe', null, '/usr/bin/dash'),
  ]);
});

test('of the filters of a pipeline only those matter that write into it', () => {
  const [verdict] = judgedSignals(recorded, writer);
  assert.deepEqual([verdict?.rule, verdict?.certainty], [sigpipeIgnored.id, 'proven']);
  const output = factsOf(verdict ?? assert.fail()).at(-1);
  assert.equal(output?.file, `/proc/${writer}/fd/1`);
  assert.match(output.value, /^pipe:\[\d+\]$/);
  assert.deepEqual(judgedSignals(recorded, reader), []);
});

test('where the exe can’t be read only the comm says what it is: likely', () => {
  const unseen = recorded.withErrno(new RegExp(`^${writer}/(?:exe|fd)`), 'EACCES');
  assert.equal(judgedSignals(unseen, writer)[0]?.certainty, 'likely');
});

test('other programs ignore SIGPIPE on purpose: servers, a Python, whatever they call themselves', () => {
  assert.deepEqual(judgedSignals(recorded, origin), []);
  for (const exe of ['/usr/sbin/nginx', '/usr/bin/python3.11'])
    assert.deepEqual(
      judgedSignals(
        recorded.withLinks(`${writer}/exe`, () => exe),
        writer,
      ),
      [],
    );
});

test('tee -p ignores it on purpose, tee alone does not', () => {
  const tee = recorded.withLinks(`${writer}/exe`, () => '/usr/bin/tee');
  assert.equal(judgedSignals(tee, writer)[0]?.rule, sigpipeIgnored.id);
  for (const option of ['-p', '-ap', '--output-error=warn']) {
    const asked = tee.withFile(`${writer}/cmdline`, `tee\0${option}\0log\0`);
    assert.deepEqual(judgedSignals(asked, writer), [], option);
  }
});

test('a program of busybox goes by its name, or its first argument', () => {
  const busybox = recorded.withLinks(`${writer}/exe`, () => '/bin/busybox');
  assert.equal(judgedSignals(busybox.with(`${writer}/stat`, comm('yes')), writer).length, 1);
  const called = (applet: string) =>
    busybox.with(`${writer}/stat`, comm('busybox')).withFile(`${writer}/cmdline`, `busybox\0${applet}\0`);
  assert.equal(judgedSignals(called('head'), writer).length, 1);
  assert.deepEqual(judgedSignals(called('httpd'), writer), []);
});

test('the shell of a service of systemd inherited it by default, but its filters are found', () => {
  const service = recorded.withLinks(`${origin}/exe`, () => '/usr/lib/systemd/systemd');
  assert.deepEqual(judgedSignals(service, shell), []);
  const others = service.with(`${origin}/status`, signalsRemoved('SigIgn', 'SIGPIPE'));
  assert.deepEqual(judgedSignals(others, shell), []);
  assert.equal(judgedSignals(service, writer)[0]?.rule, sigpipeIgnored.id);
});

test('a program that gives other children the default is not named as the origin', () => {
  const twin = recorded.with(`${reader}/status`, signalsRemoved('SigIgn', 'SIGPIPE'));
  const unknown = twin.withLinks(`${shell}/exe`, () => '/opt/launcher');
  assert.deepEqual(ignoringAbove(unknown), []);
  for (const resetting of ['fish', 'node', 'ruby'])
    assert.deepEqual(ignoringAbove(recorded.withLinks(`${shell}/exe`, () => `/usr/bin/${resetting}`)), []);
});

test('a child with the default shows nothing of a shell that is known to pass SIGPIPE on, at least to some', () => {
  const twin = recorded.with(`${reader}/status`, signalsRemoved('SigIgn', 'SIGPIPE'));
  for (const passing of ['dash', 'bash', 'zsh'])
    assert.deepEqual(
      ignoringAbove(twin.withLinks(`${shell}/exe`, () => `/usr/local/bin/${passing}`)),
      [shell, origin],
      passing,
    );
});

test('a program that ignores SIGPIPE itself, however it was started, is the origin', () => {
  assert.deepEqual(ignoringAbove(recorded.withLinks(`${shell}/exe`, () => '/usr/bin/php8.2')), [shell]);
});

test('a fish ignores SIGPIPE itself, and gives its children the default', () => {
  assert.deepEqual(
    judgedSignals(
      recorded.withLinks(`${shell}/exe`, () => '/usr/bin/fish'),
      shell,
    ),
    [],
  );
});

/** The parents of the writer of which it is evidence that they ignore SIGPIPE, the nearest first. */
function ignoringAbove(twin: typeof recorded): number[] {
  const [verdict] = judgedSignals(twin, writer);
  const [own, ...above] = factsOf(verdict ?? assert.fail()).filter(({field}) => field === 'SigIgn');
  assert.deepEqual(own, factIn(writer, 'status', 'SigIgn', 'SIGPIPE'));
  return above.map(({file}) => Number(file.split('/')[2]));
}

test('with the default action nothing is reported', () => {
  const twin = recorded.with(`${shell}/status`, signalsRemoved('SigIgn', 'SIGPIPE'));
  assert.deepEqual(judgedSignals(twin, shell), []);
});
