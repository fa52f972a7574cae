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

  it('200 to 245 are failures to start the program, but for two numbers that are not in use', () => {
    for (let code = 200; code <= 245; code++) {
      const inUse = code !== 223 && code !== 234;
      assert.equal(systemdExitCode(code)?.kind === 'start-failure', inUse, `${code}`);
    }
  });

  it('2 to 7 are the statuses of the LSB', () => {
    const lsb = Array.from({length: 256}, (_, code) => code).filter(
      code => systemdExitCode(code)?.kind === 'lsb',
    );
    assert.deepEqual(lsb, [2, 3, 4, 5, 6, 7]);
  });

  it('others have no name', () => {
    for (const code of [8, 79, 199, 223, 246, 254, 256, -1]) assert.equal(systemdExitCode(code), undefined);
  });
});
