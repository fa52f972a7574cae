import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {HoldersContent} from '../../../src/render/contract/holders.ts';
import type {LocksContent} from '../../../src/render/contract/locks.ts';
import {askInheritedFds} from '../../support/live/descriptor-answers.ts';
import {IS_ROOT, procdocJson} from '../../support/procdoc.ts';
import {withSubject} from '../../support/subject.ts';

const needsRoot = {skip: !IS_ROOT && 'needs root'};

test('what a thread has open in a descriptor table of its own is held by its process', needsRoot, () =>
  withSubject('own-table.c', [], async subject => {
    const [file, port] = [subject.text('file'), subject.number('port')];
    const [tid, fd, listener] = ['tid', 'fd', 'listener'].map(name => subject.number(name));
    for (const [target, wanted] of [
      [file, fd],
      [`:${port}`, listener],
    ] as const) {
      const {status, json} = await procdocJson<HoldersContent>('holders', target);
      assert.equal(status, 0);
      assert.deepEqual(
        json.descriptions.flatMap(({holders}) => holders).map(one => [one.pid, one.fd, one.tid]),
        [[subject.pid, wanted, tid]],
      );
    }
    const {json} = await procdocJson<LocksContent>('locks', file);
    assert.deepEqual(
      json.locks.map(({holders, verdict}) => [holders.map(one => [one.pid, one.tid]), verdict]),
      [[[[subject.pid, tid]], null]],
    );
  }),
);

test('inherited-fds shows what a thread has open in a table of its own, and nothing of it twice', () =>
  withSubject('own-table.c', [], async subject => {
    const answer = await askInheritedFds(subject.pid, '--all');
    const [tid, fd, listener] = ['tid', 'fd', 'listener'].map(name => subject.number(name));
    assert.deepEqual(
      answer.descriptors.filter(one => one.tid !== undefined).map(one => [one.tid, one.fd, one.kind]),
      [
        [tid, fd, 'file'],
        [tid, listener, 'socket'],
      ],
    );
    assert.ok(!answer.unreadable.some(({what}) => what === 'descriptors that only a thread has'));
  }));
