import assert from 'node:assert/strict';
import {describe, it, test} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {
  askBothWays,
  askDescriptor,
  askInheritedFds,
  descriptorIn,
  giverOf,
  holdersOf,
} from '../../support/live/descriptor-answers.ts';
import {withLeftBehind, withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {commOf, descriptorInfo, descriptorTarget, isGone} from '../../support/proc-witness.ts';
import {type Subject, until} from '../../support/subject.ts';

describe('parent and child that read one file in turn', () => {
  const ask = (subject: Subject, ...flags: string[]) =>
    Promise.all([
      askDescriptor(subject.number('parent'), subject.number('fd'), ...flags),
      askDescriptor(subject.number('child'), subject.number('childFd'), ...flags),
    ]);

  it('have one description and one offset after fork', () =>
    stands('shared-offset.c', ['fork'], async subject => {
      const [parents, childs] = await ask(subject);
      assert.deepEqual([parents.offset, childs.offset], [6, 6]);
      assert.equal(giverOf(childs), `${subject.number('parent')}/${parents.fd} proven by kcmp`);
      assert.equal(giverOf(parents), null);
      assert.deepEqual(
        parents.passedTo.map(({pid, fd, proof}) => [pid, fd, proof]),
        [[subject.number('child'), childs.fd, 'kcmp']],
      );
    }));

  it('have nothing in common but the path after two opens, where only --all shows it', () =>
    stands('shared-offset.c', ['two-opens'], async subject => {
      const [parents, childs] = await ask(subject, '--all');
      assert.deepEqual([parents.target, childs.target], [subject.text('path'), subject.text('path')]);
      assert.deepEqual([parents.offset, childs.offset], [4, 2]);
      assert.deepEqual([...holdersOf(parents), ...holdersOf(childs)], []);
      const shared = await askInheritedFds(subject.number('child'));
      assert.ok(!shared.descriptors.some(({target}) => target === subject.text('path')));
    }));
});

test('processes that share one descriptor table share every descriptor in it', () =>
  stands('descriptions.c', ['sharing'], async subject => {
    const [parent, fd] = [subject.number('parent'), subject.number('fd')];
    const duplicate = subject.number('duplicate');
    const child = await askInheritedFds(subject.number('child'), '--all');
    assert.deepEqual(
      child.process.sharesTableWith.map(({pid}) => pid),
      [parent],
    );
    const {how, inheritedFrom} = await askBothWays(subject.number('child'), fd);
    assert.deepEqual([how, inheritedFrom], ['shares the descriptor table', null]);
    assert.deepEqual(
      holdersOf(descriptorIn(child, fd)),
      [`${parent}/${fd}`, `${parent}/${duplicate}`].sort(),
    );
    const reopened = subject.number('reopened');
    assert.deepEqual(holdersOf(descriptorIn(child, reopened)), [`${parent}/${reopened}`]);
  }));

for (const mode of ['eventfd', 'memfd', 'deleted-file', 'append-log']) {
  test(`a child has its parent's ${mode} from there`, () =>
    stands('heirs.c', [mode], async subject => {
      const [parent, child] = [subject.number('parent'), subject.number('child')];
      const inherited = await askDescriptor(child, subject.number('childFd'));
      assert.equal(giverOf(inherited), `${parent}/${subject.number('fd')} proven by kcmp`);
      assert.equal(inherited.deleted, mode === 'deleted-file');
    }));
}

test('the two ends of a socketpair are not one description', () =>
  stands('heirs.c', ['socketpair'], async subject => {
    const end = await askDescriptor(subject.number('child'), subject.number('childFd'), '--all');
    assert.deepEqual(holdersOf(end), []);
  }));

test('an exited leader has the descriptors that its living thread shows', () =>
  stands('exited-leader.c', ['running'], async subject => {
    const [leader, parent] = [subject.number('leader'), subject.number('parent')];
    const input = await askDescriptor(leader, 0);
    assert.equal(input.target, descriptorTarget(subject.number('liveThread'), 0));
    assert.equal(giverOf(input), `${parent}/0 proven by kcmp`);
    const given = await askDescriptor(parent, 0);
    assert.ok(given.passedTo.some(({pid, fd}) => pid === leader && fd === 0));
  }));

test('a zombie has no descriptors any more', () =>
  stands('never-waits.c', ['1'], async subject => {
    const [zombie] = subject.numbers('zombies');
    const {status, stdout} = await askProcdoc('inherited-fds', `${zombie}`);
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`\\(${zombie}\\) is a zombie\\b`));
    assert.deepEqual((await askInheritedFds(zombie ?? 0)).descriptors, []);
  }));

test('the offset is the one of fdinfo', () =>
  stands('heirs.c', ['append-log'], async subject => {
    const [pid, fd] = [subject.number('child'), subject.number('childFd')];
    const {offset} = await askDescriptor(pid, fd);
    assert.equal(offset, Number(/^pos:\t(\d+)$/m.exec(descriptorInfo(pid, fd))?.[1]));
    assert.equal(offset, 'parent\nchild\n'.length);
  }));

test('what a double fork and setsid(2) made likely inherited from an older process what it shares with it', () =>
  stands('detached-heir.c', ['double-fork'], async subject => {
    const [elder, heir, fd] = [subject.number('elder'), subject.number('heir'), subject.number('fd')];
    const descriptor = await askBothWays(heir, fd);
    assert.equal(giverOf(descriptor), `${elder}/${fd} likely by kcmp`);
    assert.deepEqual(
      [descriptor.inheritedFrom?.alive, descriptor.inheritedFrom?.shownBy],
      [true, 'older-holder'],
    );
    const {stdout} = await askProcdoc('inherited-fds', `${heir}`);
    assert.match(stdout, new RegExp(` from +[\\w-]+ \\(${elder}\\) fd ${fd} \\[likely: `));
  }));

test('of two that one supervisor may have given a description, neither has it from the other', () =>
  stands('detached-heir.c', ['supervised'], async subject => {
    const descriptor = await askBothWays(subject.number('heir'), subject.number('fd'));
    assert.deepEqual(holdersOf(descriptor), [`${subject.number('elder')}/${subject.number('fd')}`]);
    assert.equal(giverOf(descriptor), null);
  }));

test("an orphan inherited from a process above what a sibling of that process's child shares with it", () =>
  withRunning(
    [
      'bash',
      '-c',
      `exec 5<&0 7</etc/hostname
setsid cat <&5 >/dev/null & sibling=$!
bash -c 'cat <&5 >/dev/null & echo $$ $!' | { read pids; echo $sibling $pids; }
exec 7<&-; read x`,
    ],
    {detached: true},
    async ({numbers: [sibling = 0, between = 0, orphan = 0]}) => {
      await until('what was between them has left', () => isGone(between));
      await until('both have become cat', () => [sibling, orphan].every(pid => commOf(pid) === 'cat'));
      const {inheritedFrom, alsoHeldBy} = await askBothWays(orphan, 7);
      assert.deepEqual(
        alsoHeldBy.map(({pid}) => pid),
        [sibling],
      );
      assert.deepEqual(
        [inheritedFrom?.pid, inheritedFrom?.alive, inheritedFrom?.shownBy],
        [null, null, 'older-non-ancestor'],
      );
      assert.equal(giverOf({inheritedFrom}), 'null/null likely by kcmp');
    },
  ));

test('two orphans that one exited shell left: neither gave the other what both have', () =>
  withLeftBehind(
    'exec 7</etc/passwd; cat <&5 >/dev/null & a=$!; cat <&5 >/dev/null & echo $a $!',
    {},
    async ({numbers: [elder = 0, younger = 0]}) => {
      const {inheritedFrom, alsoHeldBy} = await askDescriptor(younger, 7);
      assert.ok(alsoHeldBy.some(({pid}) => pid === elder));
      assert.deepEqual([inheritedFrom?.pid, inheritedFrom?.alive], [null, null]);
    },
  ));
