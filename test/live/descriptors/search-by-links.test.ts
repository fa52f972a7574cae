import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {HoldersContent} from '../../../src/render/contract/holders.ts';
import type {LocksContent} from '../../../src/render/contract/locks.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {descriptorTarget} from '../../support/proc-witness.ts';
import {runProcdoc, runProcdocUnder} from '../../support/procdoc.ts';
import {type Subject, withSubject} from '../../support/subject.ts';

const unprivileged = {skip: signalActionErrno() !== undefined && 'needs root in the first namespaces'};

interface Edges {
  readonly edges: ReadonlyArray<{readonly from: number; readonly to: number | null}>;
}

/** The edges on the ways from a waiter, of which none goes on from the tests: those wait for something else at each moment. */
function edgesBeforeTests(waiter: number, {edges}: Edges) {
  const reached = new Set([waiter]);
  for (const pid of reached)
    for (const {from, to} of edges) if (from === pid && to !== null && to !== process.pid) reached.add(to);
  return edges.filter(({from}) => reached.has(from));
}

describe(
  "where the kernel can't be asked for holders, every link is read, and the answer is the same",
  unprivileged,
  () => {
    const withoutBpf = ['setpriv', '--bounding-set', '-bpf,-perfmon,-sys_admin', '--'];

    // A verdict has a doubt where the descriptors of some process can't be read.
    const withoutVerdicts = (descriptors: object[]) =>
      descriptors.map(one => ({...withoutOwn(one), verdicts: []}));

    // That a holder opened it depends on who is a subreaper, which only the kernel's own record shows.
    const withoutOwn = (holder: {readonly how?: string}) => ({
      ...holder,
      how: holder.how === 'opened' ? 'opened or inherited' : holder.how,
    });
    const withoutHow = (holder: object) => ({...withoutOwn(holder), orphan: null});

    // How long a waiter has waited is in the sentence, and grows between two answers.
    const withoutTime = ({verdict, ...lock}: LocksContent['locks'][number]) => ({
      ...lock,
      verdict: verdict && {...verdict, why: ''},
    });

    /** Subjects with other holders of every kind: relatives, strangers, sharers of a table; both ends of a pipe, several locks. */
    const descriptorsOf: readonly [subject: string, mode: string, pid: string][] = [
      ['pipe-heir.c', '', 'heir'],
      ['pipe-heir.c', '', 'reader'],
      ['orphan.c', 'to-init', 'orphan'],
      ['descriptions.c', 'fork', 'child'],
      ['descriptions.c', 'sharing', 'child'],
      ['heirs.c', 'two-flocks', 'child'],
      ['prefork-server.c', '', 'parent'],
      ['sibling-connections.c', 'common', 'parent'],
      ['descriptor-kinds.c', '', 'child'],
      ['mapped-file.c', '', 'child'],
    ];
    for (const [name, mode, fact] of descriptorsOf)
      it(`for inherited-fds: ${fact} of ${name} ${mode}`, () =>
        withSubject(name, [mode], async subject => {
          const args = ['inherited-fds', `${subject.number(fact)}`, '--all', '--json'];
          const {stdout} = await runProcdocUnder(withoutBpf, ...args);
          const json: {descriptors: object[]} = JSON.parse((await runProcdoc(...args)).stdout);
          assert.ok(json.descriptors.length > 0);
          assert.deepEqual(
            withoutVerdicts(JSON.parse(stdout).descriptors),
            withoutVerdicts(json.descriptors),
          );
        }));

    const targetsOf: readonly [what: string, subject: string, target: (subject: Subject) => string][] = [
      ['a port', 'prefork-server.c', subject => `:${subject.number('port')}`],
      ['a file', 'heirs.c', subject => subject.text('path')],
      ['a pipe', 'pipe-heir.c', subject => descriptorTarget(subject.number('heir'), 1)],
      ['a descriptor', 'pipe-heir.c', subject => `${subject.number('reader')}:${subject.number('readerFd')}`],
      ['a descriptor of a file', 'heirs.c', subject => `${subject.number('child')}:${subject.number('fd')}`],
    ];
    for (const [what, name, targetIn] of targetsOf)
      it(`for holders: ${what}`, () =>
        withSubject(name, ['two-flocks'], async subject => {
          const args = ['holders', targetIn(subject), '--json'];
          const holdersIn = ({descriptions}: HoldersContent) =>
            descriptions.map(({link, holders}) => ({link, holders: holders.map(withoutHow)}));
          const {stdout} = await runProcdocUnder(withoutBpf, ...args);
          const json: HoldersContent = JSON.parse((await runProcdoc(...args)).stdout);
          assert.ok(holdersIn(json).length > 0);
          assert.deepEqual(holdersIn(JSON.parse(stdout)), holdersIn(json));
        }));

    const locksOf: readonly [subject: string, mode: string][] = [
      ['lock-heirs.c', 'flock'],
      ['lock-heirs.c', 'ofd'],
      ['heirs.c', 'two-flocks'],
      ['heirs.c', 'posix-lock'],
      ['lock-queue.c', 'flock'],
    ];
    for (const [name, mode] of locksOf)
      it(`for locks: ${name} ${mode}`, () =>
        withSubject(name, [mode], async subject => {
          const args = ['locks', subject.text('path'), '--json'];
          const {stdout} = await runProcdocUnder(withoutBpf, ...args);
          const json: LocksContent = JSON.parse((await runProcdoc(...args)).stdout);
          assert.ok(json.locks.length > 0);
          assert.deepEqual(JSON.parse(stdout).locks.map(withoutTime), json.locks.map(withoutTime));
        }));

    const waitsOf: readonly [subject: string, mode: string, pid: string][] = [
      ['pipe-heir.c', '', 'reader'],
      ['blocked-on-pipe.c', 'read-pipe', 'waiter'],
      ['blocked-on-pipe.c', 'own-and-other', 'waiter'],
      ['blocked-on-pipe.c', 'shared-ends', 'waiter'],
      ['blocked-on-pipe.c', 'epoll', 'waiter'],
    ];
    for (const [name, mode, fact] of waitsOf)
      it(`for why: ${fact} of ${name} ${mode}`, () =>
        withSubject(name, [mode], async subject => {
          const waiter = subject.number(fact);
          const args = ['why', `${waiter}`, '--json'];
          const {stdout} = await runProcdocUnder(withoutBpf, ...args);
          const bySearch = edgesBeforeTests(waiter, JSON.parse((await runProcdoc(...args)).stdout));
          assert.ok(bySearch.length > 0);
          assert.deepEqual(edgesBeforeTests(waiter, JSON.parse(stdout)), bySearch);
        }));
  },
);
