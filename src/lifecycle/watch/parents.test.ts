import assert from 'node:assert/strict';
import {it} from 'node:test';
import {Parents} from './parents.ts';

it('of many parents that are gone, only the busiest are remembered', () => {
  const parents = new Parents(() => undefined);
  for (let pid = 1; pid <= 10_000; pid++) {
    parents.of({pid, startTicks: pid, comm: 'sh'}).born = pid === 77 ? 5000 : 1;
    parents.leave(pid);
  }
  assert.ok(parents.all().length <= 200);
  assert.equal(parents.all()[0]?.pid, 77);
});

it('a parent of the same pid that started later is another one', () => {
  const parents = new Parents(() => undefined);
  parents.of({pid: 7, startTicks: 1, comm: 'sh'}).born++;
  parents.of({pid: 7, startTicks: 2, comm: 'make'}).born++;
  assert.deepEqual(
    parents
      .all()
      .map(({comm}) => comm)
      .sort(),
    ['make', 'sh'],
  );
  parents.of({pid: 7, startTicks: undefined, comm: undefined}).born++;
  assert.equal(parents.all()[0]?.comm, 'make');
});

it('a child that is reported after the end of its parent still counts for that', () => {
  const parents = new Parents(() => undefined);
  parents.of({pid: 7, startTicks: 1, comm: 'sh'}).born++;
  parents.leave(7);
  parents.of({pid: 7, startTicks: undefined, comm: undefined}).reaped++;
  assert.deepEqual(
    parents.all().map(({born, reaped}) => [born, reaped]),
    [[1, 1]],
  );
});

it('a parent that is not watched is looked at for its name', () => {
  const parents = new Parents(pid => ({startTicks: 5, comm: `p${pid}`}));
  parents.of({pid: 7, startTicks: undefined, comm: undefined}).exited++;
  assert.deepEqual(
    parents.all().map(({startTicks, comm}) => [startTicks, comm]),
    [[5, 'p7']],
  );
});
