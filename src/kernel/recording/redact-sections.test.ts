import assert from 'node:assert/strict';
import {test} from 'node:test';
import {found, orUndefined, unreadable} from '../read.ts';
import {escapeWord} from './bytes.ts';
import {redactSections} from './redact-sections.ts';
import type {WrittenSection} from './sections.ts';

function section(kind: string, name: string, text: string): WrittenSection {
  return {kind, name, answer: found(text)};
}

/** The answers to one name, as texts, where all these sections are redacted together. */
function redacted(...sections: WrittenSection[]): string[] {
  return redactSections(sections).map(({answer}) => orUndefined(answer) ?? '');
}

function cmdline(...argv: string[]): WrittenSection {
  return section('file', '7/cmdline', argv.map(argument => `${argument}\0`).join(''));
}

test('a word has one token in arguments, paths, names of files and programs', () => {
  const [args, cwd, stat, status, maps, unix, group] = redacted(
    cmdline('/srv/anne/tool', 'anne'),
    section('link', '7/cwd', '/srv/anne'),
    section('file', '7/stat', '7 (anne) S 1 7 7 0 -1 4194304\n'),
    section('file', '7/status', 'Name:\tanne\nUmask:\t0022\n'),
    section('file', '7/maps', '7f00-7f01 r-xp 00000000 fe:00 329642    /srv/anne/x.so\n'),
    section('file', '7/net/unix', 'Num RefCount\nff: 00000002 00000000 00010000 0001 01 12345 /srv/anne/s\n'),
    section('file', '7/cgroup', '0::/user.slice/user-1000.slice/anne.service\n'),
  );
  assert.equal(args, '/srv/w1/w2\0w1\0');
  assert.equal(cwd, '/srv/w1');
  assert.equal(stat, '7 (w1) S 1 7 7 0 -1 4194304\n');
  assert.equal(status, 'Name:\tw1\nUmask:\t0022\n');
  assert.equal(maps, '7f00-7f01 r-xp 00000000 fe:00 329642    /srv/w1/x.so\n');
  assert.equal(unix, 'Num RefCount\nff: 00000002 00000000 00010000 0001 01 12345 /srv/w1/s\n');
  assert.equal(group, '0::/user.slice/user-w3.slice/w1.service\n');
});

test('the passwd file of another root directory keeps its place, whatever words arguments have', () => {
  const sections = [
    cmdline('cat', 'passwd', 'etc'),
    section('file', '7/root/etc/passwd', 'anne:x:1:1::/:/bin/sh\n'),
  ];
  const [, users] = redactSections(sections);
  assert.equal(users?.name, '7/root/etc/passwd');
});

test('of a kernel thread all stays but what is below its root directory', () => {
  const stat = section('file', '2/stat', '2 (kthreadd) S 0 0 0 0 -1 2129984 0\n');
  const users = section('file', '2/root/etc/passwd', 'anne:x:1:1:Anne:/home/anne:/bin/sh\n');
  const [kept, hidden] = redacted(stat, users);
  assert.equal(kept, '2 (kthreadd) S 0 0 0 0 -1 2129984 0\n');
  assert.ok(!hidden?.includes('anne'), hidden);
});

test('names of flags stay, their values do not', () => {
  const [args] = redacted(
    cmdline('x', '-m', 'pkg.tool', '--password=hunter2', '-phunter2', '-lc', '-', '--'),
  );
  assert.equal(args, 'x\0-m\0w1.w2\0--password=w3\0-pw3\0-lc\0-\0--\0');
});

test('interpreters, endings and numbers of up to three digits stay; longer numbers do not', () => {
  const [args] = redacted(cmdline('/opt/venv/bin/python3.11', 'job.py', '8080', '80'));
  assert.equal(args, '/opt/w1/bin/python3.11\0w2.py\0w3\u000080\0');
});

test('programs that run from the folders of the system keep their names', () => {
  const [exe, stat] = redacted(
    section('link', '7/exe', '/usr/sbin/nginx (deleted)'),
    section('file', '7/stat', '7 (nginx) S 1'),
  );
  assert.deepEqual([exe, stat], ['/usr/sbin/nginx (deleted)', '7 (nginx) S 1']);
});

test('kernel threads keep their names', () => {
  const [stat, status] = redacted(
    section('file', '9/stat', `9 (kworker/0:1H) I 2 0 0 0 -1 ${0x0420_8060} 0`),
    section('file', '9/status', 'Name:\tkworker/0:1H\n'),
  );
  assert.match(stat ?? '', /kworker/);
  assert.match(status ?? '', /kworker/);
});

test('numbered objects of the kernel stay, and so do terminals', () => {
  const links = ['pipe:[123456]', 'socket:[4]', 'anon_inode:[eventpoll]', 'mnt:[4026531841]', '/dev/pts/12'];
  assert.deepEqual(redacted(...links.map(link => section('link', '7/fd/1', link))), links);
});

test('of a user only the ids stay, and the shell where every system has it', () => {
  const [passwd] = redacted(section('passwd', '', 'anne:x:1000:1000:Anne Smith,,,:/home/anne:/bin/bash\n'));
  assert.equal(passwd, 'w1:x:1000:1000::/home/w1:/bin/bash\n');
});

test('names of sections, of files in folders and of sockets have the same tokens', () => {
  const secret = escapeWord(Buffer.from('/srv/an ne\xff/s', 'latin1'));
  const [folder, sockets, stat] = redactSections([
    section('directory', '7/root/srv/secret', 'main.py\nsecret.py\n'),
    section('unix-sockets', '', `inode=1 type=stream state=LISTEN name=${secret}\n`),
    {kind: 'stat', name: '7/root/srv/secret/secret.py', answer: unreadable('EACCES')},
  ]);
  assert.equal(folder?.name, '7/root/srv/w1');
  assert.equal(orUndefined(folder?.answer ?? unreadable('ENOENT')), 'main.py\nw1.py\n');
  assert.deepEqual(stat, {kind: 'stat', name: '7/root/srv/w1/w1.py', answer: unreadable('EACCES')});
  assert.match(String(sockets && orUndefined(sockets.answer)), /name=\/srv\/w\d\\x20w\d\/s\n$/);
});

test('the id of a container stays an id', () => {
  const [group] = redacted(section('file', '7/cgroup', `0::/docker/${'0a'.repeat(32)}\n`));
  assert.match(group ?? '', /^0::\/docker\/0{63}1\n$/);
});

test('only the mounts of procfs and cgroups stay', () => {
  const [mounts] = redacted(
    section(
      'file',
      'self/mountinfo',
      '1024 1 0:5 / /srv/secret rw - proc proc rw,hidepid=2\n1025 1 0:6 / /data rw - ext4 /dev/x rw\n',
    ),
  );
  assert.equal(mounts, '1024 1 0:5 / /srv/w1 rw - proc proc rw,hidepid=2\n');
});

test('a file of which nothing is known loses all its words', () => {
  assert.deepEqual(redacted(section('file', '7/newfile', 'secret 1234 5')), ['w1 w2 5']);
});

test('what a CPU clock shows stays, whichever CPU was asked', () => {
  const sched = 'anne (7, #threads: 1)\nse.exec_start : 12345.678\n';
  const expected = 'w1 (7, #threads: 1)\nse.exec_start : 12345.678\n';
  const answers = redacted(section('file', '7/sched', sched), section('file', 'self/sched@cpu11', sched));
  assert.deepEqual(answers, [expected, expected]);
});

test('a pid file, and the count of a cgroup, keep their number', () => {
  const texts = redacted(
    section('file', 'self/root/run/anne.pid', '4711\n'),
    section('file', 'self/root/sys/fs/cgroup/anne/pids.max', 'max\n'),
    section('file', 'self/root/run/token', 'hunter2 4711\n'),
  );
  assert.deepEqual(texts, ['4711\n', 'max\n', 'w3 w4\n']);
});

test('the lock files of dynamic users keep their names, which are uids; the names of the users do not stay', () => {
  const folder = '1/root/run/systemd/dynamic-uid';
  const sections = [
    section('directory', folder, '62264\ndirect:62264\ndirect:anne\n'),
    section('stat', `${folder}/62264`, ''),
    section('stat', `${folder}/direct:anne`, ''),
  ];
  const names = redactSections(sections).map(({name}) => name);
  assert.deepEqual(names.slice(0, 2), [folder, `${folder}/62264`]);
  assert.doesNotMatch(names.join(), /anne/);
  assert.match(redacted(...sections)[0] ?? '', /^62264\nw\d+:w\d+\nw\d+:w\d+\n$/);
});
