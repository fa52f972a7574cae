import assert from 'node:assert/strict';
import {test} from 'node:test';
import {HERE, type Vantage} from '../../snapshot/vantage.ts';
import {procdocCommand, shellCommand} from './printed-commands.ts';

const recorded: Vantage = {mount: '/proc', flags: ['--from', "it's here"], pids: 'recorded'};
const foreign: Vantage = {mount: '/hostproc', flags: ['--proc', '/hostproc'], pids: 'foreign'};

test('a command of procdoc names its source, as a shell takes it', () => {
  assert.equal(procdocCommand({vantage: HERE}, 'why', 4711), 'procdoc why 4711');
  assert.equal(procdocCommand({vantage: foreign}, 'why', 4711), 'procdoc why 4711 --proc /hostproc');
  assert.equal(
    procdocCommand({vantage: recorded}, 'locks', '/a b'),
    `procdoc locks '/a b' --from 'it'\\''s here'`,
  );
});

test('a command for other pids than those of this shell says where it works', () => {
  assert.equal(shellCommand({vantage: HERE}, 'kill -TERM 1'), '`kill -TERM 1`');
  assert.equal(
    shellCommand({vantage: foreign}, 'kill -TERM 1'),
    'in the pid namespace of /hostproc, `kill -TERM 1`',
  );
  assert.equal(shellCommand({vantage: recorded}, 'kill -TERM 1'), 'on the recorded machine, `kill -TERM 1`');
});
