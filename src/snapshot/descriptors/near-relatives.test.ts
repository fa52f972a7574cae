import assert from 'node:assert/strict';
import {it} from 'node:test';
import {imaginedMachine} from '../../../test/support/recorded/imagined-machine.ts';
import {INITIAL_PID_NAMESPACE} from '../../kernel/pid-namespace.ts';
import {Snapshot} from '../snapshot.ts';
import {nearRelatives} from './near-relatives.ts';

/** The pids of the relatives of process 30, in a pid namespace with this name. */
function relativesIn(namespace: string): number[] {
  const status = ['Tgid:\t40', 'PPid:\t1', 'Uid:\t0\t0\t0\t0', 'NSpid:\t40'];
  const sets = ['SigPnd', 'ShdPnd', 'SigBlk', 'SigIgn', 'SigCgt'].map(name => `${name}:\t0`);
  const processes = [
    {pid: 1, ppid: 0},
    {pid: 20, ppid: 1},
    {pid: 30, ppid: 20},
  ];
  const machine = imaginedMachine(processes, undefined, {
    'self/ns/pid': {text: namespace},
    'self/status': {text: [...status, ...sets].join('\n')},
  });
  const snapshot = new Snapshot(machine);
  const process = snapshot.find(30);
  return process ? nearRelatives(snapshot, process).map(({pid}) => pid) : [];
}

it('PID 1 of a container is a relative as any other, and that of the machine is none', () => {
  assert.deepEqual(relativesIn(INITIAL_PID_NAMESPACE), [20]);
  assert.deepEqual(relativesIn('pid:[4026532000]'), [20, 1]);
});
