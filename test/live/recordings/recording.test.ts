import assert from 'node:assert/strict';
import {test} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import {orUndefined} from '../../../src/kernel/read.ts';
import {recordedMachine} from '../../../src/kernel/recorded/recorded-machine.ts';
import {narrowedTo} from '../../../src/kernel/recording/narrowed.ts';
import {Recorder} from '../../../src/kernel/recording/recorder.ts';
import {judgeDescriptors} from '../../../src/rules/inspections/descriptors.ts';
import {judgeZombies} from '../../../src/rules/inspections/zombies.ts';
import {readInheritedFds} from '../../../src/snapshot/inheritance/inherited-fds.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {readZombies} from '../../../src/snapshot/zombies/zombies.ts';
import {stands} from '../../support/live/stands.ts';
import {descendantsOf} from '../../support/proc-witness.ts';
import {runProcdocUnder} from '../../support/procdoc.ts';
import {ON_A_TERMINAL} from '../../support/terminal.ts';

/** The zombies of a machine: which, since when, how they died and why they are there. */
async function zombiesOf(snapshot: Snapshot) {
  const {parents, lookedAt} = await judgeZombies(await readZombies(snapshot));
  const zombies = parents.flatMap(group => group.zombies);
  return {
    lookedAt,
    unreadable: snapshot.ledger.unreadable,
    zombies: zombies.map(({zombie, verdict}) => ({
      stat: zombie.process.stat,
      deadForSeconds: zombie.deadForSeconds,
      waitStatus: zombie.waitStatus(),
      // How sure it is may rest on a second look, which a recording can't take.
      rule: verdict.rule,
    })),
  };
}

/** The descriptors of each process: what each is, which other processes have it, from which it came. */
async function descriptorsOf(snapshot: Snapshot) {
  const syscalls = await snapshot.syscalls();
  return snapshot.processes().map(process => {
    const open = orUndefined(process.descriptors()) ?? [];
    const judged = judgeDescriptors(readInheritedFds(snapshot, process, open, syscalls));
    return judged.map(({one, origin, verdicts}) => ({
      target: one.target(),
      holders: one.otherHolders.map(holder => [holder.process.pid, holder.descriptor.fd, holder.proof]),
      origin: origin && {...origin, from: {...origin.from, shownBy: origin.from.shownBy.kind}},
      verdicts,
    }));
  });
}

for (const [subject, args, question] of [
  ['never-waits.c', ['2'], zombiesOf],
  ['burst.c', ['signalfd-once'], zombiesOf],
  ['adopter.c', ['subreaper'], zombiesOf],
  ['heirs.c', ['flock'], descriptorsOf],
  ['prefork-server.c', [], descriptorsOf],
] as const) {
  test(`a recording of ${[subject, ...args].join(' ')} answers as the machine did`, () =>
    stands(subject, args, async ({pid}) => {
      const machine = narrowedTo(new Set([pid, ...descendantsOf(pid)]), openMachine());
      const recorder = new Recorder(machine);
      const live = await question(new Snapshot(recorder.machine));
      const recorded = await question(new Snapshot(recordedMachine(recorder.text())));
      assert.deepEqual(recorded, live);
      assert.notDeepEqual(live, []);
    }));
}

test('record writes no recording to a terminal, and says where to', async () => {
  const {status, stdout} = await runProcdocUnder(ON_A_TERMINAL, 'record', `${process.pid}`, '-o', '-');
  assert.equal(status, 2);
  assert.match(stdout, /^procdoc record: [^\r\n]*-o host\.procdoc[^\r\n]*\r\n$/);
});
