import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {it} from 'node:test';
import {until} from '../../../test/support/subject.ts';
import {DescriptorCounts} from './descriptor-counts.ts';

const counts = new DescriptorCounts('/proc');

it('the size of a folder fd is how many descriptors a process has, where the kernel counts them', {
  skip: counts.of(process.pid) === undefined && 'needs Linux 6.2',
}, async () => {
  const child = spawn('sleep', ['60'], {stdio: ['ignore', 'pipe', 'pipe']});
  try {
    const pid = child.pid ?? 0;
    await until('sleep runs', () => readFileSync(`/proc/${pid}/comm`, 'latin1') === 'sleep\n');
    // The dynamic linker opens and closes files in between.
    await until('both say the same', () => counts.of(pid) === readdirSync(`/proc/${pid}/fd`).length);
    // pid_max is 2^22 at most: proc_sys_kernel(5).
    assert.equal(counts.of(2 ** 22 + 1), undefined);
  } finally {
    child.kill('SIGKILL');
  }
});

it('a folder of another size than it has names counts nothing', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-'));
  try {
    for (const process of ['self', '1']) {
      mkdirSync(path.join(folder, process, 'fd'), {recursive: true});
      for (const fd of ['0', '1', '2']) writeFileSync(path.join(folder, process, 'fd', fd), '');
    }
    assert.equal(new DescriptorCounts(folder).of(1), undefined);
    assert.equal(new DescriptorCounts(path.join(folder, 'nowhere')).of(1), undefined);
  } finally {
    rmSync(folder, {recursive: true});
  }
});
