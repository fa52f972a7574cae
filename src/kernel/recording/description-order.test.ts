import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {found, type Read, unreadable} from '../read.ts';
import type {DescriptorId} from '../syscalls.ts';
import {DescriptionOrder} from './description-order.ts';

/** What kcmp(2) says of descriptors whose description is their number modulo 7. */
function compare(a: DescriptorId, b: DescriptorId): Read<-1 | 0 | 1> {
  return found(Math.sign((a.fd % 7) - (b.fd % 7)) as -1 | 0 | 1);
}

const anyDescriptors = fc.array(fc.record({pid: fc.nat(3), fd: fc.nat(30)}), {maxLength: 40});

test('each descriptor has one place, in order, which the descriptors of one description share', () =>
  fc.assert(
    fc.property(anyDescriptors, descriptors => {
      const order = new DescriptionOrder(compare);
      for (const descriptor of descriptors) if (!order.putNext(descriptor)) order.put(descriptor);
      const places = [...order];
      assert.deepEqual(
        places.map(place => new Set(place.map(({fd}) => fd % 7)).size),
        places.map(() => 1),
      );
      const ranks = places.map(([first]) => (first?.fd ?? 0) % 7);
      assert.deepEqual(ranks, [...new Set(ranks)].sort());
      const met = new Set(descriptors.map(({pid, fd}) => `${pid}:${fd}`));
      assert.deepEqual(new Set(places.flat().map(({pid, fd}) => `${pid}:${fd}`)), met);
      assert.equal(places.flat().length, met.size);
    }),
  ));

test('a process that ends between two comparisons keeps its descriptors apart, and disturbs no other', () => {
  let ended = 0;
  const order = new DescriptionOrder((a, b) =>
    a.pid === ended || b.pid === ended ? unreadable('ESRCH') : compare(a, b),
  );
  for (const fd of [1, 2, 3]) order.put({pid: fd, fd});
  ended = 2;
  for (const fd of [10, 9, 8, 4]) order.put({pid: 4, fd});
  const places = [...order].map(place => place.map(({pid, fd}) => `${pid}:${fd}`).join(' '));
  assert.deepEqual(places, ['1:1 4:8', '4:9', '3:3 4:10', '4:4', '2:2']);
});
