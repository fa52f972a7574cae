import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it, test} from 'node:test';
import {checkAnswer} from '../../../src/render/contract/check.ts';
import {locksAnswer} from '../../../src/render/contract/locks.ts';
import {askProcdoc} from '../../support/asked.ts';
import {onlyLockOn, verdictOn} from '../../support/live/lock-answers.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {IS_ROOT, runProcdocAsNobody, runProcdocUnder} from '../../support/procdoc.ts';
import {until, withSubject} from '../../support/subject.ts';

/** Takes an OFD lock on a file, says its inode, and keeps it until its input ends. */
const OFD_LOCK = `
import fcntl, os, struct, sys
file = open(sys.argv[1], "w")
F_OFD_SETLKW = 38
fcntl.fcntl(file, F_OFD_SETLKW, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))
print(os.fstat(file.fileno()).st_ino, flush=True)
sys.stdin.read()
`;

const inPidNamespace = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];

test('nothing in the name of a file moves the cursor, in the answer or in a message', () =>
  withFiles({}, async folder => {
    const file = path.join(folder, 'ev\nil\x1b[31mred');
    const missing = await askProcdoc('locks', file);
    assert.equal(missing.status, 3);
    writeFileSync(file, '');
    const {stdout} = await askProcdoc('locks', file);
    assert.equal(stdout.split('\n')[0], `no kernel locks on ${folder}/ev\\nil\\x1b[31mred`);
    assert.doesNotMatch(missing.stderr, /\x1b|\n./);
  }));

describe('in a pid namespace', {skip: !IS_ROOT && 'needs root'}, () => {
  it('/proc/locks hides the lock of an acquirer that has exited, but its holder is found', () =>
    withFiles({}, async folder => {
      const file = path.join(folder, 'lock');
      const leave = `flock -n ${file} sh -c "sleep 60 </dev/null >/dev/null 2>&1 &"; cat /proc/locks >${folder}/locks; exec "$@"`;
      const inside = [...inPidNamespace, 'sh', '-c', leave, 'sh'];
      const {status, stdout} = await runProcdocUnder(inside, 'locks', file, '--json');
      assert.equal(status, 0);
      assert.ok(!readFileSync(path.join(folder, 'locks'), 'latin1').includes('FLOCK'));
      const [lock] = locksAnswer.parse(JSON.parse(stdout)).locks;
      assert.deepEqual(
        [lock?.acquirerPid, lock?.holders.map(({comm}) => comm), lock?.path],
        [null, ['sleep'], file],
      );
    }));

  it('a lock that was taken outside of it is not visible, and the answer says so', () =>
    withSubject('heirs', ['flock'], async subject => {
      const file = subject.text('path');
      const text = await runProcdocUnder(inPidNamespace, 'locks', file);
      assert.equal(text.status, 0);
      assert.equal(text.stdout.split('\n')[0], `no kernel locks on ${file} visible from this pid namespace`);
      const {stdout} = await runProcdocUnder(inPidNamespace, 'locks', file, '--json');
      const {complete, unreadable} = locksAnswer.parse(JSON.parse(stdout));
      assert.equal(complete, false);
      assert.deepEqual(unreadable, [{what: 'locks of other pid namespaces', errno: 'EXDEV', pids: []}]);
    }));

  it('an OFD lock of a process outside of it is listed, and is no finding', () =>
    withFiles({}, async folder => {
      const file = path.join(folder, 'lock');
      writeFileSync(file, '');
      await withRunning(['python3', '-c', OFD_LOCK, file], {}, async ({numbers: [inode]}) => {
        const beside = [...inPidNamespace, 'sh', '-c', 'sleep 60 & "$@"; exit $?', 'sh'];
        const listed = await runProcdocUnder(beside, 'locks', '--json');
        const lock = locksAnswer.parse(JSON.parse(listed.stdout)).locks.find(one => one.inode === inode);
        assert.deepEqual([lock?.class, lock?.holders, lock?.verdict], ['ofd', [], null]);
        const {stdout} = await runProcdocUnder(beside, 'check', '--rule', 'locks', '--json');
        const {unreadable} = checkAnswer.parse(JSON.parse(stdout));
        // OFD locks of other tests are listed in this pid namespace, too.
        assert.ok(!stdout.includes(`inode ${inode}`), stdout);
        assert.deepEqual(unreadable, [{what: 'locks of other pid namespaces', errno: 'EXDEV', pids: []}]);
      });
    }));

  it('an OFD lock that keeps a process in it waiting is a finding, wherever its holder is', () =>
    withFiles({}, async folder => {
      const file = path.join(folder, 'lock');
      writeFileSync(file, '');
      await withRunning(['python3', '-c', OFD_LOCK, file], {}, async () => {
        const waiter = `python3 -c '${OFD_LOCK}' "$0" & until grep -q -- "-> OFDLCK .*:$(stat -c %i "$0") " /proc/locks; do :; done; "$@"; exit $?`;
        const beside = [...inPidNamespace, 'sh', '-c', waiter, file];
        const {stdout} = await runProcdocUnder(beside, 'locks', file, '--json');
        const [lock] = locksAnswer.parse(JSON.parse(stdout)).locks;
        assert.equal(lock?.verdict?.rule, 'locks/holder-not-visible', stdout);
      });
    }));

  it('a holder is seen from outside with the pid that it has there', () =>
    withFiles({}, async folder => {
      const file = path.join(folder, 'lock');
      const script = `flock -n ${file} sh -c "sleep 60 </dev/null >/dev/null 2>&1 &"; echo stands; read line`;
      const [launcher = '', ...args] = [...inPidNamespace, 'sh', '-c', script];
      const inside = spawn(launcher, args);
      try {
        await once(inside.stdout, 'data');
        const {lock, holder} = await until('what is left runs its program', async () => {
          const lock = await onlyLockOn(file);
          const [holder] = lock.holders;
          return holder?.comm === 'sleep' && {lock, holder};
        });
        assert.equal(lock.verdict?.rule, 'locks/held-by-heir');
        const open = execFileSync('lsfd', ['-n', '-r', '-p', `${holder.pid}`, '-o', 'NAME'], {
          encoding: 'utf8',
        });
        assert.ok(open.split('\n').includes(file));
      } finally {
        inside.stdin.end();
        await once(inside, 'exit');
      }
    }));
});

describe('a lock that no visible descriptor holds', {skip: !IS_ROOT && 'needs root'}, () => {
  it('is kept by its acquirer, if that has the file mapped: nothing is wrong', () =>
    withSubject('lock-queue', ['mapped'], async subject => {
      const holder = subject.number('holder');
      const lock = await onlyLockOn(subject.text('path'));
      assert.deepEqual([lock.keptByMappingOf, lock.verdict], [holder, null]);
      const {status} = await askProcdoc('diagnose', `${holder}`, '--rule', 'locks');
      assert.equal(status, 0);
    }));

  it('is kept by another process that has the file mapped', () =>
    withSubject('lock-queue', ['mapped-by-other'], async subject => {
      const holder = subject.number('holder');
      const lock = await onlyLockOn(subject.text('path'));
      assert.equal(verdictOn(lock), 'locks/holder-not-visible likely');
      const files = lock.verdict?.facts.map(({file}) => file) ?? [];
      assert.ok(files.includes(`/proc/${holder}/maps`), files.join());
      const remedy = lock.verdict?.remedy ?? '';
      assert.ok(remedy.includes(`kill -TERM ${holder}`) && !remedy.includes('as root'), remedy);
      const {stdout} = await askProcdoc('locks', subject.text('path'));
      const text = stdout.replace(/\n +/g, ' ');
      assert.ok(text.includes(`no visible descriptor; the file is mapped by lock-queue (${holder})`), text);
    }));

  it('of POSIX is held by the living process that took it, likely, for another user', () =>
    withSubject('heirs', ['posix-lock'], async subject => {
      const parent = subject.number('parent');
      const {stdout} = await runProcdocAsNobody('locks', subject.text('path'));
      assert.match(
        stdout,
        new RegExp(`^heirs \\(${parent}\\) holds the POSIX write lock on [^;]+ \\(likely\\)\\.\\n`),
      );
      const lock = locksAnswer.parse(
        JSON.parse((await runProcdocAsNobody('locks', subject.text('path'), '--json')).stdout),
      ).locks[0];
      assert.deepEqual([lock?.holders, lock?.likelyHolder], [[], parent]);
    }));

  it('is listed for another user, and no process is named as its holder', () =>
    withSubject('heirs', ['flock'], async subject => {
      const file = subject.text('path');
      const {status, stdout} = await runProcdocAsNobody('locks', file, '--json');
      const {complete, locks} = locksAnswer.parse(JSON.parse(stdout));
      const [lock] = locks;
      assert.ok(lock);
      assert.deepEqual([status, complete], [0, false]);
      assert.deepEqual([lock.holders, lock.holderVisible, lock.acquirerAlive], [[], false, null]);
      assert.equal(lock.verdict, null);
      const text = (await runProcdocAsNobody('locks', file)).stdout.replace(/\n +/g, ' ');
      const acquirer = `taken by ${subject.number('parent')} (its descriptors are not visible from here)`;
      assert.ok(text.includes(acquirer), text);
      assert.ok(!text.includes('of device'), text);
    }));
});
