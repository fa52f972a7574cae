import assert from 'node:assert/strict';
import {test} from 'node:test';
import {holdersAnswer} from '../../../src/render/contract/holders.ts';
import {locksAnswer} from '../../../src/render/contract/locks.ts';
import {withoutFuse} from '../../support/live/fuse.ts';
import {withRunning} from '../../support/live/running.ts';
import {runProcdoc} from '../../support/procdoc.ts';
import {withSubject} from '../../support/subject.ts';

test(
  'who has a file open is known though its inode number is beyond what numbers say exactly',
  {skip: withoutFuse},
  () =>
    withSubject('silent-fuse.c', [], async subject => {
      const holdersOf = async (name: string) => {
        const {stdout} = await runProcdoc('holders', `${subject.text('folder')}/${name}`, '--json');
        const {descriptions} = holdersAnswer.parse(JSON.parse(stdout));
        return descriptions.flatMap(({holders}) => holders.map(({pid, fd}) => [pid, fd]));
      };
      assert.deepEqual(await holdersOf('file'), [[subject.number('holder'), subject.number('fd')]]);
      assert.deepEqual(await holdersOf('neighbour'), []);
    }),
);

/** Takes a flock on one file while a child takes a lock of fcntl(2) on the other, and says the pids of both. */
const LOCKERS = `
import fcntl, os, signal, sys
read, write = os.pipe()
child = os.fork()
if child == 0:
    neighbour = open(sys.argv[1] + '/neighbour', 'r+')
    fcntl.lockf(neighbour, fcntl.LOCK_EX)
    os.write(write, b'.')
    signal.pause()
os.read(read, 1)
file = open(sys.argv[1] + '/file', 'r+')
fcntl.flock(file, fcntl.LOCK_EX)
print(os.getpid(), child, flush=True)
sys.stdin.read()
os.kill(child, signal.SIGKILL)
os.wait()
`;

test('locks on files of neighbouring great inode numbers are locks on two files', {skip: withoutFuse}, () =>
  withSubject('silent-fuse.c', [], subject =>
    withRunning(
      ['python3', '-c', LOCKERS, subject.text('folder')],
      {},
      async ({numbers: [flocker, child]}) => {
        const {locks} = locksAnswer.parse(JSON.parse((await runProcdoc('locks', '--json')).stdout));
        const own = locks.filter(({acquirerPid}) => acquirerPid === flocker || acquirerPid === child);
        assert.deepEqual(
          new Map(own.map(({acquirerPid, inode, verdict}) => [acquirerPid, [inode, verdict]])),
          new Map([
            [flocker, ['1152921504606846979', null]],
            [child, ['1152921504606846980', null]],
          ]),
        );
        const {stdout} = await runProcdoc('locks', `${subject.text('folder')}/neighbour`, '--json');
        assert.deepEqual(
          locksAnswer.parse(JSON.parse(stdout)).locks.map(({acquirerPid}) => acquirerPid),
          [child],
        );
      },
    ),
  ),
);
