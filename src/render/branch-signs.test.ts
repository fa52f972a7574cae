import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {branchSignsFor} from './branch-signs.ts';

const drawnIn = (env: NodeJS.ProcessEnv) => branchSignsFor(env).last;

describe('branch signs', () => {
  it('are box drawing in a UTF-8 locale, however that is written', () => {
    for (const locale of ['C.UTF-8', 'de_DE.utf8', 'UTF-8', 'ca_ES.UTF-8@valencia'])
      assert.equal(drawnIn({LANG: locale}), '└─ ', locale);
  });

  it('are ASCII in any other locale, and without one', () => {
    for (const locale of ['C', 'POSIX', 'de_DE', 'de_DE.ISO-8859-1', ''])
      assert.equal(drawnIn({LANG: locale}), '`- ', locale);
    assert.equal(drawnIn({}), '`- ');
  });

  it('go by LC_ALL before LC_CTYPE before LANG, and an empty one does not count', () => {
    assert.equal(drawnIn({LC_ALL: 'C', LC_CTYPE: 'C.UTF-8', LANG: 'C.UTF-8'}), '`- ');
    assert.equal(drawnIn({LC_CTYPE: 'C.UTF-8', LANG: 'C'}), '└─ ');
    assert.equal(drawnIn({LC_ALL: '', LC_CTYPE: '', LANG: 'C.UTF-8'}), '└─ ');
  });
});
