import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {orphansAnswer} from '../../../src/render/contract/orphans.ts';
import {descriptorInspection} from '../../../src/rules/inspections/descriptors.ts';
import {familyInspection} from '../../../src/rules/inspections/families.ts';
import {inShort, inspected} from '../../support/live/findings.ts';
import {INTO_A_PIPE, withLeftBehind} from '../../support/live/left-behind.ts';
import {commOf, descendantsOf, isGone, parentOf} from '../../support/proc-witness.ts';
import {IS_ROOT, procdocJson} from '../../support/procdoc.ts';
import {until} from '../../support/subject.ts';

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-manager-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function hasOpen(pid: number, file: string): boolean {
  return readdirSync(`/proc/${pid}/fd`).some(fd => {
    const link = `/proc/${pid}/fd/${fd}`;
    return existsSync(link) && readlinkSync(link) === file;
  });
}

async function daemonEvidenceOf(pid: number): Promise<readonly string[] | undefined> {
  const {json} = await procdocJson('orphans');
  const orphan = orphansAnswer.parse(json).orphans.find(one => one.pid === pid);
  return orphan?.daemonized === true ? orphan.daemonEvidence : undefined;
}

/** INTO_A_PIPE, with another command than cat(1). */
const intoAPipe = (command: string) => INTO_A_PIPE.replace("'cat", `'${command}`).replace("4'", `4' "$0"`);
/** What the manager of a container has: a child that is PID 1 of a pid namespace. */
const WITH_CONTAINER = intoAPipe('"$0" --pid --fork --kill-child cat');
const WITHOUT_CONTAINER = intoAPipe('"$0"');

describe('a manager that has left its parent', {skip: !IS_ROOT && 'needs root'}, () => {
  /** unshare(1) or cat(1) by that name: with a pid namespace for its child it does what a manager does. */
  const withManager = (name: string, script: string, use: (pid: number) => Promise<void>) =>
    inFolder(async folder => {
      const program = path.join(folder, name);
      copyFileSync(script === WITH_CONTAINER ? '/usr/bin/unshare' : '/bin/cat', program);
      await withLeftBehind(script, [program], async subject => {
        const pid = subject.number('orphan');
        await until('it is adopted', () => parentOf(pid) === subject.pid && commOf(pid) === name);
        if (script === WITH_CONTAINER) await until('it has its child', () => descendantsOf(pid).length === 1);
        await use(pid);
      });
    });

  it('with a container in its care is no leftover, and no signal is advised for the pipe that it keeps', () =>
    withManager('conmon', WITH_CONTAINER, async pid => {
      assert.deepEqual((await inspected(familyInspection, [pid])).map(inShort), []);
      const [pipe, ...others] = await inspected(descriptorInspection, [pid]);
      assert.deepEqual([pipe?.rule, others], ['fds/pipe-held-open', []]);
      assert.doesNotMatch(pipe?.remedy ?? 'kill', /kill/);
      assert.equal((await daemonEvidenceOf(pid))?.length, 1);
    }));

  it('with nothing in its care is a leftover like another', () =>
    withManager('conmon', WITHOUT_CONTAINER, async pid => {
      await until('the shell has let go of the pipe, and it is one', async () =>
        (await inspected(familyInspection, [pid])).some(
          ({rule}) => rule === 'families/orphan-with-resources',
        ),
      );
    }));

  it('is known by its name: another program with a namespace of its own may have been forgotten', () =>
    withManager('server', WITH_CONTAINER, async pid => {
      await until('the shell has let go of the pipe, and it is one', async () =>
        (await inspected(familyInspection, [pid])).some(
          ({rule}) => rule === 'families/orphan-with-resources',
        ),
      );
    }));
});

describe('what runs services', () => {
  it('is left running by runsvdir when that exits, and holds the lock of its service on purpose', () =>
    inFolder(async folder => {
      const service = path.join(folder, 'web');
      mkdirSync(service);
      writeFileSync(path.join(service, 'run'), '#!/bin/sh\nexec sleep 60\n');
      chmodSync(path.join(service, 'run'), 0o755);
      const script = `setsid sh -c 'runsvdir "$0" </dev/null >/dev/null 2>&1 4>&- & echo "{\\"orphan\\":$!}" >&4' "$0"`;
      await withLeftBehind(script, [folder], async subject => {
        const runsvdir = subject.number('orphan');
        const runsv = await until('the service is up', () => {
          const below = descendantsOf(runsvdir);
          return below.length === 2 && below.find(pid => commOf(pid) === 'runsv');
        });
        try {
          process.kill(runsvdir, 'SIGTERM');
          await until('runsvdir is gone', () => isGone(runsvdir) && parentOf(runsv) === subject.pid);
          assert.deepEqual(await daemonEvidenceOf(runsv), [
            `it takes commands at ${path.join(service, 'supervise/control')}`,
          ]);
          assert.deepEqual((await inspected(familyInspection, [runsv])).map(inShort), []);
          assert.deepEqual((await inspected(descriptorInspection, [runsv])).map(inShort), []);
        } finally {
          process.kill(runsv, 'SIGTERM');
          await until('runsv is gone', () => isGone(runsv));
        }
      });
    }));
});

describe('a FIFO with a reader', () => {
  /** Leaves a process behind that has both ends of a FIFO, which another process reads. */
  const leaving = (command: string) =>
    `mkfifo "$0"; cat "$0" >/dev/null 4>&- & setsid sh -c '${command} & echo "{\\"orphan\\":$!}" >&4' "$0"`;
  /** Python opens files close-on-exec, so that it can't have inherited them. */
  const OPENED = `python3 -c "
import os, sys
ends = os.open(sys.argv[1], os.O_RDONLY | os.O_NONBLOCK), os.open(sys.argv[1], os.O_WRONLY)
os.fdopen(3).read()" "$0" 4>&-`;
  const INHERITED = 'cat <&3 >/dev/null 4>&- 5<>"$0"';

  for (const [how, command, expected] of [
    ['is kept open on purpose by whoever opened both its ends', OPENED, []],
    ['is kept open by mistake by whoever inherited it', INHERITED, ['fds/pipe-held-open']],
  ] as const) {
    it(how, () =>
      inFolder(async folder => {
        const fifo = path.join(folder, 'fifo');
        await withLeftBehind(leaving(command), [fifo], async subject => {
          const pid = subject.number('orphan');
          await until('the FIFO is open', () => hasOpen(pid, fifo));
          await until('it is adopted', () => parentOf(pid) === subject.pid);
          const findings = await inspected(descriptorInspection, [pid]);
          assert.deepEqual(
            findings.map(({rule}) => rule),
            expected,
          );
        });
      }),
    );
  }
});
