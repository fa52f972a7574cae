import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {orphansAnswer} from '../../../src/render/contract/orphans.ts';
import {familyInspection} from '../../../src/rules/inspections/families.ts';
import {signalInspection} from '../../../src/rules/inspections/signals.ts';
import {factsOf} from '../../support/facts.ts';
import {inShort, inspected} from '../../support/live/findings.ts';
import {type SystemdMachine, withSystemd} from '../../support/live/systemd-machine.ts';
import {descendantNamed, descendantsOf, hasSignal, isGone} from '../../support/proc-witness.ts';
import {IS_ROOT, procdocJson} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

const withoutDefaults = ['[Unit]', 'DefaultDependencies=no', '[Service]'];

/** A service that leaves a sleep(1) behind, which is told by how long it sleeps. */
const service = (seconds: number, ...lines: readonly string[]) => [
  ...withoutDefaults,
  ...lines,
  `ExecStart=/bin/sh -c 'sleep ${seconds} & exit'`,
];

const units = {
  'left.service': service(86_401, 'KillMode=process'),
  'remains.service': service(86_402, 'Type=oneshot', 'RemainAfterExit=yes'),
  'remains-simple.service': service(86_403, 'RemainAfterExit=yes', 'KillMode=process'),
  'forking.service': service(86_404, 'Type=forking'),
};

/** A file of a process; empty when the process is gone. */
function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

/** The sleep(1) that is told by its seconds, when systemd has adopted it and has seen its starter exit. */
const sleeping = ({init}: SystemdMachine, seconds: number) =>
  until(`systemd has adopted the sleep of ${seconds} s`, () => {
    const children = descendantsOf(init);
    const pid = children.find(one => textOf(one, 'cmdline') === `sleep\0${seconds}\0`);
    return pid !== undefined && textOf(pid, 'stat').includes(`) S ${init} `) && pid;
  });

async function orphansOf(machine: SystemdMachine) {
  const {json} = await procdocJson('orphans');
  const below = new Set(descendantsOf(machine.init));
  return orphansAnswer.parse(json).orphans.filter(({pid}) => below.has(pid));
}

describe('in units of systemd', {skip: !IS_ROOT && 'needs root'}, () => {
  it('what a main process left is an orphan, whether or not the service is active; the daemon of a forking one is not', () =>
    withSystemd(units, async machine => {
      const pids = await Promise.all([86_401, 86_402, 86_403].map(seconds => sleeping(machine, seconds)));
      const daemon = await sleeping(machine, 86_404);
      const link = `/proc/${machine.init}/root/run/systemd/units/invocation:left.service`;
      await until(
        'left.service is over',
        () => !readdirSync(path.dirname(link)).includes(path.basename(link)),
      );
      const orphans = await until('all of them are orphans', async () => {
        const found = await orphansOf(machine);
        return found.length >= pids.length && found;
      });
      assert.deepEqual(orphans.map(({pid}) => pid).sort(), [...pids].sort());
      assert.ok(!isGone(daemon));
      const shown = orphans.map(({pid, certainty, facts}) => {
        const fact = factsOf(facts).find(({file}) => file.includes('/root/'));
        return {at: pids.indexOf(pid), certainty, file: fact?.file, field: fact?.field, value: fact?.value};
      });
      const unitFile = (unit: string) => `/proc/${machine.init}/root/etc/systemd/system/${unit}`;
      assert.deepEqual(
        shown.sort((a, b) => a.at - b.at),
        [
          {at: 0, certainty: 'likely', file: link, field: null, value: 'ENOENT'},
          {at: 1, certainty: 'likely', file: unitFile('remains.service'), field: 'Type', value: 'oneshot'},
          {
            at: 2,
            certainty: 'likely',
            file: unitFile('remains-simple.service'),
            field: 'Type',
            value: 'simple',
          },
        ],
      );
      for (const pid of pids.slice(1))
        assert.deepEqual((await inspected(familyInspection, [pid])).map(inShort), []);
    }));

  it('a shell is not blamed for the SIGPIPE that systemd has it ignore, whatever started systemd', () =>
    withSystemd(
      {'shell.service': [...withoutDefaults, `ExecStart=/bin/sh -c 'sleep 86411; :'`]},
      async ({init}) => {
        const shell = await until('the shell waits', () =>
          descendantNamed(init, 'sh', pid => descendantNamed(pid, 'sleep') !== undefined),
        );
        assert.ok(hasSignal(shell, 'SigIgn', 'SIGPIPE'));
        assert.deepEqual((await inspected(signalInspection, [shell])).map(inShort), []);
      },
    ));
});
