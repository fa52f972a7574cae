import assert from 'node:assert/strict';
import {test} from 'node:test';
import {comm, signalsRemoved} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSignals} from '../../../test/support/recorded/verdicts.ts';
import {sigpipeIgnored} from './sigpipe-ignored.ts';

const recorded = scene('sigpipe-inherited');
const origin = recorded.number('origin');
/** sh -c 'cat | cat >/dev/null' */
const [shell = 0, writer = 0, reader = 0] = recorded.numbers('heirs');

test('a shell that was started with SIGPIPE ignored is told with who above it ignores it', () => {
  const [verdict, ...others] = judgedSignals(recorded, shell);
  assert.deepEqual([verdict?.rule, verdict?.certainty, others], [sigpipeIgnored.id, 'proven', []]);
  assert.match(verdict?.why ?? '', new RegExp(`is a shell .* deaf \\(${origin}\\) above it`));
  assert.deepEqual(verdict?.evidence.slice(0, 2), [
    `/proc/${shell}/status: SigIgn has SIGPIPE`,
    `/proc/${origin}/status: SigIgn has SIGPIPE`,
  ]);
});

test('of the filters of a pipeline only those matter that write into it', () => {
  const [verdict] = judgedSignals(recorded, writer);
  assert.deepEqual([verdict?.rule, verdict?.certainty], [sigpipeIgnored.id, 'proven']);
  assert.ok(verdict?.evidence.includes(`/proc/${writer}/fd/1: leads into a pipe or socket`));
  assert.deepEqual(judgedSignals(recorded, reader), []);
});

test('where the exe may not be seen the name is all there is: likely', () => {
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

test('tee -p ignores it because it was told to, tee alone does not', () => {
  const tee = recorded.withLinks(`${writer}/exe`, () => '/usr/bin/tee');
  assert.equal(judgedSignals(tee, writer)[0]?.rule, sigpipeIgnored.id);
  for (const option of ['-p', '-ap', '--output-error=warn']) {
    const told = tee.withFile(`${writer}/cmdline`, `tee\0${option}\0log\0`);
    assert.deepEqual(judgedSignals(told, writer), [], option);
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

test('the shell of a service of systemd has it from there by default, but its filters are told all the same', () => {
  const service = recorded.withLinks(`${origin}/exe`, () => '/usr/lib/systemd/systemd');
  assert.deepEqual(judgedSignals(service, shell), []);
  const others = service.with(`${origin}/status`, signalsRemoved('SigIgn', 'SIGPIPE'));
  assert.deepEqual(judgedSignals(others, shell), []);
  assert.equal(judgedSignals(service, writer)[0]?.rule, sigpipeIgnored.id);
});

test('a program that gives other children the default is not named as the origin', () => {
  const twin = recorded.with(`${reader}/status`, signalsRemoved('SigIgn', 'SIGPIPE'));
  const [verdict] = judgedSignals(twin, writer);
  assert.match(verdict?.why ?? '', /started with SIGPIPE ignored: when/);
  assert.match(verdict?.remedy ?? '', /^Let what starts cat reset/);
});

test('with the default action nothing is said', () => {
  const twin = recorded.with(`${shell}/status`, signalsRemoved('SigIgn', 'SIGPIPE'));
  assert.deepEqual(judgedSignals(twin, shell), []);
});
