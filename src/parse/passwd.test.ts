import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parsePasswd, parseUser} from './passwd.ts';

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

  it('has the homes of users, but not one that leads upwards', () => {
    const passwd = Buffer.from('ann:x:1:1::/home/ann:/bin/sh\nbob:x:2:2::/home/../..:\ncy:x:3:3::home/cy:\n');
    assert.deepEqual(parseUser(passwd, 1), {name: 'ann', home: '/home/ann'});
    for (const uid of [2, 3, 4]) assert.equal(parseUser(passwd, uid), undefined);
  });

  it('leaves out comments and broken lines', () => {
    assert.deepEqual([...parsePasswd(Buffer.from('#x:y:1\nbroken\n:x:5\nb:x:-1:0\n'))], []);
  });
});
