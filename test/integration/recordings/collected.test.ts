/** Holds the script that `procdoc record --script` prints to what `procdoc record` sees. */
import assert from 'node:assert/strict';
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, it, test} from 'node:test';
import type {Procfs} from '../../../src/kernel/procfs.ts';
import {recordedMachine} from '../../../src/kernel/recorded/recorded-machine.ts';
import {conditionOf} from '../../../src/snapshot/condition.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {withFrozen, withoutFreezer} from '../../support/live/frozen-cgroup.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {type Asked, type Case, haveSettled, withSubjects} from '../../support/live/situations.ts';
import {stands} from '../../support/live/stands.ts';
import {answers, type Question} from '../../support/live/still-answers.ts';
import {asNobody, IS_ROOT, run, runProcdoc} from '../../support/procdoc.ts';
import {asCollected} from '../../support/recorded/as-collected.ts';
import {until, withSubject} from '../../support/subject.ts';

const shells: ReadonlyArray<readonly [shell: string, ...string[]]> = [
  ['dash'],
  ['/bin/busybox', 'ash'],
  ['bash'],
];

const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-collected-'));
const script = path.join(folder, 'collect.sh');

before(async () => {
  const {stdout, status} = await runProcdoc('record', '--script');
  assert.equal(status, 0);
  chmodSync(folder, 0o755);
  writeFileSync(script, stdout, {mode: 0o644});
});
after(() => rmSync(folder, {recursive: true}));

test('shellcheck finds nothing in the script, and it is short enough to be read before it is run', async () => {
  // Programs for awk stand in single quotes, and lists of pids are to be split.
  const wanted = ['--shell=sh', '--exclude=SC2016,SC2086,SC2069,SC1007'];
  assert.deepEqual(await run(['shellcheck', ...wanted, script]), {status: 0, stdout: '', stderr: ''});
  assert.ok(readFileSync(script, 'utf8').split('\n').length <= 200);
});

/** The recording that the script writes in a shell, which reads it from standard input as over ssh. */
async function collected(shell: readonly string[]): Promise<string> {
  const {stdout, stderr, status} = await run(shell, {input: readFileSync(script)});
  assert.deepEqual([stderr, status], ['', 0], shell.join(' '));
  return stdout;
}

/** A file of one name for every recording: answers have the name in commands to copy. */
function written(text: string): string {
  const file = path.join(folder, 'recording');
  writeFileSync(file, text);
  return file;
}

async function recorded(): Promise<string> {
  const {stdout, status} = await runProcdoc('record', '-o', '-', '--quiet');
  assert.equal(status, 0);
  return stdout;
}

/** What a recording has of a process that does not change. */
function contentOf(procfs: Procfs, pid: number): unknown {
  const fds = procfs.list(`${pid}/fd`);
  const numbers = fds.ok ? fds.value : [];
  return {
    fds,
    stat: procfs.read(`${pid}/stat`),
    cmdline: procfs.read(`${pid}/cmdline`),
    maps: procfs.read(`${pid}/maps`),
    threads: procfs.list(`${pid}/task`),
    files: ['syscall', 'wchan'].map(file => procfs.read(`${pid}/task/${pid}/${file}`)),
    links: ['exe', 'cwd', 'root', 'ns/net'].map(link => procfs.link(`${pid}/${link}`)),
    exe: procfs.stat(`${pid}/exe`),
    open: numbers.map(fd => [
      procfs.link(`${pid}/fd/${fd}`),
      procfs.read(`${pid}/fdinfo/${fd}`),
      procfs.stat(`${pid}/fd/${fd}`),
    ]),
  };
}

const procfsOf = (text: string) => recordedMachine(text).procfs;

/** Each command that reads processes, about one process. */
function ofOne(pid: number): Question[] {
  return [
    ['inherited-fds', `${pid}`, '--all'],
    ['tree', `${pid}`],
    ['sigchld', `${pid}`],
    ['signals', `${pid}`],
    ['diagnose', `${pid}`, '--settle', '0s'],
    ['check', '--scope', `${pid}`, '--settle', '0s'],
  ];
}

const cases: readonly Case[] = [
  ['never-waits.c', ['2'], subject => [['zombies'], ['sigchld', `${subject.number('parent')}`]]],
  [
    'heirs.c',
    ['flock'],
    subject => [
      ['locks'],
      ['holders', subject.text('path'), `${subject.number('child')}:${subject.number('childFd')}`],
      ...ofOne(subject.number('child')),
    ],
  ],
  [
    'prefork-server.c',
    [],
    subject => [
      ['holders', `:${subject.number('port')}`],
      ['inherited-fds', `${subject.pid}`, '--all'],
    ],
  ],
  ['pipe-heir.c', [], subject => [['why', `${subject.number('reader')}`]]],
  ['blocked-on-lock.c', ['flock'], subject => [['locks'], ['why', `${subject.number('waiter')}`]]],
  [
    'orphan.c',
    ['to-subreaper'],
    subject => [['orphans'], ['diagnose', `${subject.number('orphan')}`, '--settle', '0s']],
  ],
  ['inherited-by-exec.c', ['sh-command'], () => [['zombies'], ['scripts']]],
];

describe('the recording of the script answers as that of procdoc does without system calls and files, of', () => {
  /** What procdoc recorded, without what the script can't read. */
  let own: string;
  /** What the script recorded in each shell. */
  let texts: readonly string[];
  let situations: readonly Asked[];

  before(() =>
    withSubjects(cases, async asked => {
      situations = asked;
      const all = asked.flatMap(({pids}) => pids);
      await until('the zombies have been dead for a while', () => haveSettled(all));
      own = asCollected(await recorded());
      texts = await Promise.all(shells.map(collected));
    }),
  );

  it('the same files and links, in every shell', () => {
    const all = situations.flatMap(({pids}) => pids);
    const [shown, ...others] = texts.map(text => {
      const procfs = procfsOf(text);
      return all.map(pid => contentOf(procfs, pid));
    });
    for (const other of others) assert.deepEqual(other, shown);
  });

  for (const [at, [name, args]] of cases.entries()) {
    it([name, ...args].join(' '), async () => {
      const {questions, pids} = situations[at] ?? assert.fail();
      const expected = await answers(questions, pids, '--from', written(own));
      const file = written(texts[at % texts.length] ?? '');
      assert.deepEqual(await answers(questions, pids, '--from', file), expected);
    });
  }
});

/** It forges what the tools of the script print: lines of ls, headings of head, sections. */
const HOSTILE = `
import os, socket, sys
open('/proc/self/comm', 'wb').write(b'a)\\nZ 1 \\xe9 *(b')
os.makedirs(b'a\\nlrwx------ 1 0 0 64 Nov 30 05:37 /proc/1/fd')
kept = [open(b'a\\nlrwx------ 1 0 0 64 Nov 30 05:37 /proc/1/fd/3 -> b\\\\c \\xff?', 'wb'), open('=end', 'w'), open('x  ', 'w')]
kept += [os.pipe(), os.memfd_create('==> /proc/1/stat <=='), open('gone', 'w')]
os.unlink('gone')
listener = socket.socket(socket.AF_UNIX)
listener.bind(b'\\0one\\nfile 1/stat\\n|two')
listener.listen()
print('ready', flush=True)
sys.stdin.read()
`;

describe('what a process may choose comes through whole, and breaks nothing:', () => {
  for (const shell of shells) {
    it(shell.join(' '), () =>
      withFiles({'main.py': HOSTILE}, async cwd => {
        const argv = ['', '\n|end\nend\n', '==> /proc/1/cmdline <==', '\\0 \\x41 é\t', ' '];
        await withRunning(['python3', 'main.py', ...argv], {cwd}, async ({pid}) => {
          await until('it waits', () => readFileSync(`/proc/${pid}/wchan`, 'latin1') !== '0');
          const [own, its] = [procfsOf(await recorded()), procfsOf(await collected(shell))];
          assert.deepEqual(contentOf(its, pid), contentOf(own, pid));
          const unix = (procfs: Procfs) =>
            String(procfs.read(`${pid}/net/unix`)).includes('one\nfile 1/stat\n|two');
          assert.equal(unix(its), unix(own));
        });
      }),
    );
  }
});

describe('what another user may not see has the same marks:', {skip: !IS_ROOT && 'needs root'}, () => {
  for (const shell of shells) {
    it(shell.join(' '), () =>
      stands('never-waits.c', ['1'], async ({pid}) => {
        const {stdout, status} = await asNobody(...shell, script);
        assert.equal(status, 0);
        const procfs = procfsOf(stdout);
        const errno = (read: {ok: boolean; errno?: string}) => (read.ok ? undefined : read.errno);
        assert.deepEqual(
          {
            fd: errno(procfs.list(`${pid}/fd`)),
            maps: errno(procfs.read(`${pid}/maps`)),
            syscall: errno(procfs.read(`${pid}/task/${pid}/syscall`)),
            links: ['exe', 'cwd', 'root', 'ns/mnt'].map(link => errno(procfs.link(`${pid}/${link}`))),
            exe: errno(procfs.stat(`${pid}/exe`)),
            stat: errno(procfs.read(`${pid}/stat`)),
          },
          {
            fd: 'EACCES',
            maps: 'EACCES',
            syscall: 'EACCES',
            links: ['EACCES', 'EACCES', 'EACCES', 'EACCES'],
            exe: 'EACCES',
            stat: undefined,
          },
        );
      }),
    );
  }
});

describe('a process that a cgroup has frozen is known as such, by the cgroup:', () => {
  for (const version of [1, 2] as const)
    it(`version ${version}`, {skip: withoutFreezer(version)}, () =>
      withSubject('never-waits.c', ['1'], subject =>
        withFrozen(version, subject.number('parent'), async folder => {
          await until('it is frozen', async () => {
            const snapshot = new Snapshot(recordedMachine(await collected(['dash'])));
            const process = snapshot.find(subject.number('parent'));
            const condition = process && conditionOf(snapshot, process);
            return (
              condition?.kind === 'frozen' && condition.certainty === 'proven' && condition.folder === folder
            );
          });
        }),
      ),
    );
});
