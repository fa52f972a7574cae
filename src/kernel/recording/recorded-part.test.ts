import assert from 'node:assert/strict';
import {test} from 'node:test';
import {recordedPart} from './recorded-part.ts';

const part = (path: string, text: string) => recordedPart(path, Buffer.from(text)).toString();

test('of the statistics of the scheduler, a recording has when a task last ran', () => {
  const text = 'cat (7, #threads: 1)\n-----\nse.exec_start            :      12345.678901\nnr_switches : 3\n';
  assert.equal(part('7/task/7/sched', text), 'se.exec_start            :      12345.678901\n');
});

test('of the CPUs and nodes that a process may use, it has the lists, and not what moves with other processes', () => {
  const text =
    'Name:\tcat\nSigQ:\t6/96364\nSpeculation_Store_Bypass:\tvulnerable\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\nMems_allowed:\t00000000,00000001\nMems_allowed_list:\t0\n';
  assert.equal(part('7/status', text), 'Name:\tcat\nCpus_allowed_list:\t0-1\nMems_allowed_list:\t0\n');
});

test('of the memory it has the size', () => {
  const text =
    'Ngid:\t0\nKthread:\t0\nVmSize:\t    2344 kB\nVmHWM:\t     524 kB\nVmRSS:\t     524 kB\nRssAnon:\t      92 kB\nRssFile:\t     432 kB\nVmSwap:\t       0 kB\nHugetlbPages:\t       0 kB\nSeccomp:\t0\nSeccomp_filters:\t0\n';
  assert.equal(
    part('7/status', text),
    'VmSize:\t    2344 kB\nVmRSS:\t     524 kB\nVmSwap:\t       0 kB\nSeccomp:\t0\n',
  );
});

test('files of that name elsewhere are whole', () => {
  assert.equal(part('7/root/srv/sched', 'se.x\n'), 'se.x\n');
  assert.equal(part('locks', '1: FLOCK\n'), '1: FLOCK\n');
});
