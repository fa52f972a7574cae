import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {takePassedSockets} from './passed-sockets.ts';

describe('sockets that are passed', () => {
  for (const [what, env, descriptors] of [
    ['are descriptors from 3 on', {LISTEN_PID: '7', LISTEN_FDS: '2', LISTEN_FDNAMES: 'a:b'}, [3, 4]],
    ['are none where they are for another process', {LISTEN_PID: '8', LISTEN_FDS: '1'}, []],
    ['are none where nothing says for whom', {LISTEN_FDS: '1'}, []],
    ['are none where there are no variables', {}, []],
    ['are none by a number that is none', {LISTEN_PID: '7', LISTEN_FDS: '-1'}, []],
  ] as const)
    it(`${what}, and their variables are gone`, () => {
      const given: NodeJS.ProcessEnv = {...env, HOME: '/'};
      const passed = takePassedSockets(given, 7);
      assert.deepEqual(
        passed.map(({descriptor}) => descriptor),
        descriptors,
      );
      assert.deepEqual(given, {HOME: '/'});
    });
});
