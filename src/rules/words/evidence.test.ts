import assert from 'node:assert/strict';
import {test} from 'node:test';
import {seenIn} from '../../snapshot/evidence.ts';
import {evidenceText, saying} from './evidence.ts';

test('evidence reads as file, field and value, or what is said in its place', () => {
  assert.equal(evidenceText(seenIn(812, 'stat', 'ppid (4)', 1)), '/proc/812/stat: ppid (4) 1');
  const blocked = seenIn(812, 'status', 'SigBlk', 'SIGCHLD');
  assert.equal(evidenceText(saying(blocked, 'has SIGCHLD')), '/proc/812/status: SigBlk has SIGCHLD');
  assert.equal(evidenceText(seenIn(812, 'fd/3', null, 'pipe:[7]')), '/proc/812/fd/3: pipe:[7]');
});
