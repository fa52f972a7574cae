import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedScene} from '../../../test/support/recorded/verdicts.ts';
import {firstVerdict} from '../rule.ts';
import {zombieRules} from '../zombies/index.ts';

const recordings = readdirSync(new URL('../../../test/recordings', import.meta.url))
  .filter(name => name.endsWith('.txt'))
  .map(name => name.slice(0, -'.txt'.length));

test('a zombie that is judged by another one is there for the reason that it would have by itself', async () => {
  let judged = 0;
  for (const name of recordings) {
    const {parents} = await judgedScene(scene(name));
    for (const {zombie, reason} of parents.flatMap(({zombies}) => zombies)) {
      const alone = firstVerdict(zombieRules, zombie);
      assert.deepEqual([reason.rule.id, reason.certainty], [alone?.rule, alone?.certainty], name);
      judged++;
    }
  }
  assert.ok(judged > recordings.length / 4, `${judged} zombies`);
});
