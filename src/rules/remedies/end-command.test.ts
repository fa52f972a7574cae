import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {statField, statusLine} from '../../../test/support/recorded/edits.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {HERE} from '../../snapshot/vantage.ts';
import {endCommand, groupEndCommand} from './end-command.ts';

const SIGTERM_ALONE = '0000000000004000';
const here = {vantage: HERE};
const wrapper = scene('killed-wrapper-holding');
const [first = 0, second = 0] = wrapper.numbers('commands');

function withSigtermIn(set: 'SigIgn' | 'SigBlk' | 'SigCgt', ...pids: number[]): Scene {
  return pids.reduce((where, pid) => where.with(`${pid}/status`, statusLine(set, SIGTERM_ALONE)), wrapper);
}

function processesOf(where: Scene) {
  const snapshot = where.snapshot();
  return [first, second].flatMap(pid => snapshot.find(pid) ?? []);
}

describe('the command that ends a process', () => {
  const commandIn = (where: Scene) => endCommand(processesOf(where).slice(0, 1));

  it('is SIGTERM, caught or not', () => {
    assert.equal(commandIn(wrapper), `\`kill -TERM ${first}\``);
    assert.equal(commandIn(withSigtermIn('SigCgt', first)), `\`kill -TERM ${first}\``);
  });

  it('is SIGKILL where it ignores or blocks SIGTERM', () => {
    assert.equal(commandIn(withSigtermIn('SigIgn', first)), `\`kill -KILL ${first}\` (it ignores SIGTERM)`);
    assert.equal(commandIn(withSigtermIn('SigBlk', first)), `\`kill -KILL ${first}\` (it blocks SIGTERM)`);
  });

  it('is no signal for a manager of containers or services, but the command that stops what it manages', () => {
    for (const [program, argv, command] of [
      ['conmon', 'conmon\0-c\0web\0', 'stop its container (`podman stop` or `crictl stop`)'],
      ['runsv', 'runsv\0web\0', 'stop its service (`sv exit`)'],
      [
        'containerd-shim',
        'containerd-shim-runc-v2\0-namespace\0moby\0',
        'stop its container (`docker stop` or `ctr task kill`)',
      ],
      ['lxc-start', '[lxc monitor] /var/lib/lxc web\0', 'stop its container (`lxc-stop`)'],
      ['lxc-start', 'lxc-start\0-F\0', `\`kill -TERM ${first}\``],
    ] as const) {
      const where = wrapper
        .with(`${first}/stat`, stat => stat.replace(/\(.*\)/, `(${program})`))
        .withFile(`${first}/cmdline`, argv);
      assert.equal(commandIn(where), command);
    }
  });

  it('is SIGKILL for PID 1 of a pid namespace that has no handler', () => {
    const inner = (where: Scene) =>
      where.with(`${first}/status`, status => status.replace(/^NSpid:.*$/m, `NSpid:\t${first}\t1`));
    assert.equal(
      commandIn(inner(wrapper)),
      `\`kill -KILL ${first}\` (it is PID 1 of its pid namespace, and has no handler for SIGTERM)`,
    );
    assert.equal(commandIn(inner(withSigtermIn('SigCgt', first))), `\`kill -TERM ${first}\``);
  });

  it('comes into effect only when a stopped or frozen process runs again', () => {
    assert.match(
      commandIn(wrapper.with(`${first}/stat`, statField(3, 'T'))),
      new RegExp(`^\`kill -TERM ${first}; kill -CONT ${first}\` \\(`),
    );
    for (const [state, channel] of [
      ['S', 'do_freezer_trap'],
      ['D', '__refrigerator'],
    ] as const) {
      const inState = state === 'S' ? wrapper : wrapper.with(`${first}/stat`, statField(3, state));
      const frozen = inState.withFile(`${first}/task/${first}/wchan`, channel);
      assert.match(commandIn(frozen), new RegExp(`^\`kill -TERM ${first}\` \\(.*thawed\\)$`));
    }
  });

  it('is SIGTERM where its signal sets can’t be read', () => {
    assert.equal(
      commandIn(withSigtermIn('SigIgn', first).withErrno(`${first}/status`, 'EACCES')),
      `\`kill -TERM ${first}\``,
    );
  });

  it('is SIGTERM for a process that blocks it to wait for it', () => {
    const waiting = scene('term-sigwait');
    const process = waiting.snapshot().find(waiting.number('origin'));
    assert.ok(process);
    assert.equal(endCommand([process]), `\`kill -TERM ${process.pid}\``);
  });
});

describe('the command that ends several', () => {
  it('has SIGKILL for processes that ignore SIGTERM, SIGTERM for the others', () => {
    assert.equal(endCommand(processesOf(wrapper)), `\`kill -TERM ${first} ${second}\``);
    assert.equal(
      endCommand(processesOf(withSigtermIn('SigIgn', first))),
      `\`kill -TERM ${second}\` and \`kill -KILL ${first}\` (it ignores SIGTERM)`,
    );
    assert.equal(
      endCommand(processesOf(withSigtermIn('SigIgn', first, second))),
      `\`kill -KILL ${first} ${second}\` (they ignore SIGTERM)`,
    );
  });

  it('of a group is SIGKILL where a member ignores SIGTERM, which is named', () => {
    assert.equal(groupEndCommand(7, processesOf(wrapper), here), '`kill -TERM -7`');
    const members = processesOf(withSigtermIn('SigIgn', second));
    assert.equal(
      groupEndCommand(7, members, here),
      `\`kill -KILL -7\` (${members[1]?.comm} (${second}) ignores SIGTERM)`,
    );
    assert.equal(groupEndCommand(7, members.slice(1), here), '`kill -KILL -7` (it ignores SIGTERM)');
  });
});
