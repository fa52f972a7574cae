import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import type {HoldersContent} from '../../../src/render/contract/holders.ts';
import type {Finding} from '../../../src/rules/finding.ts';
import {descriptorInspection} from '../../../src/rules/inspections/descriptors.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {withFiles, withRunning} from '../../support/live/running.ts';
import {stands} from '../../support/live/stands.ts';
import {commOf, descendantNamed, descendantsOf, descriptorTarget} from '../../support/proc-witness.ts';
import {IS_ROOT, procdocJson} from '../../support/procdoc.ts';
import {compile, type Subject, until} from '../../support/subject.ts';

/** Which file a mapping is, /proc/PID/map_files shows, for which it takes CAP_CHECKPOINT_RESTORE or CAP_SYS_ADMIN. */
const needsMapFiles = {skip: !IS_ROOT && 'needs root'};

/** What a diagnosis of descriptors says of a subject and all its descendants. */
function inspected({pid}: Subject): Promise<readonly Finding[]> {
  return inspectedPids([pid, ...descendantsOf(pid)]);
}

function inspectedPids(pids: readonly number[]): Promise<readonly Finding[]> {
  return descriptorInspection.inspect(new Scope(new Snapshot(openMachine()), new Set(pids)));
}

/** "fds/text-file-busy, likely", one for each finding. */
async function rulesFor(subject: Subject): Promise<string[]> {
  return (await inspected(subject)).map(({rule, certainty}) => `${rule}, ${certainty}`);
}

/** The names of all descendants of a subject that are there at this moment. */
function commsBelow({pid}: Subject): string[] {
  return descendantsOf(pid).flatMap(one => {
    try {
      return [commOf(one)];
    } catch {
      // It has just exited.
      return [];
    }
  });
}

/** A finding about a limit: rule, certainty, and how many descriptors are in use. */
function inUse(finding: Finding | undefined): (string | undefined)[] {
  return [finding?.rule, finding?.certainty, finding?.evidence[0]?.value];
}

/** Runs a command that prints {} when it is ready, with standard streams and nothing else, and adopts what it leaves. */
function supervised(
  command: readonly [string, ...string[]],
  use: (subject: Subject) => Promise<void>,
): Promise<void> {
  return stands('supervisor.c', command, use);
}

it('the lock of flock(1) is left open in its command by design', () =>
  withFiles({lock: ''}, folder =>
    withRunning(['flock', `${folder}/lock`, 'cat'], {lines: 0}, async ({pid}) => {
      const cat = await until('its command runs', () => descendantNamed(pid, 'cat'));
      assert.deepEqual(await inspectedPids([pid, cat]), []);
    }),
  ));

describe('a program that was started with', () => {
  it('a listener, a pipe, an eventfd and a locked file of its parent knows nothing of them', () =>
    stands('leaks-over-exec.c', ['leak'], async subject => {
      const [leak, ...others] = await inspected(subject);
      assert.deepEqual(others, []);
      assert.deepEqual([leak?.rule, leak?.severity], ['fds/descriptor-leaked-over-exec', 'info']);
      const child = subject.number('child');
      assert.ok(leak && 'pid' in leak.subject && leak.subject.pid === child);
      assert.deepEqual(
        leak.evidence.map(({file, value}) => [file, value]),
        subject.numbers('fds').map(fd => [`/proc/${child}/fd/${fd}`, descriptorTarget(child, fd)]),
      );
    }));

  for (const [mode, what] of [
    ['passed', 'an eventfd that the parent itself closes on exec has it on purpose'],
    ['jobserver', 'both ends of a pipe has it on purpose'],
    ['itself', 'descriptors of its own is the same program'],
    ['named', 'a descriptor that is on its command line knows of it'],
  ] as const)
    it(what, () =>
      stands('leaks-over-exec.c', [mode], async subject => assert.deepEqual(await rulesFor(subject), [])),
    );

  for (const interpreter of ['#!/bin/busybox sh', '#!/usr/bin/yash', '#!/bin/posh'])
    it(`a redirection of a script: ${interpreter}`, () =>
      withFiles({job: `${interpreter}\nexec 7>"$0.out"\necho\n/bin/cat\n:\n`}, folder =>
        withRunning([path.join(folder, 'job')], {}, async ({pid}) => {
          const cat = await until('its cat runs', () => descendantNamed(pid, 'cat'));
          assert.match(descriptorTarget(cat, 7), /job\.out$/);
          assert.deepEqual(await inspectedPids([pid, cat]), []);
        }),
      ));

  it('a leak that it passes on: the first program that has it is reported', () =>
    stands('leaks-over-exec.c', ['deeper'], async subject => {
      const [leak, ...others] = await inspected(subject);
      assert.ok(leak && 'pid' in leak.subject && leak.subject.pid === subject.number('child'));
      assert.deepEqual(others, []);
      const [below = 0] = descendantsOf(subject.number('child'));
      const [deeper] = await inspectedPids([below]);
      assert.match(deeper?.evidence[0]?.says ?? '', new RegExp(`/proc/${subject.number('child')}/fd/`));
    }));
});

describe('a deleted file', () => {
  it('of 32 MiB is held open by a server and its worker', () =>
    stands('deleted-file.c', ['log'], async subject => {
      const [finding, ...others] = await inspected(subject);
      assert.deepEqual(others, []);
      assert.deepEqual(finding?.subject, {path: subject.text('path')});
      assert.equal(finding?.certainty, 'proven');
      const [, command = ''] = /`(truncate [^`]*)`/.exec(finding.remedy ?? '') ?? [];
      assert.notEqual(command, '');
      execFileSync('sh', ['-c', command]);
      assert.deepEqual(await rulesFor(subject), [], 'the remedy frees the space');
    }));

  it('that is mapped, too, is not to be truncated: its reader would get SIGBUS', needsMapFiles, () =>
    stands('deleted-file.c', ['mapped'], async subject => {
      const [finding, ...others] = await inspected(subject);
      assert.deepEqual(others, []);
      assert.ok(finding?.evidence.some(({file}) => file.startsWith(`/proc/${subject.pid}/map_files/`)));
      assert.doesNotMatch(finding?.remedy ?? '', /truncate/);
    }),
  );

  it('that is only mapped uses its space as well, and its holders are known', needsMapFiles, () =>
    stands('deleted-file.c', ['closed'], async subject => {
      const [finding, ...others] = await inspected(subject);
      assert.deepEqual(others, []);
      assert.deepEqual(
        [finding?.rule, finding?.certainty, finding?.subject],
        ['fds/deleted-file-held-open', 'proven', {path: subject.text('path')}],
      );
      const mappers = [subject.pid, subject.number('worker')].sort((a, b) => a - b);
      assert.deepEqual(
        finding?.evidence.map(({file}) => Number(/^\/proc\/(\d+)\/map_files\//.exec(file)?.[1])),
        mappers,
      );
      const target = finding?.evidence[0]?.file ?? '';
      const {json} = await procdocJson<HoldersContent>('holders', target);
      assert.deepEqual(
        json.usedBy.map(({pid, use}) => [pid, use]),
        mappers.map(pid => [pid, 'mapped']),
      );
      assert.deepEqual(json.descriptions, []);
    }),
  );

  for (const mode of ['small', 'holes', 'scratch', 'memfd'])
    it(`is not missed: ${mode}`, () =>
      stands('deleted-file.c', [mode], async subject => assert.deepEqual(await rulesFor(subject), [])));
});

describe('a program that cannot be started', () => {
  const ETXTBSY = 26;

  it('is open for writing in a child that was forked', () =>
    stands('busy-program.c', ['forked'], async subject => {
      assert.equal(subject.number('execErrno'), ETXTBSY);
      assert.deepEqual(await rulesFor(subject), ['fds/text-file-busy, likely']);
    }));

  it('is open for writing in a child that inherited the descriptor, until that exits', () =>
    stands('busy-program.c', ['heir'], async subject => {
      assert.equal(subject.number('execErrno'), ETXTBSY);
      assert.deepEqual(await rulesFor(subject), [
        'fds/descriptor-leaked-over-exec, likely',
        'fds/text-file-busy, proven',
      ]);
    }));

  for (const mode of ['writer', 'log', 'plain'])
    it(`is not that of a file that only its writer has open, a log, or no program: ${mode}`, () =>
      stands('busy-program.c', [mode], async subject => assert.deepEqual(await rulesFor(subject), [])));
});

describe('a connection in several workers', () => {
  for (const mode of ['tcp', 'unix'])
    it(`stays open for the client when one closes it: ${mode}`, () =>
      stands('sibling-connections.c', [mode], async subject => {
        assert.deepEqual(await rulesFor(subject), ['fds/socket-held-by-siblings, likely']);
      }));

  for (const mode of ['closing', 'common', 'pairs'])
    it(`is closed in the others, or meant for all: ${mode}`, () =>
      stands('sibling-connections.c', [mode], async subject =>
        assert.deepEqual(await rulesFor(subject), []),
      ));
});

describe('a process with a limit of 64 descriptors', () => {
  const EMFILE = 24;

  it('and as many of them can open no more', () =>
    stands('full-table.c', ['full'], async subject => {
      assert.equal(subject.number('openErrno'), EMFILE);
      const [finding] = await inspected(subject);
      assert.deepEqual(inUse(finding), ['fds/descriptor-table-nearly-full', 'proven', '64']);
    }));

  it('and nearly as many can open a few more', () =>
    stands('full-table.c', ['nearly'], async subject => {
      const [finding] = await inspected(subject);
      assert.deepEqual(inUse(finding), ['fds/descriptor-table-nearly-full', 'proven', '60']);
    }));

  it('and half as many has room', () =>
    stands('full-table.c', ['half'], async subject => assert.deepEqual(await rulesFor(subject), [])));
});

describe('nothing is wrong with the descriptors of', () => {
  it('a prefork server and its workers', () =>
    stands('prefork-server.c', [], async subject => assert.deepEqual(await rulesFor(subject), [])));

  it('a parent that waits in vfork(2) for a child with the same descriptor table', async () =>
    supervised([await compile('vfork-parent')], async subject =>
      assert.deepEqual(await rulesFor(subject), []),
    ));

  it('make -j2, the make that this starts, and the jobs of both', () =>
    withFiles(
      {
        makefile: [
          'all: below first',
          'below: ; +@$(MAKE) -s second third',
          `first second third: ; @cat <&5 >/dev/null`,
          '',
        ].join('\n'),
      },
      folder =>
        supervised(
          ['/bin/bash', '-c', 'exec 5<&0; cd "$1" && echo {} && exec make -s -j2', 'bash', folder],
          async subject => {
            const running = () => commsBelow(subject);
            await until('two jobs run', () => running().filter(comm => comm === 'cat').length === 2);
            await until(
              'a make runs below make',
              () => running().filter(comm => comm === 'make').length === 2,
            );
            assert.deepEqual(await rulesFor(subject), []);
          },
        ),
    ));

  it('a nohup job that a shell left behind', () =>
    supervised(['/bin/bash', '-c', 'nohup cat <&0 >/dev/null 2>&1 & echo {}'], async subject => {
      await until('cat runs alone', () => String(commsBelow(subject)) === 'cat');
      assert.deepEqual(await rulesFor(subject), []);
    }));

  it('a Node program and its child on an IPC channel', () => {
    const child = 'process.send("up"); process.stdin.on("end", () => process.exit()).resume()';
    const parent = `
      const {spawn} = require('node:child_process');
      const child = spawn(process.execPath, ['-e', process.argv[1]], {stdio: ['inherit', 'ignore', 'inherit', 'ipc']});
      child.once('message', () => console.log('{}')).once('exit', () => process.exit());`;
    return supervised([process.execPath, '-e', parent, child], async subject => {
      assert.equal(descendantsOf(subject.pid).length, 2);
      assert.deepEqual(await rulesFor(subject), []);
    });
  });

  it('a server that is activated by a socket, as systemd does it: LISTEN_FDS', () => {
    const manager = `
import os, socket, subprocess, sys
listener = socket.create_server(('127.0.0.1', 0))
server = subprocess.Popen(['cat'], pass_fds=[listener.fileno()], env={**os.environ, 'LISTEN_FDS': '1'})
print('{}', flush=True)
server.wait()
`;
    return supervised(['/usr/bin/env', process.env.PYTHON3 ?? 'python3', '-c', manager], async subject => {
      await until('the server runs', () => commsBelow(subject).includes('cat'));
      assert.deepEqual(await rulesFor(subject), []);
    });
  });

  it('a script’s commands, which have what the script opened', () =>
    withFiles({file: ''}, folder =>
      supervised(
        ['/bin/bash', '-c', 'exec 5<&0 9<>"$1/file"; cat <&5 >/dev/null & echo {}; wait', 'bash', folder],
        async subject => {
          await until('cat runs', () => commsBelow(subject).includes('cat'));
          assert.deepEqual(await rulesFor(subject), []);
        },
      ),
    ));
});

it('a file that a program and its forked workers all have open is their data, whatever its mode', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-data-'));
  const program = `
import os, sys
data = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
os.write(data, b'data')
worker = os.fork()
if worker: print(os.getpid(), worker, flush=True)
sys.stdin.read()
if worker: os.wait()`;
  try {
    await withRunning(['python3', '-c', program, path.join(folder, 'data')], {}, async ({numbers}) => {
      const found = await inspectedPids(numbers);
      assert.ok(!found.some(({rule}) => rule === 'fds/text-file-busy'));
    });
  } finally {
    rmSync(folder, {recursive: true});
  }
});
