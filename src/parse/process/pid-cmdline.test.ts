import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {encodeText} from '../text.ts';
import {parsePidCmdline} from './pid-cmdline.ts';

describe('/proc/PID/cmdline', () => {
  it('is empty for a zombie', () => {
    assert.deepEqual(parsePidCmdline(Buffer.from('')), []);
  });

  it('keeps empty arguments', () => {
    assert.deepEqual(parsePidCmdline(Buffer.from('sh\0-c\0\0')), ['sh', '-c', '']);
  });

  it('takes a title written over the arguments, without its last NUL', () => {
    assert.deepEqual(parsePidCmdline(Buffer.from('nginx: master process')), ['nginx: master process']);
  });

  it('gives back any arguments', () => {
    const argument = fc
      .uint8Array({maxLength: 20})
      .map(bytes => Buffer.from(bytes.filter(byte => byte !== 0)));
    fc.assert(
      fc.property(fc.array(argument, {minLength: 1}), argv => {
        const parsed = parsePidCmdline(Buffer.concat(argv.flatMap(arg => [arg, Buffer.of(0)])));
        assert.deepEqual(
          parsed.map(arg => Buffer.from(encodeText(arg))),
          argv,
        );
      }),
    );
  });
});
