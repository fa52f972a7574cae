import assert from 'node:assert/strict';
import {it} from 'node:test';
import {askProcdoc} from '../asked.ts';
import type {Fact} from '../facts.ts';
import {assertSeen} from '../facts.ts';
import {commOf, stateOf, statField} from '../proc-witness.ts';
import {type Subject, until} from '../subject.ts';
import {askZombies} from './answers.ts';
import {stands} from './stands.ts';

/** A subject that has zombies, and why procdoc is to say that they are there. */
export interface ZombieSituation {
  readonly subject: string;
  readonly args?: readonly string[];
  /** The fact that names the parent, where it is not "parent". */
  readonly parent?: string;
  /** "zombies/" and this. */
  readonly rule: string;
  /** "proven when settled": a second look is what proves it; "proven in time": ten seconds do. */
  readonly certainty: 'proven' | 'likely' | 'proven when settled' | 'proven in time';
  /** What is seen where, with the pids that the subject's own facts name; other evidence may be there as well. */
  readonly facts: (parent: number, subject: Subject) => readonly Fact[];
}

/** What `zombies` says of the situation, as JSON and as text, in one test that is named after both. */
export function itSaysWhy(situation: ZombieSituation): void {
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
  const certainty = situation.certainty.replace(/ when settled| in time/, '');
  const {zombies, exitedLeaders, parents} = await until(`it is ${certainty}`, async () => {
    const answer = await askZombies(parent, ...flags);
    const isThere = answer.zombies.every(({verdict}) => verdict.certainty === certainty);
    return (isThere || situation.certainty !== 'proven in time') && answer;
  });
  assert.deepEqual(
    zombies.map(({pid}) => pid),
    subject.pids('zombies'),
  );
  assert.deepEqual(exitedLeaders, []);
  assert.deepEqual(
    parents.map(({pid, comm, state, zombies: pids}) => ({pid, comm, state, pids})),
    [{pid: parent, comm: commOf(parent), state: stateOf(parent), pids: subject.pids('zombies')}],
  );
  for (const {pid, ppid, comm, waitStatus, verdict} of zombies) {
    assert.deepEqual({ppid, comm}, {ppid: parent, comm: commOf(pid)});
    assert.equal(waitStatus?.raw, Number(statField(pid, 52)));
    assert.equal(verdict.rule, `zombies/${situation.rule}`);
    assert.equal(verdict.certainty, certainty);
    assert.match(
      verdict.why,
      new RegExp(`\\b${parent}\\b|\\(${pid}\\)`),
      'neither parent nor zombie is named',
    );
    assertSeen(verdict.facts, ...situation.facts(parent, subject));
  }
}

/** The lines that are prose fit 80 columns; a command line stays whole, so that it can be copied. */
async function assertText({rule}: ZombieSituation, parent: number): Promise<void> {
  const {stdout} = await askProcdoc('zombies', '--parent', `${parent}`);
  const [summary = '', ...blocks] = stdout.split('\n\n');
  assert.match(summary, new RegExp(`^\\S+ \\(${parent}\\b.*\n\\d+ zombies? of [^\n]*$`, 's'));
  const [heading, commandLine, ...prose] = blocks.join('\n').split('\n');
  assert.ok(new RegExp(`\\(${parent}(, \\d+ in[^)]*)?\\) has `).test(heading ?? ''), stdout);
  assert.ok(prose.some(line => line.startsWith(`  zombies/${rule} (`)));
  assert.ok(commandLine?.startsWith('  '));
  assert.deepEqual(
    prose.filter(line => line.length > 80),
    [],
  );
}
