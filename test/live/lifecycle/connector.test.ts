import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {it} from 'node:test';
import {openSource} from '../../../src/lifecycle/watch/source.ts';

/** More processes than run on a machine while one event is taken. */
const MANY = 200;

const opened = await openSource('connector');

it('the proc connector gives the events until now, also where every one of them makes another process', {
  skip: !opened.ok && `no proc connector: ${opened.errno}`,
}, () => {
  const events = opened.ok ? opened.value.events : undefined;
  assert.ok(events);
  try {
    let forks = 0;
    const startAnother = () => assert.equal(spawnSync('true').status, 0);
    startAnother();
    events.drain(({type}) => {
      if (type === 'fork' && ++forks < MANY) startAnother();
    });
    assert.ok(forks > 0 && forks < MANY, `${forks}`);
    const before = forks;
    events.drain(({type}) => {
      if (type === 'fork') forks++;
    });
    assert.ok(forks > before, 'what came meanwhile is given later');
  } finally {
    events.close();
  }
});
