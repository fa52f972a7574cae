import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {innermostUnitOf, managedRootOf, systemdUnitOf} from './systemd-unit.ts';

const user = '/user.slice/user-1000.slice/user@1000.service';

describe('the systemd unit of a cgroup', () => {
  it('is a service', () => {
    const unit = {name: 'nginx.service', kind: 'service'};
    assert.deepEqual(systemdUnitOf('/system.slice/nginx.service', ''), unit);
  });

  it('is the scope of a login', () => {
    const unit = {name: 'session-3.scope', kind: 'scope'};
    assert.deepEqual(systemdUnitOf('/user.slice/user-1000.slice/session-3.scope', ''), unit);
  });

  it("is another for the manager of a user than for PID 1, of which that manager's is a service", () => {
    assert.equal(systemdUnitOf(`${user}/app.slice/foo.service`, user)?.name, 'foo.service');
    assert.equal(systemdUnitOf(`${user}/app.slice/foo.service`, '')?.name, 'user@1000.service');
  });

  it('is the service that delegated a cgroup below it', () => {
    assert.equal(systemdUnitOf('/system.slice/docker.service/workers', '')?.name, 'docker.service');
  });

  it('is undefined in a slice, at the root, for a name that is only the ending, and outside of the managed root', () => {
    for (const path of ['/', '', '/user.slice', '/docker/0123', '/.service'])
      assert.equal(systemdUnitOf(path, ''), undefined, path);
    assert.equal(systemdUnitOf('/system.slice/nginx.service', user), undefined);
  });
});

describe('a systemd manager', () => {
  it('manages the units next to its own scope', () => {
    assert.equal(managedRootOf('/init.scope'), '');
    assert.equal(managedRootOf(`${user}/init.scope`), user);
  });

  it('is not what is in any other cgroup', () => {
    for (const path of ['/', '/system.slice/nginx.service', '/my-init.scope', '/init.scope/below'])
      assert.equal(managedRootOf(path), undefined, path);
  });
});

it('of a cgroup is the innermost, of whichever manager', () => {
  const unit = (path: string) => innermostUnitOf(path)?.name;
  assert.equal(unit('/system.slice/cron.service'), 'cron.service');
  assert.equal(unit('/user.slice/user-1000.slice/user@1000.service/app.slice/x.scope'), 'x.scope');
  assert.equal(unit('/user.slice/user-1000.slice/session-3.scope/child'), 'session-3.scope');
  assert.equal(unit('/docker/4711'), undefined);
  assert.equal(unit('/'), undefined);
});
