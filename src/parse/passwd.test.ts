import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parsePasswd} from './passwd.ts';

describe('passwd(5)', () => {
  it('names users by uid, the first entry first', () => {
    const users = parsePasswd(
      Buffer.from('root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\nann:x:1000:1::/:\n'),
    );
    assert.deepEqual(
      [...users],
      [
        [0, 'root'],
        [1000, 'ann'],
      ],
    );
  });

  it('leaves out comments and broken lines', () => {
    assert.deepEqual([...parsePasswd(Buffer.from('#x:y:1\nbroken\n:x:5\nb:x:-1:0\n'))], []);
  });
});
