import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import type {Process} from '../process.ts';
import {Snapshot} from '../snapshot.ts';
import {conductOf, languageOf} from './conduct.ts';
import {neverForks, neverListens} from './known-programs.ts';
import {appletName, pipelineProgram} from './pipeline-program.ts';

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

/** A process that executes a file. */
function executing(exe: string, comm: string, ...argv: readonly string[]): Process {
  const snapshot = new Snapshot(
    imaginedMachine([{pid: 10, ppid: 1, comm, argv}], [], {'10/exe': {text: exe}}),
  );
  return snapshot.find(10) ?? assert.fail();
}

test('a Node that is called after its main thread is one, where the file that it executes can not be read', () => {
  for (const [comm, argv, expected] of [
    ['node', ['node', 'a.js'], 'node'],
    ['MainThread', ['/usr/bin/node', 'a.js'], 'node'],
    ['node-MainThread', [], 'node'],
    ['MainThread', ['/opt/game'], undefined],
  ] as const) {
    const snapshot = new Snapshot(imaginedMachine([{pid: 10, ppid: 1, comm, argv}]));
    const process = snapshot.find(10) ?? assert.fail();
    assert.equal(languageOf(process), expected, comm);
  }
});

test('one of many programs in a file goes by its first argument, or the second', () => {
  for (const [comm, argv, expected] of [
    ['busybox', ['busybox', 'sh', 'job'], 'sh'],
    ['job', ['/bin/sh', './job'], 'sh'],
    ['job', ['/bin/busybox', 'sh', './job'], 'sh'],
    ['sh', ['-sh'], 'sh'],
    ['exe', ['sleep', '5'], 'sleep'],
    ['busybox', ['busybox'], 'busybox'],
    ['sleep', [], 'sleep'],
  ] as const)
    assert.equal(appletName(executing('/bin/busybox', comm, ...argv)), expected, argv.join(' '));
});

test('a script has the language of its interpreter, and some of them a conduct of their own', () => {
  const python = executing('/usr/bin/python3.11', 'job', '/usr/bin/python3', '/srv/job');
  const supervisord = executing(
    '/usr/bin/python3.11',
    'supervisord',
    'python3',
    '/usr/bin/supervisord',
    '-n',
  );
  assert.deepEqual([languageOf(python), conductOf(python)?.sigpipe], ['python', 'either']);
  assert.deepEqual([languageOf(supervisord), conductOf(supervisord)?.sigpipe], ['python', 'ignored']);
  assert.equal(languageOf(executing('/usr/sbin/php-fpm8.2', 'php-fpm8.2', 'php-fpm: pool www')), 'php');
  assert.equal(languageOf(executing('/usr/bin/supervisord', 'supervisord', 'supervisord')), undefined);
});
