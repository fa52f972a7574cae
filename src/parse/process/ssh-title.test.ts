import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseSshUser} from './ssh-title.ts';

test('the title of sshd names the user of a session', () => {
  assert.equal(parseSshUser(['sshd: root@pts/0']), 'root');
  assert.equal(parseSshUser(['sshd: deploy [priv]']), 'deploy');
  assert.equal(parseSshUser(['sshd-session: deploy@notty']), 'deploy');
});

test('the process that listens serves no session', () => {
  assert.equal(parseSshUser(['sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups']), undefined);
  assert.equal(parseSshUser(['/usr/sbin/sshd', '-D']), undefined);
  assert.equal(parseSshUser([]), undefined);
});
