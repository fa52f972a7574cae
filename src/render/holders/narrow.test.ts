import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from '../../../test/support/recorded/scene.ts';
import {parseHolderTarget} from '../../parse/targets/holder-target.ts';
import {holderSearches} from '../../snapshot/holders/holder-search.ts';
import {readTargetHolders} from '../../snapshot/holders/target-holders.ts';
import {introductions} from '../introductions/introductions.ts';
import {plainStyle} from '../style.ts';
import {holdersText} from './text.ts';

test('the inode number of a socket is whole, however narrow the terminal is', async () => {
  const recorded = scene('orphan-with-port');
  const snapshot = recorded.snapshot();
  const syscalls = await snapshot.comparingSyscalls();
  const target = parseHolderTarget(`:${recorded.number('port')}`);
  assert.ok(!('problem' in target) && target.kind !== 'number');
  const search = holderSearches(snapshot, syscalls)(target);
  assert.ok(search.ok);
  const answers = readTargetHolders(snapshot, syscalls, [{target: ':port', search: search.value}]);
  const page = {style: plainStyle, width: 50, screen: 50, isTerminal: true};
  const lines = holdersText(answers, [], page, introductions(page));
  assert.ok(
    lines.some(line => /^ {2}socket:\[\d+\] {2}socket/.test(line)),
    lines.join('\n'),
  );
});
