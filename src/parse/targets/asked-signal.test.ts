import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseAskedSignal} from './asked-signal.ts';

for (const [number, words] of [
  [2, ['INT', 'SIGINT', 'int', '2', 'Ctrl-C', 'ctrl-c', '^C', 'interrupt']],
  [3, ['QUIT', 'Ctrl-\\', 'quit']],
  [9, ['kill', 'SIGKILL']],
  [14, ['alarm', 'ALRM']],
  [34, ['SIGRTMIN', '34']],
  [undefined, ['', '0', '65', 'Ctrl-Q', 'constructor', 'SIG', '-9']],
] as const)
  test(`${words.map(word => JSON.stringify(word)).join(', ')} is ${number ?? 'no signal'}`, () => {
    for (const word of words) assert.equal(parseAskedSignal(word), number, word);
  });
