import assert from 'node:assert/strict';
import {test} from 'node:test';
import {containerStores} from './container-stores.ts';

test('containers of root are kept in /var/lib and /run, those of a user in the home and the runtime folder', () => {
  const ofRoot = containerStores();
  assert.equal(ofRoot.docker, 'var/lib/docker/containers');
  assert.equal(ofRoot.podman[0], 'var/lib/containers/storage/overlay-containers/containers.json');
  assert.deepEqual(
    ofRoot.states.map(({folder}) => folder),
    ['run/runc', 'run/crun'],
  );
  const ofUser = containerStores({uid: 1000, name: 'ann', home: '/home/ann'});
  assert.equal(ofUser.docker, 'home/ann/.local/share/docker/containers');
  assert.ok(
    ofUser.podman.includes(
      'home/ann/.local/share/containers/storage/overlay-containers/volatile-containers.json',
    ),
  );
  assert.deepEqual(
    ofUser.states.map(({folder}) => folder),
    ['run/user/1000/runc', 'run/user/1000/crun'],
  );
});
