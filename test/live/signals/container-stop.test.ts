import assert from 'node:assert/strict';
import {copyFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {diagnoseAnswer} from '../../../src/render/contract/diagnose.ts';
import {signalInspection} from '../../../src/rules/inspections/signals.ts';
import {inShort, inspected} from '../../support/live/findings.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {commOf, descendantsOf, stateOf, statField, statusField} from '../../support/proc-witness.ts';
import {IS_ROOT, runProcdocUnder} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

const CONTAINER = ['--pid', '--fork', '--kill-child', '--mount-proc'];
const CAT = ['sh', '-c', 'echo; exec cat'];

/** Runs a program as PID 1 of a pid namespace whose parent is unshare(1) by another name, and says what is found. */
async function found(name: string, config?: string, command = CAT): Promise<[number, string[]]> {
  let answer: [number, string[]] = [0, []];
  await withFiles(config === undefined ? {} : {'config.json': config}, async folder => {
    const program = path.join(folder, name);
    copyFileSync('/usr/bin/unshare', program);
    await withRunning([program, ...CONTAINER, ...command, '-b', folder], {}, async running => {
      const pid = descendantsOf(running.pid).find(each => /\s1$/.test(statusField(each, 'NSpid')));
      assert.ok(pid !== undefined);
      await until('it reads', () => commOf(pid) !== 'sh' && stateOf(pid) === 'S');
      // A program that has only just started may set its handlers yet.
      await until('it has run for a while', () => ageOf(pid) > 1.1);
      answer = [pid, (await inspected(signalInspection, [pid])).map(inShort)];
    });
  });
  return answer;
}

/** For how long a process has run, in seconds. */
function ageOf(pid: number): number {
  const [uptime] = readFileSync('/proc/uptime', 'latin1').split(' ');
  return Number(uptime) - Number(statField(pid, 22)) / 100;
}

describe('PID 1 without a handler for SIGTERM', {skip: !IS_ROOT && 'needs root'}, () => {
  const stopSignal = (signal: string) =>
    JSON.stringify({annotations: {'org.opencontainers.image.stopSignal': signal}});

  it('is accused where the manager of a container is its parent, and stops it by SIGTERM', async () => {
    for (const config of ['{}', stopSignal('15'), stopSignal('SIGTERM')]) {
      const [pid, findings] = await found('conmon', config);
      assert.deepEqual(findings, [`signals/init-without-sigterm-handler of ${pid}, proven`], config);
    }
  });

  it('is likely to be stopped so where the configuration of its container can’t be read', async () => {
    const [pid, findings] = await found('conmon');
    assert.deepEqual(findings, [`signals/init-without-sigterm-handler of ${pid}, likely`]);
  });

  it('is not what the handler is that Node sets by itself, but one of the program', {
    skip: signalActionErrno() && "the kernel's own record can't be read",
  }, async () => {
    const node = (program: string) => [
      process.execPath,
      '-e',
      `${program}; process.stdin.resume(); console.log()`,
      '--',
    ];
    const [pid, findings] = await found('conmon', '{}', node(''));
    assert.deepEqual(findings, [`signals/init-without-sigterm-handler of ${pid}, likely`]);
    assert.deepEqual((await found('conmon', '{}', node("process.on('SIGTERM', () => {})")))[1], []);
  });

  it('is not accused where another signal stops it, or no such manager is known', async () => {
    for (const signal of ['37', 'SIGQUIT', 'SIGRTMIN+3'])
      assert.deepEqual((await found('conmon', stopSignal(signal)))[1], [], signal);
    assert.deepEqual((await found('unshare', '{}'))[1], []);
  });
});

describe('from inside a container', {skip: !IS_ROOT && 'needs root'}, () => {
  /** Mounts a file over /etc/hosts in a mount namespace of its own, and leaves sh(1) as PID 1. */
  const inside = (file: string) => {
    const script = `mount --bind "${file}" /etc/hosts; sleep 1.2; "$@"; exit $?`;
    return ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', script, 'sh'];
  };

  it('a runtime is known by the file that it mounts there', () =>
    withFiles({}, async folder => {
      const own = path.join(folder, 'a'.repeat(64));
      mkdirSync(own);
      for (const [file, expected] of [
        [path.join(own, 'hosts'), ['signals/init-without-sigterm-handler, likely']],
        [path.join(folder, 'hosts'), []],
      ] as const) {
        writeFileSync(file, '');
        const {stdout} = await runProcdocUnder(inside(file), 'diagnose', '--rule', 'signals', '--json');
        const {findings} = diagnoseAnswer.parse(JSON.parse(stdout));
        const found = findings.filter(({subject}) => 'pid' in subject && subject.pid === 1);
        assert.deepEqual(
          found.map(({rule, certainty}) => `${rule}, ${certainty}`),
          expected,
        );
      }
    }));
});
