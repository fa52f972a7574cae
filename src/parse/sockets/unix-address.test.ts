import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parseUnixAddress} from './unix-address.ts';

const nameIn = (bytes: string) => {
  const name = parseUnixAddress(Buffer.from(bytes, 'latin1'));
  return name && Buffer.from(name).toString('latin1');
};

describe('the address of a unix socket', () => {
  it('is a path up to the NUL that ends it, if there is one', () => {
    assert.equal(nameIn('\x01\0/run/x\0rest'), '/run/x');
    assert.equal(nameIn('\x01\0/run/x'), '/run/x');
  });

  it('is an abstract name with all its NULs', () => assert.equal(nameIn('\x01\0\0x\0'), '\0x\0'));

  it('may have no name', () => assert.equal(nameIn('\x01\0'), undefined));

  it('is of no other family', () => assert.equal(nameIn('\x02\0\x1f\x90\x7f\0\0\x01'), undefined));

  it('never throws, whatever it gets', () => {
    fc.assert(fc.property(fc.uint8Array(), bytes => void parseUnixAddress(Buffer.from(bytes))));
  });
});
