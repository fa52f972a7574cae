import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {family} from '../../../test/support/recorded/imagined-zombies.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import {readZombies} from '../../snapshot/zombies/zombies.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import {childrenOf, parentName, type Zombies, zombiesListed} from './zombies.ts';

async function zombiesOf(count: number): Promise<Zombies> {
  const {zombies} = await readZombies(new Snapshot(imaginedMachine(family(count))));
  const [first, ...more] = zombies;
  return [first ?? assert.fail('no zombie'), ...more];
}

test('one zombie is named, a few are counted and named, many only counted', async () => {
  const [one, two, six] = [await zombiesOf(1), await zombiesOf(2), await zombiesOf(6)];
  assert.equal(zombiesListed(one), '1 zombie, git (101)');
  assert.equal(zombiesListed(two), '2 zombies, git (101) and git (102)');
  assert.equal(zombiesListed(six), '6 zombies');
  assert.deepEqual([childrenOf(one), childrenOf(six)], ['git (101)', '6 of its children']);
});

test('a parent is named, or has its pid alone where it is not visible', async () => {
  const [zombie] = await zombiesOf(1);
  assert.equal(parentName(zombie), 'runner (100)');
  const hidden = await readZombies(new Snapshot(imaginedMachine(family(1).filter(({pid}) => pid !== 100))));
  assert.equal(parentName(hidden.zombies[0] ?? assert.fail()), 'process 100');
});

test('a remedy says what follows for the zombies if their parent exits, where that is visible', async () => {
  const [one, two] = [await zombiesOf(1), await zombiesOf(2)];
  assert.match(
    orParentExits(one, 'Wait.'),
    /^Wait\. If runner \(100\) exits, .* adopts and reaps the zombie\.$/,
  );
  assert.match(orParentExits(two, 'Wait.'), /adopts and reaps the zombies\.$/);
  const hidden = await readZombies(new Snapshot(imaginedMachine(family(1).filter(({pid}) => pid !== 100))));
  assert.equal(orParentExits([hidden.zombies[0] ?? assert.fail()], 'Look.'), 'Look.');
});
