import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld} from '../../../test/support/recorded/verdicts.ts';
import {introductions} from '../../render/introductions/introductions.ts';
import {sigchldText} from '../../render/sigchld/text.ts';
import {plainStyle} from '../../render/style.ts';

test('a zombie has no children, whatever its status shows', async () => {
  const never = scene('never-waits');
  const [zombie = 0] = never.numbers('zombies');
  const judged = await judgedSigchld(never, zombie);
  assert.deepEqual(judged.handling.effects(), ['no-children']);
  const page = {style: plainStyle, width: 80, screen: 80, isTerminal: false};
  const text = sigchldText([judged], page, true, introductions(page)).join('\n');
  assert.match(text, new RegExp(`^never-waits \\(${zombie}\\) is a zombie\\.$`, 'm'));
  assert.doesNotMatch(text, /reaping|SA_NOCLDWAIT/);
});
