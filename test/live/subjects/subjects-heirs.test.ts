import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {
  commOf,
  descriptorInfo,
  descriptorTarget,
  parentOf,
  stateOf,
  statField,
} from '../../support/proc-witness.ts';
import {type Subject, until, withSubject} from '../../support/subject.ts';

for (const [mode, reads, offset] of [
  ['fork', ['ab', 'cd', 'ef'], '6'],
  ['two-opens', ['ab', 'ab', 'cd'], '4'],
] as const) {
  test(`parent and child that read one file in turn, after ${mode}, read ${reads.join(', ')}`, () =>
    stands('shared-offset.c', [mode], subject => {
      assert.deepEqual(subject.facts.reads, reads);
      const fds = heirloomOf(subject);
      assert.deepEqual(targetsOf(fds), [subject.text('path'), subject.text('path')]);
      const offsets = fds.map(([pid, fd]) => /^pos:\t(\d+)$/m.exec(descriptorInfo(pid, fd))?.[1]);
      assert.deepEqual(offsets, [offset, mode === 'fork' ? offset : '2']);
    }));
}

test('an orphan is adopted by init, and another by a subreaper', async () => {
  for (const mode of ['to-init', 'to-subreaper']) {
    let orphan = 0;
    await withSubject('orphan.c', [mode], subject => {
      orphan = subject.number('orphan');
      assert.equal(stateOf(subject.number('formerParent')), 'gone');
      assert.equal(parentOf(orphan), subject.number('adopter'));
      assert.equal(parentOf(orphan) === subject.pid, mode === 'to-subreaper');
    });
    await until('the orphan is reaped', () => stateOf(orphan) === 'gone');
  }
});

/** Where the parent and the child of a subject have what one inherited from the other. */
function heirloomOf(subject: Subject): [pid: number, fd: number][] {
  return [
    [subject.number('parent'), subject.number('fd')],
    [subject.number('child'), subject.number('childFd')],
  ];
}

function targetsOf(fds: readonly [pid: number, fd: number][]): string[] {
  return fds.map(([pid, fd]) => descriptorTarget(pid, fd));
}

for (const [mode, target] of [
  ['eventfd', /^anon_inode:\[eventfd\]$/],
  ['memfd', /^\/memfd:procdoc-heirs \(deleted\)$/],
  ['deleted-file', /^\/tmp\/procdoc-heirs-\w+ \(deleted\)$/],
] as const) {
  test(`parent and child have one ${mode}`, () =>
    stands('heirs.c', [mode], subject => {
      const fds = heirloomOf(subject);
      for (const seen of targetsOf(fds)) assert.match(seen, target);
      const [parents, childs] = fds.map(([pid, fd]) => descriptorInfo(pid, fd));
      assert.equal(parents, childs);
    }));
}

test('parent and child have an end each of a socketpair', () =>
  stands('heirs.c', ['socketpair'], subject => {
    const [parents = '', childs = ''] = targetsOf(heirloomOf(subject));
    assert.match(parents, /^socket:/);
    assert.match(childs, /^socket:/);
    assert.notEqual(parents, childs);
  }));

test('parent and child append to one log', () =>
  stands('heirs.c', ['append-log'], subject => {
    assert.equal(readFileSync(subject.text('path'), 'utf8'), 'parent\nchild\n');
    for (const [pid, fd] of heirloomOf(subject)) assert.match(descriptorInfo(pid, fd), /^flags:\t0\d*2001$/m);
  }));

for (const [mode, lock, heldBy] of [
  ['flock', /^lock:.*FLOCK +ADVISORY +WRITE/m, 'both'],
  ['posix-lock', /^lock:.*POSIX +ADVISORY +WRITE/m, 'the parent'],
  ['ofd-lock', /^lock:.*OFDLCK +ADVISORY +WRITE -1/m, 'both'],
  ['two-flocks', /^lock:.*FLOCK +ADVISORY +READ/m, 'both'],
] as const) {
  test(`after fork, ${mode}: held by ${heldBy}`, async () => {
    let path = '';
    await stands('heirs.c', [mode], subject => {
      path = subject.text('path');
      const locked = heirloomOf(subject).map(([pid, fd]) => lock.test(descriptorInfo(pid, fd)));
      assert.deepEqual(locked, [true, heldBy === 'both']);
    });
    assert.ok(!existsSync(path));
  });
}

test('two flocks on one file name their own acquirer each, an inherited one the parent', async () => {
  const acquirersIn = (subject: Subject): (string | undefined)[] =>
    heirloomOf(subject).map(([pid, fd]) => /^lock:.*FLOCK \D+(\d+)/m.exec(descriptorInfo(pid, fd))?.[1]);
  await stands('heirs.c', ['two-flocks'], subject => {
    assert.deepEqual(acquirersIn(subject), [`${subject.number('parent')}`, `${subject.number('child')}`]);
  });
  await stands('heirs.c', ['flock'], subject => {
    assert.deepEqual(acquirersIn(subject), [`${subject.number('parent')}`, `${subject.number('parent')}`]);
  });
});

test('a grandchild that inherited the write end keeps a reader from the end of the pipe', () =>
  stands('pipe-heir.c', [], subject => {
    const reader = subject.number('reader');
    const heir = subject.number('heir');
    assert.equal(stateOf(reader), 'S');
    assert.equal(stateOf(subject.number('writer')), 'gone');
    assert.equal(commOf(heir), 'pipe-heir');
    assert.match(descriptorTarget(heir, 1), /^pipe:/);
    assert.equal(
      descriptorTarget(reader, subject.number('readerFd')),
      descriptorTarget(heir, subject.number('heirFd')),
    );
  }));

test('the workers of a prefork server share the listener of their living parent', () =>
  stands('prefork-server.c', [], subject => {
    const workers = subject.pids('workers');
    const fd = subject.number('fd');
    assert.deepEqual(workers.map(parentOf), [subject.pid, subject.pid, subject.pid]);
    const sockets = new Set([subject.pid, ...workers].map(pid => descriptorTarget(pid, fd)));
    assert.equal(sockets.size, 1);
    const port = subject.number('port').toString(16).toUpperCase().padStart(4, '0');
    assert.match(readFileSync('/proc/net/tcp', 'latin1'), new RegExp(`0100007F:${port} 00000000:0000 0A`));
  }));

for (const [mode, lock] of [
  ['flock', /^lock:.*FLOCK +ADVISORY +WRITE/m],
  ['ofd', /^lock:.*OFDLCK +ADVISORY +WRITE -1/m],
  ['helper', /^lock:.*FLOCK +ADVISORY +WRITE/m],
] as const) {
  test(`whoever took a lock (${mode}) is gone, others hold it, and one waits`, () =>
    stands('lock-heirs.c', [mode], subject => {
      assert.equal(stateOf(subject.number('acquirer')), 'gone');
      for (const holder of subject.numbers('holders'))
        assert.match(descriptorInfo(holder, subject.number('fd')), lock);
      assert.equal(descriptorTarget(subject.number('waiter'), 3), subject.text('path'));
    }));
}

test('the commands of a killed wrapper are adopted, and stay in its group', async () => {
  for (const mode of ['killed', 'holding', 'nohup', 'daemon'])
    await stands('killed-wrapper.c', [mode], subject => {
      assert.equal(stateOf(subject.number('wrapper')), 'gone');
      for (const command of subject.pids('commands')) {
        assert.equal(parentOf(command), subject.pid);
        assert.equal(statField(command, 5), `${subject.number('wrapper')}`);
      }
    });
});

test('the rest of a pipeline, whose first command has ended, keeps the shell that started it', () =>
  stands('killed-wrapper.c', ['pipeline'], subject => {
    const [rest = 0] = subject.numbers('commands');
    assert.equal(stateOf(subject.number('pgid')), 'gone');
    assert.deepEqual(
      [parentOf(rest), statField(rest, 5)],
      [subject.number('wrapper'), `${subject.number('pgid')}`],
    );
  }));
