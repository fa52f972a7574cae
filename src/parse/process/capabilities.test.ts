import assert from 'node:assert/strict';
import {test} from 'node:test';
import {hasCapability} from './capabilities.ts';

test('root of a container of Docker has what Docker leaves it', () => {
  const ofDocker = 0x00000000a80425fbn;
  assert.ok(hasCapability(ofDocker, 'CAP_DAC_OVERRIDE'));
  assert.ok(!hasCapability(ofDocker, 'CAP_DAC_READ_SEARCH'));
  assert.ok(!hasCapability(ofDocker, 'CAP_SYS_PTRACE'));
  assert.ok(hasCapability(0x1ffffffffffn, 'CAP_BPF'));
});
