import assert from 'node:assert/strict';
import {test} from 'node:test';
import {howJson} from './holder-json.ts';

test('how a process came by a descriptor or a lock has the values that scripts compare with', () => {
  const plain = [
    'opened',
    'opened-or-inherited',
    'opened-inherited-or-received',
    'acquired',
    'shared-with-acquirer',
    'shares-table-of-acquirer',
  ] as const;
  const ways = ['fork', 'exec'] as const;
  assert.deepEqual(
    [...plain.map(kind => howJson({kind})), ...ways.map(by => howJson({kind: 'inherited', by, from: null}))],
    [
      'opened',
      'opened or inherited',
      'opened, inherited or received',
      'acquired',
      'shared with the acquirer',
      'shares the descriptor table of the acquirer',
      'inherited by fork',
      'inherited over exec',
    ],
  );
});
