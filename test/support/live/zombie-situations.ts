import assert from 'node:assert/strict';
import {it} from 'node:test';
import {commOf, stateOf, statField} from '../proc-witness.ts';
import {runProcdoc} from '../procdoc.ts';
import type {Subject} from '../subject.ts';
import {askZombies} from './answers.ts';
import {stands} from './stands.ts';

/** A subject that has zombies, and what procdoc is to say of why. */
export interface ZombieSituation {
  readonly subject: string;
  readonly args?: readonly string[];
  /** The fact that names the parent, where it is not "parent". */
  readonly parent?: string;
  /** "zombies/" and this. */
  readonly rule: string;
  /** "proven when settled": a second look is what proves it. */
  readonly certainty: 'proven' | 'likely' | 'proven when settled';
  readonly why: RegExp;
  /** Parts of the lines of evidence, with the pids that the subject's own facts name. */
  readonly evidence: (parent: number, subject: Subject) => readonly string[];
  readonly remedy: RegExp;
}

/** What `zombies` says of the situation, as JSON and as text, in one test that is named after both. */
export function itTellsWhy(situation: ZombieSituation): void {
  const {subject: name, args = [], rule, certainty} = situation;
  it(`${[name.replace(/\.c$/, ''), ...args].join(' ')}: ${rule}, ${certainty}`, () =>
    stands(name, args, async subject => {
      const parent = subject.number(situation.parent ?? 'parent');
      await assertAnswer(situation, subject, parent);
      await assertText(situation, parent);
    }));
}

async function assertAnswer(situation: ZombieSituation, subject: Subject, parent: number): Promise<void> {
  const flags = situation.certainty === 'proven when settled' ? ['--settle', '1s'] : [];
  const {zombies, exitedLeaders, parents} = await askZombies(parent, ...flags);
  assert.deepEqual(
    zombies.map(({pid}) => pid),
    subject.numbers('zombies'),
  );
  assert.deepEqual(exitedLeaders, []);
  assert.deepEqual(
    parents.map(({pid, comm, state, zombies: pids}) => ({pid, comm, state, pids})),
    [{pid: parent, comm: commOf(parent), state: stateOf(parent), pids: subject.numbers('zombies')}],
  );
  for (const {pid, ppid, comm, waitStatus, verdict} of zombies) {
    assert.deepEqual({ppid, comm}, {ppid: parent, comm: commOf(pid)});
    assert.equal(waitStatus?.raw, Number(statField(pid, 52)));
    assert.equal(verdict.rule, `zombies/${situation.rule}`);
    assert.equal(verdict.certainty, situation.certainty.replace(' when settled', ''));
    assert.match(verdict.why, situation.why);
    assert.match(verdict.remedy ?? '', situation.remedy);
    for (const part of situation.evidence(parent, subject)) {
      const has = verdict.evidence.some(line => line.includes(part));
      assert.ok(has, `"${part}" is in none of ${JSON.stringify(verdict.evidence)}`);
    }
  }
}

/** The lines that are prose fit 80 columns; a command line stays whole, so that it can be copied. */
async function assertText({rule}: ZombieSituation, parent: number): Promise<void> {
  const {stdout} = await runProcdoc('zombies', '--parent', `${parent}`);
  const lines = stdout.split('\n');
  assert.ok(lines[0]?.startsWith(`${commOf(parent)} (${parent}) has `), stdout);
  assert.ok(lines.some(line => line.startsWith(`  zombies/${rule} (`)));
  const [, commandLine, ...prose] = lines;
  assert.ok(commandLine?.startsWith('  '));
  assert.deepEqual(
    prose.filter(line => line.length > 80),
    [],
  );
}
