import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import fc from 'fast-check';
import {type Machine, openMachine} from '../src/kernel/machine/machine.ts';
import {recordedMachine} from '../src/kernel/recorded/recorded-machine.ts';
import {RecordingError} from '../src/kernel/recording/fields.ts';
import {Snapshot} from '../src/snapshot/snapshot.ts';
import {takeRecording} from '../src/snapshot/survey/take-recording.ts';
import {everyAnswer, oneAnswer} from './support/recorded/every-answer.ts';
import {mutated, mutations} from './support/recorded/mutations.ts';

declare const PROJECT_ROOT: string;

/** `npm run fuzz` sets how many recordings are mangled; then every question is put to each, else one. */
const FUZZ = Number(process.env.PROCDOC_FUZZ ?? 0);
const RUNS = FUZZ || 3000;

/** How many of them are of this very process: a recording that is ten times as long. */
const OF_THIS_TEST = RUNS / 20;

/** Of this very process: one with scripts, mapped objects and sockets. */
async function recordingOfThisTest(): Promise<string> {
  const snapshot = new Snapshot(openMachine());
  const own = snapshot.process(process.pid);
  assert.ok(own.ok);
  // What is recorded leaves procdoc out, which is this process: so it asks as another.
  const machine = {...snapshot.machine, host: {...snapshot.machine.host, pid: 0}};
  const wish = {
    asked: [own.value],
    mount: '/proc',
    redacted: false,
    askMore: async () => {},
    comments: [],
    onRecorded: () => {},
  };
  return [...(await takeRecording(new Snapshot(machine), wish)).parts].join('');
}

/** What is mangled is refused with its line, or answers. */
function mangled(
  name: fc.Arbitrary<string>,
  textOf: (name: string) => string,
  numRuns: number,
): Promise<void> {
  const which = fc.double({min: 0, max: 1, noNaN: true, maxExcluded: true});
  const run = async (of: string, some: Parameters<typeof mutated>[1], question: number) => {
    let machine: Machine;
    try {
      machine = recordedMachine(mutated(textOf(of), some));
    } catch (error) {
      assert.ok(error instanceof RecordingError, `${error}`);
      return;
    }
    await (FUZZ > 0 ? everyAnswer(machine) : oneAnswer(machine, question));
  };
  return fc.assert(fc.asyncProperty(name, mutations, which, run), {numRuns});
}

test('a recording, mangled, is refused with its line, or answers every question', async () => {
  const folder = path.join(PROJECT_ROOT, 'test/recordings');
  const names = readdirSync(folder).filter(name => name.endsWith('.txt'));
  const texts = new Map(names.map(name => [name, readFileSync(path.join(folder, name), 'latin1')]));
  await mangled(fc.constantFrom(...names), name => texts.get(name) ?? '', RUNS - OF_THIS_TEST);
});

test('a recording of this test, mangled, is refused with its line, or answers every question', async () => {
  const text = await recordingOfThisTest();
  await mangled(fc.constant('this test'), () => text, OF_THIS_TEST);
});
