import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import type {Process} from '../process.ts';
import {Snapshot} from '../snapshot.ts';
import {neverForks, neverListens} from './known-programs.ts';
import {pipelineProgram} from './pipeline-program.ts';

/** The programs of which it is true, as words. */
function among(programs: string, isTrueOf: (process: Process) => boolean): string {
  const names = programs.split(' ');
  const snapshot = new Snapshot(imaginedMachine(names.map((comm, at) => ({pid: 10 + at, ppid: 1, comm}))));
  const such = snapshot.processes().filter(isTrueOf);
  return such.map(({comm}) => comm).join(' ');
}

test('filters and idlers start no program', () => {
  const programs = 'cat diff false grep gunzip pause sleep true zcat';
  assert.equal(among(programs, neverForks), programs);
});

test('filters that run commands, shells, and programs that run a command may start programs', () => {
  assert.equal(among('awk bash env find sed server sort split timeout xargs', neverForks), '');
});

test('programs that start no other never listen, nor do shells and runners of a command; but a zsh or an awk may', () => {
  const programs = 'bash diff env false find flock pause sed sleep timeout true';
  assert.equal(among(`awk gawk mawk ${programs} server zsh`, neverListens), programs);
});

test('SIGPIPE is to end filters, whether they start programs or not; idlers are not filters', () => {
  assert.equal(
    among('cat diff false find gunzip sleep xargs zcat', process => pipelineProgram(process) === 'filter'),
    'cat diff find gunzip xargs zcat',
  );
});
