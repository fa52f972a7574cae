import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test} from 'node:test';
import {openMachine} from '../../../src/kernel/machine.ts';
import {type LocksContent, locksAnswer} from '../../../src/render/contract/locks.ts';
import {lockInspection} from '../../../src/rules/locks/index.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {withClientAndDaemon} from '../../support/live/client-and-daemon.ts';
import {askDescriptor} from '../../support/live/descriptor-answers.ts';
import {isGone} from '../../support/proc-witness.ts';
import {
  IS_ROOT,
  procdocJson,
  runProcdoc,
  runProcdocAsNobody,
  runProcdocUnder,
} from '../../support/procdoc.ts';
import {type Subject, until, withSubject} from '../../support/subject.ts';

type Lock = LocksContent['locks'][number];

async function locksOn(file: string): Promise<Lock[]> {
  const {status, json} = await procdocJson<LocksContent>('locks', file);
  assert.equal(status, 0);
  const parsed = locksAnswer.safeParse(json);
  assert.ok(parsed.success, JSON.stringify(parsed.error?.issues));
  return json.locks;
}

async function onlyLockOn(file: string): Promise<Lock> {
  const [lock, ...more] = await locksOn(file);
  assert.ok(lock && more.length === 0, `${more.length + Number(!!lock)} locks on ${file}`);
  return lock;
}

/** [pid, fd, how] of each holder. */
function holdersOf({holders}: Lock) {
  return holders.map(({pid, fd, how}) => [pid, fd, how]);
}

function parentAndChild(subject: Subject) {
  return [subject.number('parent'), subject.number('child')] as const;
}

test('a flock belongs to the open file description: parent and child hold it', () =>
  withSubject('heirs', ['flock'], async subject => {
    const [parent, child] = parentAndChild(subject);
    const fd = subject.number('fd');
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual(
      [lock.class, lock.mode, lock.acquirerPid, lock.acquirerAlive],
      ['flock', 'write', parent, true],
    );
    assert.deepEqual(holdersOf(lock), [
      [parent, fd, 'acquired'],
      [child, fd, 'inherited by fork'],
    ]);
    assert.equal(lock.verdict, null);
  }));

test('a POSIX lock belongs to the process: its child holds nothing', () =>
  withSubject('heirs', ['posix-lock'], async subject => {
    const [parent] = parentAndChild(subject);
    const lock = await onlyLockOn(subject.text('path'));
    assert.equal(lock.class, 'posix');
    assert.deepEqual(holdersOf(lock), [[parent, subject.number('fd'), 'acquired']]);
  }));

test('an OFD lock names no acquirer; parent and child hold it', () =>
  withSubject('heirs', ['ofd-lock'], async subject => {
    const [parent, child] = parentAndChild(subject);
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual([lock.class, lock.acquirerPid, lock.acquirerAlive], ['ofd', null, null]);
    assert.deepEqual(
      lock.holders.map(({pid, how}) => [pid, how]),
      [
        [parent, null],
        [child, 'inherited by fork'],
      ],
    );
  }));

test('two shared flocks on one file are two locks, each with its own holder', () =>
  withSubject('heirs', ['two-flocks'], async subject => {
    const locks = await locksOn(subject.text('path'));
    const holders = locks.map(({holders}) => holders.map(({pid}) => pid));
    assert.deepEqual(
      holders.sort(),
      parentAndChild(subject)
        .map(pid => [pid])
        .sort(),
    );
    assert.ok(locks.every(({mode, class: lockClass}) => mode === 'read' && lockClass === 'flock'));
  }));

test('waiters stand in the kernel’s queue, one behind another', () =>
  withSubject('lock-queue', ['flock'], async subject => {
    const [first, second] = subject.numbers('waiters');
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual(
      lock.waiters.map(({pid, mode, depth, behind}) => [pid, mode, depth, behind]),
      [
        [first, 'write', 1, null],
        [second, 'read', 2, first],
      ],
    );
  }));

test('who waits for an OFD lock is found by the system call, since /proc/locks names nobody', () =>
  withSubject('lock-queue', ['ofd'], async subject => {
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual([lock.start, lock.end], [10, 19]);
    assert.deepEqual(
      lock.waiters.map(({pid, comm, mode}) => [pid, comm, mode]),
      [[subject.numbers('waiters')[0], 'lock-queue', 'write']],
    );
  }));

test('each that waits for an OFD lock is found by what it wants, and stands in the queue with those that are named', () =>
  withSubject('lock-queue', ['mixed'], async subject => {
    const [posix, reader, writer] = subject.numbers('waiters');
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual(
      lock.waiters.map(({pid, mode, start, end, depth, behind}) => [pid, mode, start, end, depth, behind]),
      [
        [posix, 'write', 12, 17, 1, null],
        [reader, 'read', 15, 19, 2, posix],
        [writer, 'write', 10, 10, 1, null],
      ],
    );
    const {stdout} = await runProcdoc('locks', subject.text('path'));
    assert.ok(stdout.includes(`(${reader}) to read, bytes 15 to 19, behind ${posix}`), stdout);
  }));

test('a lease is held by the process that lslocks(8) names, too', () =>
  withSubject('lock-queue', ['lease'], async subject => {
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual([lock.class, lock.mode, lock.breaking, lock.waiters], ['lease', 'read', false, []]);
    assert.deepEqual(holdersOf(lock), [[subject.number('holder'), subject.number('fd'), 'acquired']]);
    const seen = execFileSync('lslocks', ['-n', '-r', '-o', 'PID,TYPE,INODE'], {encoding: 'utf8'});
    assert.match(seen, new RegExp(`^${subject.number('holder')} LEASE ${lock.inode}$`, 'm'));
  }));

test('of a lease that is being broken it is told who waits for that', () =>
  withSubject('lock-queue', ['broken'], async subject => {
    const [writer] = subject.numbers('waiters');
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual([lock.class, lock.breaking], ['lease', true]);
    assert.deepEqual(
      lock.waiters.map(({pid, mode}) => [pid, mode]),
      [[writer, 'write']],
    );
    const {stdout} = await runProcdoc('locks', subject.text('path'));
    assert.match(stdout, /lock +lease that is being broken, taken by/);
  }));

test(
  'a lock that no descriptor keeps any more is kept by who has the file mapped',
  {skip: !IS_ROOT && 'needs root'},
  () =>
    withSubject('lock-queue', ['mapped'], async subject => {
      const {verdict} = await onlyLockOn(subject.text('path'));
      assert.deepEqual([verdict?.rule, verdict?.certainty], ['locks/holder-not-visible', 'likely']);
      assert.ok(verdict?.why.includes(`mapped by lock-queue (${subject.number('holder')})`), verdict?.why);
      assert.doesNotMatch(verdict?.remedy ?? '', /as root/);
      const {stdout} = await runProcdoc('locks', subject.text('path'));
      assert.ok(
        stdout.replace(/\n +/g, ' ').includes(`; mapped by lock-queue (${subject.number('holder')})`),
      );
    }),
);

test('a lock file is found by another name of it, and none is on a file that is not locked', () =>
  withSubject('heirs', ['flock'], async subject => {
    const alias = `${subject.text('path')}-alias`;
    symlinkSync(subject.text('path'), alias);
    try {
      assert.equal((await onlyLockOn(alias)).path, subject.text('path'));
    } finally {
      rmSync(alias);
    }
    assert.deepEqual(await locksOn(process.execPath), []);
  }));

test('the daemon of a client that is gone holds its flock; lslocks(8) names the dead client', () =>
  withClientAndDaemon('detached', async ({client, daemon, lock: file, clientExits}) => {
    await clientExits();
    const lock = await onlyLockOn(file);
    assert.deepEqual([lock.acquirerPid, lock.acquirerAlive], [client.pid, false]);
    assert.deepEqual(holdersOf(lock), [[daemon.pid, client.number('lockFd'), 'inherited over exec']]);
    assert.equal(lock.verdict?.rule, 'locks/held-by-heir');
    const {stdout} = await runProcdoc('locks', file);
    assert.match(stdout, new RegExp(`held by +python3\\S* \\(${daemon.pid}\\) fd \\d+, inherited over exec`));
    assert.match(
      execFileSync('lslocks', ['-n', '-r', '-o', 'PID'], {encoding: 'utf8'}),
      new RegExp(`^${client.pid}$`, 'm'),
    );
  }));

/** What a diagnosis of a subject's processes, or of some of them, says of their locks: "rule certainty". */
async function diagnosed(pids: readonly number[]): Promise<string[]> {
  const scope = new Scope(new Snapshot(openMachine()), new Set(pids));
  return (await lockInspection.inspect(scope)).map(({rule, certainty}) => `${rule} ${certainty}`);
}

for (const [mode, finding] of [
  ['flock', 'locks/waiters-behind-heir proven'],
  ['ofd', 'locks/waiters-behind-heir likely'],
  ['helper', 'locks/acquirer-gone likely'],
  ['received', 'locks/waiters-behind-heir likely'],
  ['given', 'locks/acquirer-gone likely'],
] as const) {
  test(`who waits for a lock that is left (${mode}) finds ${finding}, as does who holds it`, () =>
    withSubject('lock-heirs', [mode], async subject => {
      const [holder = 0] = subject.numbers('holders');
      const lock = await onlyLockOn(subject.text('path'));
      assert.equal(`${lock.verdict?.rule} ${lock.verdict?.certainty}`, finding);
      assert.deepEqual(
        lock.waiters.map(({pid}) => pid),
        [subject.number('waiter')],
      );
      assert.deepEqual(await diagnosed([holder]), [finding]);
      assert.deepEqual(await diagnosed([subject.number('waiter')]), [finding]);
    }));
}

test('who received the descriptor of a lock over a UNIX socket has not inherited it', async () => {
  await withSubject('lock-heirs', ['lent'], async subject => {
    const lock = await onlyLockOn(subject.text('path'));
    assert.equal(lock.acquirerAlive, true);
    assert.deepEqual(
      lock.holders.map(({pid, how}) => [pid, how]),
      [
        [subject.number('acquirer'), 'acquired'],
        [subject.numbers('holders')[0], 'shared with the acquirer'],
      ],
    );
  });
  await withSubject('lock-heirs', ['received'], async subject => {
    const [receiver = 0] = subject.numbers('holders');
    const {holders, verdict} = await onlyLockOn(subject.text('path'));
    assert.equal(holders[0]?.how, 'shared with the acquirer');
    assert.match(verdict?.why ?? '', /inherited or received over a UNIX socket\.$/);
    assert.match(verdict?.remedy ?? '', /If it was inherited: open lock files with O_CLOEXEC/);
    const descriptor = await askDescriptor(receiver, subject.number('fd'), '--all');
    assert.deepEqual(
      descriptor.verdicts.map(({rule, certainty}) => `${rule} ${certainty}`),
      ['locks/held-by-heir likely'],
    );
    assert.equal(descriptor.inheritedFrom, null);
  });
});

test('a POSIX lock outlives its acquirer in whoever shares the descriptor table', () =>
  withSubject('lock-heirs', ['table'], async subject => {
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual(
      [lock.class, lock.acquirerPid, lock.acquirerAlive],
      ['posix', subject.number('acquirer'), false],
    );
    assert.deepEqual(holdersOf(lock), [
      [subject.numbers('holders')[0], subject.number('fd'), 'shares the descriptor table of the acquirer'],
    ]);
    assert.equal(lock.verdict, null);
  }));

test('a diagnosis does not miss the holder of a lock that was taken after it had listed the processes', async () => {
  const scope = new Scope(new Snapshot(openMachine()));
  scope.openFiles();
  await withSubject('heirs', ['flock'], async subject => {
    const onTheFile = `:${statSync(subject.text('path')).ino}`;
    const findings = await lockInspection.inspect(scope);
    assert.deepEqual(
      findings.filter(({cause}) => cause.endsWith(onTheFile)),
      [],
    );
  });
});

test('a diagnosis finds nothing in the queue for a lock whose acquirer lives', () =>
  withSubject('lock-queue', ['flock'], async subject =>
    assert.deepEqual(await diagnosed([subject.number('holder'), ...subject.numbers('waiters')]), []),
  ));

/** Runs `use` on a folder that is removed again. */
async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-locks-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

test('nothing in the name of a file moves the cursor, in the answer or in a message', () =>
  inFolder(async folder => {
    const file = path.join(folder, 'ev\nil\x1b[31mred');
    const missing = await runProcdoc('locks', file);
    assert.equal(missing.status, 3);
    writeFileSync(file, '');
    const {stdout} = await runProcdoc('locks', file);
    assert.equal(stdout, `no locks on ${folder}/ev\\nil\\x1b[31mred\n`);
    assert.doesNotMatch(missing.stderr, /\x1b|\n./);
  }));

test('flock(1) leaves its lock to what it started in the background; with -o it does not', () =>
  inFolder(async folder => {
    for (const [option, rule] of [
      ['-n', 'locks/held-by-heir'],
      ['-no', undefined],
    ] as const) {
      const file = path.join(folder, option);
      const leave = 'sleep 60 </dev/null >/dev/null 2>&1 & echo $!';
      const heir = Number(execFileSync('flock', [option, file, 'sh', '-c', leave], {encoding: 'utf8'}));
      try {
        const [lock] = await locksOn(file);
        assert.equal(lock?.verdict?.rule, rule);
        if (rule) assert.deepEqual(lock && holdersOf(lock)[0]?.slice(0, 1), [heir]);
      } finally {
        process.kill(heir);
        await until('the heir is gone', () => isGone(heir));
      }
    }
  }));

test('a shell that has flock(1) lock its own descriptor is no heir, though the pid in /proc/locks is gone', () =>
  inFolder(async folder => {
    const file = path.join(folder, 'lock');
    const shell = spawn('sh', ['-c', `exec 9>${file}; flock 9; echo locked; read line`]);
    try {
      await once(shell.stdout, 'data');
      const lock = await onlyLockOn(file);
      assert.deepEqual(holdersOf(lock), [[shell.pid, 9, 'shared with the acquirer']]);
      assert.deepEqual([lock.acquirerAlive, lock.verdict?.rule], [false, 'locks/acquirer-gone']);
    } finally {
      shell.stdin.end();
      await once(shell, 'exit');
    }
  }));

test(
  'in a pid namespace /proc/locks hides the lock of a dead acquirer, but its holder is found',
  {skip: !IS_ROOT && 'needs root'},
  () =>
    inFolder(async folder => {
      const file = path.join(folder, 'lock');
      const leave = `flock -n ${file} sh -c "sleep 60 </dev/null >/dev/null 2>&1 &"; cat /proc/locks >${folder}/locks; exec "$@"`;
      const inside = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', leave, 'sh'];
      const {status, stdout} = await runProcdocUnder(inside, 'locks', file, '--json');
      assert.equal(status, 0);
      assert.doesNotMatch(readFileSync(path.join(folder, 'locks'), 'latin1'), /FLOCK/);
      const [lock] = (JSON.parse(stdout) as LocksContent).locks;
      assert.deepEqual(
        [lock?.acquirerPid, lock?.holders.map(({comm}) => comm), lock?.path],
        [null, ['sleep'], file],
      );
    }),
);

test(
  'in a pid namespace a lock that was taken outside of it is not seen, and the answer says so',
  {skip: !IS_ROOT && 'needs root'},
  () =>
    withSubject('heirs', ['flock'], async subject => {
      const inside = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
      const file = subject.text('path');
      const text = await runProcdocUnder(inside, 'locks', file);
      assert.equal(text.status, 0);
      assert.equal(text.stdout, `no locks on ${file}: none that is visible from this pid namespace\n`);
      const {stdout} = await runProcdocUnder(inside, 'locks', file, '--json');
      const {complete, unreadable} = locksAnswer.parse(JSON.parse(stdout));
      assert.equal(complete, false);
      assert.deepEqual(unreadable, [{what: 'locks of other pid namespaces', errno: 'EXDEV', pids: []}]);
    }),
);

test(
  'from outside, the holder in a pid namespace is seen with the pid it has here',
  {skip: !IS_ROOT && 'needs root'},
  () =>
    inFolder(async folder => {
      const file = path.join(folder, 'lock');
      const script = `flock -n ${file} sh -c "sleep 60 </dev/null >/dev/null 2>&1 &"; echo stands; read line`;
      const inside = spawn('unshare', [
        '--pid',
        '--fork',
        '--kill-child',
        '--mount-proc',
        'sh',
        '-c',
        script,
      ]);
      try {
        await once(inside.stdout, 'data');
        const lock = await onlyLockOn(file);
        const [holder] = lock.holders;
        assert.equal(holder?.comm, 'sleep');
        assert.equal(lock.verdict?.rule, 'locks/held-by-heir');
        const seen = execFileSync('lsfd', ['-n', '-r', '-p', `${holder.pid}`, '-o', 'NAME'], {
          encoding: 'utf8',
        });
        assert.ok(seen.split('\n').includes(file));
      } finally {
        inside.stdin.end();
        await once(inside, 'exit');
      }
    }),
);

test(
  'as another user a lock is listed, and nobody is said to hold it',
  {skip: !IS_ROOT && 'needs root'},
  () =>
    withSubject('heirs', ['flock'], async subject => {
      const {status, stdout} = await runProcdocAsNobody('locks', subject.text('path'), '--json');
      const answer = JSON.parse(stdout) as LocksContent & {complete: boolean};
      const [lock] = answer.locks;
      assert.equal(status, 0);
      assert.equal(answer.complete, false);
      assert.deepEqual([lock?.holders, lock?.holderVisible, lock?.acquirerAlive], [[], false, null]);
      assert.equal(lock?.verdict?.rule, 'locks/holder-not-visible');
      assert.match(lock.verdict.remedy ?? '', /^Look as root/);
      const text = (await runProcdocAsNobody('locks', subject.text('path'))).stdout.replace(/\n +/g, ' ');
      assert.ok(
        text.includes(`taken by ${subject.number('parent')}, whose descriptors may not be seen`),
        text,
      );
      assert.ok(text.includes(`The lock on ${subject.text('path')} is held`), text);
      assert.doesNotMatch(text, /inode \d+ of device/);
    }),
);
