import assert from 'node:assert/strict';
import {test} from 'node:test';
import {statField} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {descriptorFindings} from '../../../test/support/recorded/verdicts.ts';
import {textFileBusy} from './text-file-busy.ts';

const forked = scene('program-busy-by-forked');
const inherited = scene('program-busy-by-heir');

test('a program cannot be executed while a forked child has it open for writing', async () => {
  const [finding, ...others] = await descriptorFindings(forked, textFileBusy);
  assert.deepEqual(others, []);
  assert.equal(finding?.certainty, 'likely');
  assert.ok('path' in finding.subject);
  const {path} = finding.subject;
  const child = forked.number('child');
  assert.match(path, /^\/tmp\/procdoc-program-\w+$/);
  assert.deepEqual(
    finding.evidence.map(({file, field, value}) => [file, field, value]),
    [
      [`/proc/${child}/fd/${forked.number('fd')}`, null, path],
      [`/proc/${child}/stat`, 'flags (9)', 'PF_FORKNOEXEC'],
    ],
  );
});

test('a child that inherited the descriptor across execve(2) keeps it open until it exits', async () => {
  const [finding] = await descriptorFindings(inherited, textFileBusy);
  assert.equal(finding?.certainty, 'proven');
  assert.match(finding.remedy ?? '', new RegExp(`kill -TERM ${inherited.number('child')}`));
});

test('one program that writes another is at work', async () => {
  const linker = forked.with(`${forked.number('child')}/stat`, statField(9, 0));
  assert.deepEqual(await descriptorFindings(linker, textFileBusy), []);
});

test('a file that is read, appended to, or only a path is not a program being written', async () => {
  const fdinfo = `${forked.number('child')}/fdinfo/${forked.number('fd')}`;
  for (const flags of ['0', '0102001', '010000000']) {
    const twin = forked.with(fdinfo, text => text.replace(/^flags:.*$/m, `flags:\t${flags}`));
    assert.deepEqual(await descriptorFindings(twin, textFileBusy), [], flags);
  }
});

test('a file whose mode is not known is not taken for a program', async () => {
  const stat = new RegExp(`^${forked.number('child')}/fd/${forked.number('fd')}$`);
  assert.equal((await descriptorFindings(forked, textFileBusy)).length, 1);
  for (const edit of [/ mode=\d+/, / allocated=\d+ mode=\d+/])
    assert.deepEqual(
      await descriptorFindings(
        forked.withStat(stat, line => line.replace(edit, '')),
        textFileBusy,
      ),
      [],
    );
});

test('without kcmp one offset under one number makes it likely that the child inherited it from the writer', async () => {
  const [finding] = await descriptorFindings(inherited.withoutPrivilege(), textFileBusy);
  assert.equal(finding?.certainty, 'likely');
  assert.match(finding.remedy ?? '', /kill -TERM/);
});

test("where the descriptors of the child can't be read, nothing is said", async () => {
  const hidden = forked.withErrno(`${forked.number('child')}/fd`, 'EACCES');
  assert.deepEqual(await descriptorFindings(hidden, textFileBusy), []);
});

test('a file that is locked, or empty, is not a program, whatever its mode', async () => {
  const [child, fd] = [forked.number('child'), forked.number('fd')];
  const lock = 'lock:\t1: FLOCK  ADVISORY  WRITE 1 fe:00:2146313 0 EOF\n';
  const locked = forked.with(`${child}/fdinfo/${fd}`, text => `${text}${lock}`);
  const empty = forked.withStat(new RegExp(`^${child}/fd/${fd}$`), line =>
    line.replace(/ size=\d+/, ' size=0'),
  );
  for (const twin of [locked, empty]) assert.deepEqual(await descriptorFindings(twin, textFileBusy), []);
});
