import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import path from 'node:path';
import {describe, it} from 'node:test';
import {promisify} from 'node:util';
import {inheritedFdsAnswer} from '../../../src/render/contract/inherited-fds.ts';
import {
  descriptorIn,
  giverOf,
  holdersOf,
  type InheritedFdsAnswer,
} from '../../support/live/descriptor-answers.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {compile, type Subject} from '../../support/subject.ts';

declare const PROJECT_ROOT: string;

/** What `inherited-fds --all` says where kcmp(2) is forbidden, as in a container; the answer itself says so. */
async function askWithoutKcmp(pid: number): Promise<InheritedFdsAnswer> {
  const procdoc = [process.execPath, path.join(PROJECT_ROOT, 'bin/run.js'), 'inherited-fds', `${pid}`];
  const launcher = await compile('without-kcmp');
  const {stdout} = await promisify(execFile)(launcher, [...procdoc, '--all', '--json']);
  const answer = inheritedFdsAnswer.parse(JSON.parse(stdout));
  assert.equal(answer.complete, false);
  assert.ok(answer.unreadable.some(({what, errno}) => what === 'kcmp' && errno === 'EPERM'));
  return answer;
}

describe('without kcmp(2), what a child inherited is', () => {
  /** A test that the child has it from the parent, as is proven or likely by this. */
  const itIs = (by: string, subject: string, mode: string, fact = 'childFd') =>
    it(`${by}: ${mode || fact}`, () =>
      stands(subject, mode === '' ? [] : [mode], async standing => {
        const [parent, fd] = [standing.number('parent'), standing.number(fact)];
        const child = await askWithoutKcmp(standing.number('child'));
        assert.equal(giverOf(descriptorIn(child, fd)), `${parent}/${fd} ${by}`);
      }));

  itIs('proven by lock', 'heirs.c', 'flock');
  itIs('proven by lock', 'heirs.c', 'ofd-lock');
  itIs('proven by eventfd-id', 'heirs.c', 'eventfd');
  itIs('likely by socket-inode', 'descriptor-kinds.c', '', 'listener');
  itIs('likely by socket-inode', 'descriptor-kinds.c', '', 'socketpair');
  itIs('likely by same-object', 'descriptor-kinds.c', '', 'pipe to write');
  itIs('likely by same-object', 'descriptor-kinds.c', '', 'file');
});

describe('without kcmp(2), nothing is claimed of', () => {
  const assertNotShared = async (subject: Subject) => {
    const child = await askWithoutKcmp(subject.number('child'));
    assert.deepEqual(holdersOf(descriptorIn(child, subject.number('childFd'))), []);
  };

  it('two opens of one file', () => stands('shared-offset.c', ['two-opens'], assertNotShared));
  it('two shared flocks on one file', () => stands('heirs.c', ['two-flocks'], assertNotShared));

  it('devices, which many open', () =>
    stands('descriptor-kinds.c', [], async subject => {
      const child = await askWithoutKcmp(subject.number('child'));
      assert.equal(giverOf(descriptorIn(child, subject.number('device'))), null);
    }));

  it('strangers who have one file open, each at its start, with a read lock of its own', () =>
    withFiles({file: ''}, async cwd => {
      const program = `
import fcntl, os, struct, sys
file = os.open('file', os.O_RDONLY)
F_OFD_SETLK, F_RDLCK = 37, 0
fcntl.fcntl(file, F_OFD_SETLK, struct.pack('hhqqi4x', F_RDLCK, 0, 0, 0, 0))
print(file, flush=True)
sys.stdin.read()
`;
      const command = ['python3', '-c', program];
      await withRunning(command, {cwd}, one =>
        withRunning(command, {cwd}, async other => {
          assert.equal(one.said, other.said);
          const file = descriptorIn(await askWithoutKcmp(one.pid), Number(one.said));
          assert.deepEqual(
            file.locks.map(({class: lockClass, mode}) => [lockClass, mode]),
            [['ofd', 'read']],
          );
          assert.deepEqual(holdersOf(file), []);
        }),
      );
    }));
});
