import assert from 'node:assert/strict';
import {readFileSync, readlinkSync} from 'node:fs';
import {test} from 'node:test';
import type {KernelObjects, ObjectKind} from '../../../src/kernel/kernel-objects.ts';
import {type Machine, openMachine} from '../../../src/kernel/machine/machine.ts';
import {orUndefined} from '../../../src/kernel/read.ts';
import {narrowedTo} from '../../../src/kernel/recording/narrowed.ts';
import {Recorder} from '../../../src/kernel/recording/recorder.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {surveyMachine} from '../../../src/snapshot/survey/survey.ts';
import {stands} from '../../support/live/stands.ts';
import {descendantsOf} from '../../support/proc-witness.ts';

/** A machine, and the names of the links, files and folders below it that were read. */
function watched({procfs, host, syscalls}: Machine) {
  const asked: string[] = [];
  const noted = <T>(path: string, answer: T): T => {
    asked.push(path);
    return answer;
  };
  const machine: Machine = {
    host,
    syscalls,
    procfs: {
      read: path => noted(path, procfs.read(path)),
      readAt: (path, offset, length) => procfs.readAt(path, offset, length),
      list: path => noted(path, procfs.list(path)),
      link: path => noted(path, procfs.link(path)),
      stat: path => procfs.stat(path),
      fileSystemType: () => procfs.fileSystemType(),
    },
  };
  return {machine, asked};
}

/** What a recording has of these processes, and how their open file descriptions are ordered. */
async function recorded(machine: Machine, pids: ReadonlySet<number>, objects?: KernelObjects) {
  const recorder = new Recorder(machine, '/proc', undefined, objects);
  await surveyMachine(new Snapshot(recorder.machine), () => {});
  const sections = recorder.text().split('\n\n');
  return sections.filter(section => {
    const [, kind, pid] = /^(\S+)(?: (\d+))?/.exec(section) ?? [];
    return kind === 'descriptions' || pids.has(Number(pid));
  });
}

/** The subjects sleep, so that both recordings are of one state. */
for (const [subject, args] of [
  ['relatives.c', []],
  ['crowd.c', ['30', '2']],
  ['heirs.c', ['flock']],
  ['prefork-server.c', []],
] as const) {
  test(`what processes of ${[subject, ...args].join(' ')} have in common is recorded as it is read`, t =>
    stands(subject, args, async ({pid}) => {
      const live = openMachine();
      const objects = (await live.syscalls()).kernelObjects();
      if (!objects.ok) return t.skip(`no objects of the kernel: ${objects.errno}`);
      const pids = new Set([pid, ...descendantsOf(pid)]);
      const [known, read] = [watched(narrowedTo(pids, live)), watched(narrowedTo(pids, live))];
      const sections = await recorded(known.machine, pids, objects.value);
      assert.deepEqual(sections, await recorded(read.machine, pids));
      assert.ok(sections.length > 10);
      assert.ok(known.asked.length < read.asked.length);
      const [spared, all] = [known, read].map(({asked}) =>
        asked.filter(path => /^\d+\/task\/.*\/sched$/.test(path)),
      );
      assert.ok(pids.size < 30 || (spared?.length ?? 0) < (all?.length ?? 0) / 2);
    }));
}

function mapsOf(pid: number | undefined): string {
  return readFileSync(`/proc/${pid}/maps`, 'latin1');
}

test('each process has the objects that its links and its fdinfo show', t =>
  stands('relatives.c', [], async subject => {
    const objects = orUndefined((await openMachine().syscalls()).kernelObjects());
    if (!objects) return t.skip('no objects of the kernel');
    const all = subject.pids('children').map(pid => ({pid, has: objects.of(pid)}));
    const [like, elsewhere, timed, apart] = all.map(({has}) => has ?? assert.fail('not at rest'));
    for (const {pid, has} of all) {
      const isSame = (link: string) =>
        readlinkSync(`/proc/${pid}/${link}`) === readlinkSync(`/proc/${all[0]?.pid}/${link}`);
      const isOne = (kind: ObjectKind) => has?.numberOf(kind) === like?.numberOf(kind);
      assert.equal(isOne('cwd'), isSame('cwd'));
      assert.equal(isOne('root'), isSame('root'));
      assert.equal(isOne('program'), isSame('exe'));
      assert.equal(isOne('namespaces'), isSame('ns/ipc') && isSame('ns/uts'));
      assert.equal(isOne('pid-namespace'), isSame('ns/pid'));
      assert.notEqual(has?.numberOf('mappings'), undefined);
      if (isOne('mappings')) assert.equal(mapsOf(pid), mapsOf(all[0]?.pid));
      assert.equal(has?.hasNoTimers, readFileSync(`/proc/${pid}/timers`, 'utf8') === '');
      for (const fd of has?.descriptors ?? []) {
        const info = readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8');
        const flags = Number.parseInt(/^flags:\t(\d+)$/m.exec(info)?.[1] ?? '', 8);
        const description = has?.description(fd);
        assert.equal(description?.isCloseOnExec, (flags & 0o2000000) !== 0);
        if (/^lock:/m.test(info)) assert.equal(description?.mayBeLocked, true);
      }
    }
    const [PIPE_END, COUNTER, POLL, WHOLE] = [20, 21, 22, 23];
    const numberOf = (fd: number) => all.map(({has}) => has?.description(fd)?.number);
    for (const fd of [PIPE_END, COUNTER, WHOLE]) assert.equal(new Set(numberOf(fd)).size, 1);
    assert.notEqual(like?.description(PIPE_END)?.number, like?.description(COUNTER)?.number);
    assert.equal(elsewhere?.description(COUNTER)?.isCloseOnExec, true);
    assert.equal(elsewhere?.numberOf('mappings'), timed?.numberOf('mappings'));
    assert.equal(timed?.description(POLL), undefined);
    assert.equal(apart?.descriptors.includes(POLL), true);
  }));
