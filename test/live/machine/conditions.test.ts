import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import {type Condition, conditionOf} from '../../../src/snapshot/condition.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {withFrozen, withoutFreezer} from '../../support/live/frozen-cgroup.ts';
import {stateOf} from '../../support/proc-witness.ts';
import {IS_ROOT} from '../../support/procdoc.ts';
import {until, withSubject} from '../../support/subject.ts';

function conditionNow(pid: number): Condition | undefined {
  const snapshot = new Snapshot(openMachine());
  return conditionOf(snapshot, snapshot.find(pid) ?? assert.fail(`no process ${pid}`));
}

describe('the condition of a process', () => {
  it('is none as long as it can run', () =>
    withSubject('never-waits', ['1'], subject => {
      assert.equal(conditionNow(subject.number('parent')), undefined);
    }));

  it('names the signal that stopped it', () =>
    withSubject('parent-stopped', ['stopped'], subject => {
      const condition = conditionNow(subject.number('parent'));
      assert.deepEqual(condition?.kind === 'stopped' && condition.signal, 19);
    }));

  it('names who stopped it as its tracer', () =>
    withSubject('parent-stopped', ['traced'], subject => {
      const condition = conditionNow(subject.number('parent'));
      assert.equal(condition?.kind === 'traced' && condition.tracer?.process?.pid, subject.number('tracer'));
    }));

  it('is that of one that waits in vfork(2)', () =>
    withSubject('vfork-parent', [], subject => {
      assert.equal(conditionNow(subject.number('parent'))?.kind, 'vforking');
    }));

  it('is exiting where it was killed and is not gone yet', {skip: !IS_ROOT && 'needs root'}, () =>
    withSubject('exiting-init', [], subject => {
      const condition = conditionNow(subject.number('init'));
      assert.equal(condition?.kind, 'exiting');
      assert.equal(condition.evidence[0]?.value, 'PF_EXITING');
    }),
  );

  for (const version of [1, 2] as const)
    it(`is frozen by a cgroup of version ${version}, which is named`, {skip: withoutFreezer(version)}, () =>
      withSubject('never-waits', ['1'], async subject => {
        const pid = subject.number('parent');
        await withFrozen(version, pid, async folder => {
          const condition = await until('it is frozen', () => conditionNow(pid) ?? false);
          assert.deepEqual(condition.kind === 'frozen' && [condition.folder, condition.version], [
            folder,
            version,
          ]);
        });
        await until('it runs again', () => stateOf(pid) === 'S');
        assert.equal(conditionNow(pid), undefined);
      }),
    );
});
