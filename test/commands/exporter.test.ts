import assert from 'node:assert/strict';
import {it} from 'node:test';
import {askProcdoc} from '../support/asked.ts';

it('exporter refuses to ask the rules more often than it says it can', async () => {
  for (const often of ['0', '500ms']) {
    const words = ['--once', '--events', 'none', '--rules-every', often];
    const {status, stdout, stderr} = await askProcdoc('exporter', ...words);
    assert.deepEqual([status, stdout], [2, ''], stderr);
    assert.match(stderr, new RegExp(`^procdoc exporter: --rules-every: "${often}" [^\n]*\n$`));
  }
});
