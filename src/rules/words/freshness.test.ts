import assert from 'node:assert/strict';
import {test} from 'node:test';
import {freshnessText} from './freshness.ts';

test('loaded files are counted', () => {
  const kind = 'loaded-files-written';
  assert.equal(
    freshnessText({kind, count: 1}),
    'a file that the script loads was written or touched after the process started',
  );
  assert.equal(
    freshnessText({kind, count: 7}),
    '7 files that the script loads were written or touched after the process started',
  );
});

test('doubts about imports name the files, and count those beyond the third', () => {
  const [one, two, three, four] = ['/a.py', '/b.py', '/c.py', '/d.py'] as const;
  const text = (...paths: string[]) =>
    freshnessText({kind: 'imports-unknown', doubts: [{kind: 'no-byte-code', paths}]});
  assert.equal(
    text(one),
    '/a.py was written or touched after the process started, and without byte code next to it nothing shows whether it was imported',
  );
  assert.equal(
    text(one, two, three, four),
    '/a.py, /b.py, /c.py and 1 more were written or touched after the process started, and without byte code next to them nothing shows whether they were imported',
  );
});

test('each doubt has its clause', () => {
  const doubts = ['/x', '/y'].map(folder => ({
    kind: 'folder-unlisted' as const,
    folder,
    errno: 'EACCES',
  }));
  assert.equal(
    freshnessText({kind: 'imports-unknown', doubts}),
    "the modules that the script may import from /x can't be listed (EACCES); the modules that the script may import from /y can't be listed (EACCES)",
  );
});
