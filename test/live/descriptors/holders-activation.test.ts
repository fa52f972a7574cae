import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {holdersAnswer} from '../../../src/render/contract/holders.ts';
import {withRunning} from '../../support/live/running.ts';
import {nodeOf, whyOf} from '../../support/live/why-answer.ts';
import {procdocJson} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

/**
 * Does what systemd does for a socket unit: listens, keeps its copy, and has a program of another file start with the
 * listener as fd 3. `pid` in its first argument stands for the pid of that program.
 */
const ACTIVATOR = `
import os, socket, sys
listener = socket.create_server(('127.0.0.1', 0))
child = os.fork()
if child == 0:
    os.environ.update(v.replace('=pid', '=%d' % os.getpid()).split('=', 1) for v in sys.argv[1].split())
    os.dup2(listener.fileno(), 3)
    os.set_inheritable(3, True)
    os.execvp(sys.argv[2], sys.argv[2:])
print(child, listener.getsockname()[1], flush=True)
sys.stdin.read()
os.kill(child, 9)
os.wait()
`;
const SERVER = ['perl', '-e', 'open(my $s, "+<&=", 3); accept(my $c, $s); sleep'];

async function holderOf(variables: string, command: readonly string[], waitsIn: string) {
  let found: {activation: unknown; isLeftover: boolean} | undefined;
  await withRunning(['python3', '-c', ACTIVATOR, variables, ...command], {}, async ({numbers}) => {
    const [child = 0, port = 0] = numbers;
    found = await until('it waits', async () => {
      if (nodeOf(await whyOf(child), child).blockedIn?.syscall !== waitsIn) return undefined;
      const {descriptions, remarks} = holdersAnswer.parse((await procdocJson('holders', `:${port}`)).json);
      const holder = descriptions[0]?.holders.find(({pid, fd}) => pid === child && fd === 3);
      assert.ok(holder, JSON.stringify(descriptions));
      return {activation: holder.activation, isLeftover: remarks.some(one => one.includes('stays taken'))};
    });
  });
  return found;
}

describe('a service that has a listener from its socket unit', () => {
  for (const [what, variables, expected] of [
    ['has it on purpose', 'LISTEN_PID=pid LISTEN_FDS=1 LISTEN_FDNAMES=web.socket', 'web.socket'],
    ['may know it by another name', 'LISTEN_PID=pid LISTEN_FDS=1 LISTEN_FDNAMES=http', null],
  ] as const) {
    it(what, async () => {
      assert.deepEqual(await holderOf(variables, SERVER, 'accept4'), {
        activation: {socket: expected, waitsIn: 'accept4'},
        isLeftover: false,
      });
    });
  }
});

describe('a program that has a listener is taken for a leftover', () => {
  for (const [what, variables, command] of [
    ['if nothing says that it was passed on purpose', 'A=b', SERVER],
    ['if that was meant for another', 'LISTEN_PID=1 LISTEN_FDS=1', SERVER],
    ['if fewer descriptors were passed', 'LISTEN_PID=pid LISTEN_FDS=0', SERVER],
    ['if it never accepts clients', 'LISTEN_PID=pid LISTEN_FDS=1 LISTEN_FDNAMES=x.socket', ['sleep', '60']],
  ] as const) {
    it(what, async () => {
      const waitsIn = command === SERVER ? 'accept4' : 'clock_nanosleep';
      assert.deepEqual(await holderOf(variables, command, waitsIn), {activation: null, isLeftover: true});
    });
  }
});
