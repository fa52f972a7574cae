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

test('what is known to be one object needs no comparison, once two processes have it in one place', () => {
  let asked = 0;
  // What process 1 had as its descriptor 7 before, it has replaced.
  const objectOf = ({pid, fd}: DescriptorId) => (pid === 1 && fd === 7 ? 3 : fd % 7);
  const order = new DescriptionOrder((a, b) => {
    asked += 1;
    return compare(a, b);
  }, objectOf);
  const put = (descriptor: DescriptorId) => {
    asked = 0;
    if (!order.putNext(descriptor)) order.put(descriptor);
    return asked;
  };
  const asks = [1, 2, 3, 4, 5].map(pid => put({pid, fd: pid === 1 ? 7 : 3}));
  assert.deepEqual(asks.slice(2), [1, 0, 0]);
  assert.ok(Number(asks[1]) > 1);
  assert.deepEqual(
    [...order].map(place => place.map(({pid}) => pid)),
    [[1], [2, 3, 4, 5]],
  );
});

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
