import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {CannotLook, exitStatusOf, failureText, UsageError} from './failures.ts';

describe('a failure', () => {
  it('to understand is status 2, and its sentence names the flag that oclif was parsing', async () => {
    const error = new UsageError({kind: 'not-a-duration', text: 'soon'});
    error.message = `Parsing --settle \n\t${error.message}\nSee more help with --help`;
    assert.equal(exitStatusOf(error), 2);
    assert.equal(
      await failureText(error, 'procdoc zombies'),
      'procdoc zombies: --settle: "soon" isn\'t a duration: write 500ms, 1s, 2m or 1h',
    );
  });

  it('to look is status 3', async () => {
    const error = new CannotLook({kind: 'process-has-exited', pid: 4711});
    assert.equal(exitStatusOf(error), 3);
    assert.equal(await failureText(error, 'procdoc why'), 'procdoc why: process 4711 has exited');
  });

  it('that nobody foresaw is a bug, with where to report it', async () => {
    const error = new TypeError('x is undefined');
    assert.equal(exitStatusOf(error), 70);
    const [first, second] = (await failureText(error, 'procdoc why')).split('\n');
    assert.equal(first, 'procdoc why: a bug in procdoc: x is undefined');
    assert.match(second ?? '', /^Please report it .*`DEBUG=1 procdoc why …`\.$/);
  });
});
