import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {test} from 'node:test';

test('a wrong word on the command line of the benchmark is named in a sentence, and help is given where it is asked for', () => {
  const bench = (word: string) => {
    const {status, stdout, stderr} = spawnSync(process.execPath, ['test/bench/bench.js', word], {
      encoding: 'utf8',
    });
    return {status, words: stdout.split(/\s+/), complaints: stderr.split('\n').length - 1, stderr};
  };
  for (const word of ['--no-such', '--against', '--check=7', 'no-such-part']) {
    const {status, complaints, stderr} = bench(word);
    assert.deepEqual([status, complaints], [2, 1], stderr);
    assert.ok(stderr.includes(word.replace('=7', '')), stderr);
  }
  const {status, words, stderr} = bench('-h');
  assert.deepEqual([status, stderr], [0, '']);
  assert.ok(words.includes('--against'));
});
