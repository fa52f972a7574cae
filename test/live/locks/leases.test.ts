import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {LocksContent} from '../../../src/render/contract/locks.ts';
import {locksAnswer} from '../../../src/render/contract/locks.ts';
import {stands} from '../../support/live/stands.ts';
import {procdocJson} from '../../support/procdoc.ts';

for (const [mode, was, left] of [
  ['lease', 'read', 'unlocked'],
  ['write-lease', 'write', 'read'],
] as const)
  test(`a lease that is being broken shows what is to be left of it: ${left}, of one for ${was === 'read' ? 'reading' : 'writing'}`, () =>
    stands('blocked-in-call.c', [mode], async subject => {
      const {json} = await procdocJson<LocksContent>('locks');
      assert.ok(locksAnswer.safeParse(json).success);
      const leases = json.locks.filter(({acquirerPid}) => acquirerPid === subject.number('ender'));
      assert.deepEqual(
        leases.map(lock => [lock.class, lock.mode, lock.breaking, lock.breakingTo]),
        [['lease', was, true, left]],
      );
    }));
