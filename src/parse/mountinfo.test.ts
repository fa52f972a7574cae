import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parseProcMounts} from './mountinfo.ts';

const line = (options: string, at = '/proc') =>
  Buffer.from(
    `23 28 0:21 / ${at} rw,nosuid shared:13 - proc proc ${options}\n24 28 0:22 / /sys rw - sysfs sysfs rw\n`,
  );

describe('mounts of procfs', () => {
  it('hide nothing without an option', () => {
    assert.deepEqual(parseProcMounts(line('rw')), [{mountPoint: '/proc', hidepid: 0, gid: undefined}]);
  });

  it('hide by number or by word, except for a group', () => {
    assert.deepEqual(parseProcMounts(line('rw,gid=27,hidepid=2')), [
      {mountPoint: '/proc', hidepid: 2, gid: 27},
    ]);
    assert.equal(parseProcMounts(line('rw,hidepid=invisible'))[0]?.hidepid, 2);
    assert.equal(parseProcMounts(line('rw,hidepid=ptraceable'))[0]?.hidepid, 4);
  });

  it('are where they are mounted, blanks and all', () => {
    assert.equal(parseProcMounts(line('rw', '/mnt/a\\040b'))[0]?.mountPoint, '/mnt/a b');
  });

  it('never throws, whatever it gets', () => {
    fc.assert(fc.property(fc.string(), text => void parseProcMounts(Buffer.from(text))));
  });
});
