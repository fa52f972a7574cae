import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {systemdExitCode} from './systemd-exit-codes.ts';

describe('exit codes of systemd', () => {
  const named: readonly [number, string][] = [
    [0, 'SUCCESS'],
    [1, 'FAILURE'],
    [6, 'NOTCONFIGURED'],
    [64, 'USAGE'],
    [200, 'CHDIR'],
    [203, 'EXEC'],
    [217, 'USER'],
    [226, 'NAMESPACE'],
    [231, 'APPARMOR'],
    [244, 'BPF'],
    [255, 'EXCEPTION'],
  ];
  for (const [code, name] of named) {
    it(`${code} is ${name}`, () => assert.equal(systemdExitCode(code)?.name, name));
  }

  it('200 to 245 say what systemd could not do, but for two numbers that are not in use', () => {
    for (let code = 200; code <= 245; code++) {
      const inUse = code !== 223 && code !== 234;
      assert.equal(systemdExitCode(code)?.failed !== undefined, inUse, `${code}`);
    }
  });

  it('others have no name', () => {
    for (const code of [8, 79, 199, 223, 246, 254, 256, -1]) assert.equal(systemdExitCode(code), undefined);
  });
});
