import assert from 'node:assert/strict';
import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, openSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import {promisify} from 'node:util';
import {inheritedFdsAnswer} from '../../../src/render/contract/inherited-fds.ts';
import {askProcdoc} from '../../support/asked.ts';
import {withClientAndDaemon} from '../../support/live/client-and-daemon.ts';
import {askDescriptor, descriptorIn, giverOf, holdersOf} from '../../support/live/descriptor-answers.ts';
import {withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {certaintyByPids} from '../../support/proc-witness.ts';
import {IS_ROOT, runProcdocAsNobody} from '../../support/procdoc.ts';

declare const PROJECT_ROOT: string;

const asNobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
const needsRoot = {skip: !IS_ROOT && 'needs root'};

describe('inherited-fds cannot look, and says so in one line, at', () => {
  it('a pid that no process has: exit status 3', async () => {
    const gone = spawn('true');
    await once(gone, 'exit');
    const {status, stdout, stderr} = await askProcdoc('inherited-fds', `${gone.pid}`);
    assert.deepEqual([status, stdout], [3, '']);
    assert.match(stderr, new RegExp(`^procdoc inherited-fds: .*\\b${gone.pid}\\b.*\\n$`));
  });

  it('a process of another user: exit status 3, and who may', needsRoot, async () => {
    for (const json of [[], ['--json']]) {
      const {status, stdout, stderr} = await runProcdocAsNobody('inherited-fds', `${process.pid}`, ...json);
      assert.deepEqual([status, stdout], [3, '']);
      assert.match(stderr, /^procdoc inherited-fds: .*\(EACCES\).*CAP_SYS_PTRACE.*\n$/);
    }
  });

  it('another user’s descriptors, which root may list but not see without CAP_SYS_PTRACE', needsRoot, () =>
    withRunning([...asNobody, 'sh', '-c', 'echo; exec cat'], {}, async ({pid}) => {
      const without = ['--bounding-set', '-sys_ptrace', '--inh-caps', '-sys_ptrace', process.execPath];
      const procdoc = [path.join(PROJECT_ROOT, 'bin/run.js'), 'inherited-fds', `${pid}`];
      const refused = await promisify(execFile)('setpriv', [...without, ...procdoc]).catch(
        failure => failure,
      );
      assert.equal(refused.code, 3);
      assert.match(refused.stderr, new RegExp(`^procdoc inherited-fds: .*\\b${pid}\\b.*\\(EACCES\\)`));
    }),
  );

  for (const pid of ['0', '4194305'])
    it(`"${pid}", which isn't a pid: exit status 2`, async () => {
      const {status, stdout, stderr} = await askProcdoc('inherited-fds', '--', pid);
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, /^procdoc inherited-fds: .*\b4194304\n$/);
    });

  for (const [name, failure] of [
    ['-1', 3],
    ['1x', 3],
    ['', 2],
  ] as const)
    it(`"${name}", by which no process goes: exit status ${failure}`, async () => {
      const {status, stdout, stderr} = await askProcdoc('inherited-fds', '--', name);
      assert.deepEqual([status, stdout], [failure, '']);
      assert.match(stderr, /^procdoc inherited-fds: .*\n$/);
    });
});

describe('inherited-fds as a user', () => {
  it("who can't see all holders gets those it could see, and the pids of the rest", needsRoot, async () => {
    const inherits = openSync('/etc/hostname', 'r');
    const command = [...asNobody, 'sh', '-c', 'exec 5<&0; cat <&5 & echo $$ $!; wait'];
    try {
      await withRunning(command, {inherits}, async ({numbers: [shell = 0, cat = 0]}) => {
        const {stdout} = await runProcdocAsNobody('inherited-fds', `${cat}`, '--json');
        const answer = inheritedFdsAnswer.parse(JSON.parse(stdout));
        assert.equal(giverOf(descriptorIn(answer, 3)), `${shell}/3 proven by kcmp`);
        assert.ok(!holdersOf(descriptorIn(answer, 3)).includes(`${process.pid}/${inherits}`));
        assert.equal(answer.complete, false);
        const hidden = answer.unreadable.find(({what, errno}) => what === 'fd' && errno === 'EACCES');
        assert.ok(hidden?.pids.includes(process.pid));

        const {stdout: text} = await runProcdocAsNobody('inherited-fds', `${cat}`);
        assert.match(text.replaceAll(/\s+/g, ' '), / note .*\bfd\b.*\(EACCES\).*CAP_SYS_PTRACE/);
        const asRoot = await askDescriptor(cat, 3);
        assert.ok(holdersOf(asRoot).includes(`${process.pid}/${inherits}`));
      });
    } finally {
      closeSync(inherits);
    }
  });
});

describe('the text of inherited-fds', () => {
  it('begins with what is wrong, before the descriptors, and fits 80 columns', () =>
    withClientAndDaemon('detached', async ({client, daemon, clientExits, lock}) => {
      await clientExits();
      const {stdout} = await askProcdoc('inherited-fds', `${daemon.pid}`);
      const lines = stdout.split('\n');
      const at = (start: string) => lines.findIndex(line => line.startsWith(start));
      const order = [
        `python3 (${daemon.pid}) inherited `,
        `  locks/held-by-heir (${certaintyByPids()})`,
        '  fds/listener-held-by-heir (likely)',
        `  fd ${client.number('lockFd')}  file  ${lock}`,
        `  fd ${client.number('listenFd')}  socket  socket:`,
      ].map(at);
      assert.deepEqual(
        order,
        order.toSorted((a, b) => a - b),
      );
      assert.ok(!order.includes(-1), stdout);
      const [, , ...prose] = lines;
      assert.deepEqual(
        prose.filter(line => line.length > 80 && !line.includes(lock)),
        [],
      );
    }));

  it('shows standard streams, and finds nothing wrong with them', () =>
    stands('heirs.c', ['eventfd'], async subject => {
      const {stdout} = await askProcdoc('inherited-fds', `${subject.number('child')}`);
      for (const fd of [0, 1, 2]) assert.match(stdout, new RegExp(`^ {2}fd ${fd} {2}`, 'm'));
      assert.doesNotMatch(stdout, /\b(?:fds|locks)\//);
    }));

  it('leaves out what no other process has, but for --all', () =>
    stands('shared-offset.c', ['two-opens'], async subject => {
      const command = ['inherited-fds', `${subject.number('child')}`];
      const own = subject.text('path');
      assert.ok(!(await askProcdoc(...command)).stdout.includes(own));
      assert.ok((await askProcdoc(...command, '--all')).stdout.includes(own));
    }));

  it('is with -o a table of these columns, and with -n one without a heading', () =>
    stands('heirs.c', ['deleted-file'], async subject => {
      const [child, fd] = [subject.number('child'), subject.number('childFd')];
      const table = await askProcdoc('inherited-fds', `${child}`, '-o', 'fd,kind,from,proof,target');
      const [heading, ...rows] = table.stdout.trimEnd().split('\n');
      assert.match(heading ?? '', /^FD +KIND +FROM +PROOF +TARGET$/);
      const row = rows.find(line => line.trim().startsWith(`${fd} `));
      assert.deepEqual(row?.trim().split(/ +/), [
        `${fd}`,
        'file',
        `${subject.number('parent')}`,
        'kcmp',
        subject.text('path'),
        '(deleted)',
      ]);
      const bare = await askProcdoc('inherited-fds', `${child}`, '-n', '-o', 'fd');
      assert.deepEqual(
        bare.stdout.trimEnd().split('\n').map(Number),
        rows.map(line => Number(line.trim().split(' ')[0])),
      );
    }));
});
