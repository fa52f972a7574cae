import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {parentOf, stateOf, statField} from '../../support/proc-witness.ts';

test('wait statuses of ends and of changes of state, as the kernel delivers them', () =>
  stands('statuses.c', [], subject => {
    const delivered = {
      exited128: 0x8000,
      exited3: 0x0300,
      killed: 0x0009,
      terminated: 0x000f,
      realtime: 0x0023,
      illegal: 0x0084,
      stopped: 0x137f,
      continued: 0xffff,
      ptraceExit: 0x6057f,
    };
    for (const [name, status] of Object.entries(delivered)) assert.equal(subject.number(name), status, name);

    const zombies = Object.keys(subject.facts).filter(name => name.endsWith('Zombie'));
    assert.equal(zombies.length, 6);
    for (const name of zombies) {
      const zombie = subject.number(name);
      assert.equal(stateOf(zombie), 'Z');
      assert.equal(parentOf(zombie), subject.pid);
      assert.equal(statField(zombie, 52), `${subject.number(name.replace('Zombie', ''))}`, name);
    }
    assert.equal(stateOf(subject.number('stoppedChild')), 'T');
  }));
