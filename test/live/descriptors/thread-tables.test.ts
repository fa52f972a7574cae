import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {HoldersContent} from '../../../src/render/contract/holders.ts';
import type {InheritedFdsContent} from '../../../src/render/contract/inherited-fds.ts';
import type {LocksContent} from '../../../src/render/contract/locks.ts';
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

test('inherited-fds says that a thread has descriptors of its own, which it does not list', () =>
  withSubject('own-table.c', [], async subject => {
    const {json} = await procdocJson<InheritedFdsContent & {complete: boolean; unreadable: {what: string}[]}>(
      'inherited-fds',
      `${subject.pid}`,
    );
    assert.equal(json.complete, false);
    assert.ok(json.unreadable.some(({what}) => what === 'descriptors that only a thread has'));
  }));
