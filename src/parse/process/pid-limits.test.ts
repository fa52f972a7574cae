import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parsePidLimits} from './pid-limits.ts';

const limits = `Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max open files            1024                 524288               files     
Max locked memory         8388608              8388608              bytes     
`;

describe('/proc/PID/limits', () => {
  it('gives the soft and the hard limits of open files and of CPU time', () => {
    const text = limits.replace('Max cpu time              unlimited', 'Max cpu time              60       ');
    assert.deepEqual(parsePidLimits(Buffer.from(text)), {
      openFiles: {soft: 1024, hard: 524_288},
      cpuSeconds: {soft: 60, hard: Number.POSITIVE_INFINITY},
    });
  });

  it('has no number where a limit is unlimited', () => {
    const unlimited = limits.replace('1024  ', 'unlimited').replace('524288   ', 'unlimited');
    const {soft, hard} = parsePidLimits(Buffer.from(unlimited))?.openFiles ?? {};
    assert.deepEqual([soft, hard], [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  it('says of this process what the shell says', () => {
    const said = (flag: string) =>
      Number(execFileSync('sh', ['-c', `ulimit ${flag} -n`], {encoding: 'utf8'}));
    const here = parsePidLimits(readFileSync('/proc/self/limits'));
    assert.equal(here?.openFiles.hard, said('-H') || Number.POSITIVE_INFINITY);
  });

  it('is undefined without those lines, or where it is mangled', () => {
    assert.equal(parsePidLimits(Buffer.from('')), undefined);
    assert.equal(parsePidLimits(Buffer.from(limits.replace('open files', 'file size '))), undefined);
    assert.equal(parsePidLimits(Buffer.from(limits.replace('1024', '-1'))), undefined);
  });

  it('never throws, whatever it gets', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 400}), bytes => {
        parsePidLimits(Buffer.from(bytes));
      }),
    );
  });
});
