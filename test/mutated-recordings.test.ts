import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import fc from 'fast-check';
import {type Machine, openMachine} from '../src/kernel/machine.ts';
import {orUndefined} from '../src/kernel/read.ts';
import {RecordingError} from '../src/kernel/recording/fields.ts';
import {recordedMachine} from '../src/kernel/recording/recording.ts';
import {diagnoseJson} from '../src/render/diagnose/json.ts';
import {holdersJson} from '../src/render/holders/json.ts';
import {inheritedFdsJson} from '../src/render/inherited-fds/json.ts';
import {locksJson} from '../src/render/locks/json.ts';
import {orphansJson} from '../src/render/orphans/json.ts';
import {scriptsJson} from '../src/render/scripts/json.ts';
import {sigchldJson} from '../src/render/sigchld/json.ts';
import {treeJson} from '../src/render/tree/json.ts';
import {whyJson} from '../src/render/why/json.ts';
import {zombiesJson} from '../src/render/zombies/json.ts';
import {diagnose} from '../src/rules/diagnosis.ts';
import {judgeDescriptors} from '../src/rules/fds/index.ts';
import {judgeLocks} from '../src/rules/locks/index.ts';
import {Scope} from '../src/rules/scope.ts';
import {everything} from '../src/rules/selection.ts';
import {judgeSigchld} from '../src/rules/sigchld/index.ts';
import {judgeZombies} from '../src/rules/zombies/index.ts';
import {readFamily} from '../src/snapshot/family.ts';
import {holderSearches} from '../src/snapshot/holder-search.ts';
import {readInheritedFds} from '../src/snapshot/inherited-fds.ts';
import {readLockCases} from '../src/snapshot/lock-case.ts';
import {readLocks} from '../src/snapshot/locks.ts';
import {readOrphans} from '../src/snapshot/orphans.ts';
import {scriptProcesses} from '../src/snapshot/proc-scripts.ts';
import {findScripts} from '../src/snapshot/script-answer.ts';
import {readSigchldCases} from '../src/snapshot/sigchld-case.ts';
import {Snapshot} from '../src/snapshot/snapshot.ts';
import {takeRecording} from '../src/snapshot/survey/take-recording.ts';
import {readTargetHolders} from '../src/snapshot/target-holders.ts';
import {readVisibility} from '../src/snapshot/visibility.ts';
import {readWaitChain} from '../src/snapshot/wait-chain/wait-chain.ts';
import {readZombies} from '../src/snapshot/zombies.ts';

declare const PROJECT_ROOT: string;

/** Everything that procdoc can be asked, as JSON. */
async function everyAnswer(machine: Machine): Promise<void> {
  const snapshot = new Snapshot(machine);
  readVisibility(snapshot, 'x.procdoc');
  const syscalls = await snapshot.comparingSyscalls();
  const answers: object[] = [
    zombiesJson(judgeZombies(await readZombies(snapshot)), snapshot),
    sigchldJson(judgeSigchld(await readSigchldCases(snapshot, snapshot.processes()))),
    orphansJson(await readOrphans(snapshot)),
    locksJson(judgeLocks(await readLockCases(snapshot, readLocks(snapshot, syscalls), syscalls))),
    treeJson(await readFamily(snapshot, undefined, Number.POSITIVE_INFINITY)),
    scriptsJson(
      findScripts(scriptProcesses(snapshot), {name: undefined, asModule: undefined, deep: true}, 0),
      [],
    ),
  ];
  answers.push(diagnoseJson(await diagnose(new Scope(snapshot), everything)));
  const search = holderSearches(snapshot, syscalls)({kind: 'port', protocol: null, address: null, port: 80});
  assert.ok(search.ok);
  answers.push(holdersJson(readTargetHolders(snapshot, syscalls, [{target: ':80', search: search.value}])));
  for (const process of snapshot.processes()) {
    const open = orUndefined(process.descriptors()) ?? [];
    answers.push(
      inheritedFdsJson(process, judgeDescriptors(readInheritedFds(snapshot, process, open, syscalls))),
      whyJson(await readWaitChain(snapshot, process)),
    );
  }
  JSON.stringify(answers);
}

/** A change to some place of a text: what hostile or broken input looks like. */
interface Mutation {
  /** Where, as a part of the whole. */
  readonly at: number;
  readonly kind: 'content' | 'digits' | 'bytes' | 'drop line' | 'repeat line';
  readonly put: string;
  /** How much of what stood there goes. */
  readonly span: number;
}

const place = fc.double({min: 0, max: 1, noNaN: true, maxExcluded: true});
const span = fc.nat({max: 4});
const words = [
  '9'.repeat(30),
  '9'.repeat(16),
  '-1',
  '0',
  '',
  ' ',
  '\\0',
  '\\xff',
  ')',
  '(deleted)',
  '/',
  'Z',
  '|',
];
/** Such as leave the form of the file whole, so that the answers are what is mangled. */
const contentMutation: fc.Arbitrary<Mutation> = fc.record({
  at: place,
  kind: fc.constantFrom('content', 'digits'),
  put: fc.constantFrom(...words),
  span,
});
const anyMutation: fc.Arbitrary<Mutation> = fc.record({
  at: place,
  kind: fc.constantFrom('bytes', 'drop line', 'repeat line'),
  put: fc.string({maxLength: 3}),
  span,
});

function mutated(text: string, {at, kind, put, span}: Mutation): string {
  const start = Math.floor(at * text.length);
  if (kind === 'bytes') return text.slice(0, start) + put + text.slice(start + span);
  const lines = text.split('\n');
  const isBody = (line: string) => /^[|>]/.test(line);
  const candidates = [...lines.keys()].filter(line => kind.endsWith('line') || isBody(lines[line] ?? ''));
  const chosen = candidates[Math.floor(at * candidates.length)] ?? 0;
  const line = lines[chosen] ?? '';
  const from = 1 + (Math.floor(at * 1e6) % Math.max(1, line.length - 1));
  const edited =
    kind === 'digits'
      ? line.slice(0, from) + line.slice(from).replace(/\d+/, put)
      : line.slice(0, from) + put + line.slice(from + span);
  const replacements = {'drop line': [], 'repeat line': [line, line], content: [edited], digits: [edited]};
  lines.splice(chosen, 1, ...replacements[kind]);
  return lines.join('\n');
}

const mutations = fc.oneof(
  {arbitrary: fc.array(contentMutation, {minLength: 1, maxLength: 8}), weight: 4},
  {arbitrary: fc.array(anyMutation, {minLength: 1, maxLength: 2}), weight: 1},
);

/** Of this very process: one with scripts, mapped objects and sockets. */
async function recordingOfThisTest(): Promise<string> {
  const snapshot = new Snapshot(openMachine());
  const own = snapshot.process(process.pid);
  assert.ok(own.ok);
  // What is recorded leaves procdoc out, which is this process: so it asks as another.
  const machine = {...snapshot.machine, host: {...snapshot.machine.host, pid: 0}};
  const wish = {asked: [own.value], mount: '/proc', redacted: false, askMore: async () => {}, comments: []};
  return (await takeRecording(new Snapshot(machine), wish)).text;
}

function mutatedAnswers(text: string, numRuns: number) {
  return fc.assert(
    fc.asyncProperty(mutations, async some => {
      let machine: Machine;
      try {
        machine = recordedMachine(some.reduce(mutated, text));
      } catch (error) {
        assert.ok(error instanceof RecordingError, `${error}`);
        return;
      }
      await everyAnswer(machine);
    }),
    {numRuns},
  );
}

for (const name of [
  'never-waits',
  'inherited-flock',
  'prefork-server',
  'client-and-daemon',
  'waits-for-pidfd',
]) {
  const text = readFileSync(path.join(PROJECT_ROOT, 'test/recordings', `${name}.txt`), 'latin1');
  test(`${name}, mangled, is refused with its line, or answers every question`, () =>
    mutatedAnswers(text, 150));
}

test('a whole recording, mangled, is refused with its line, or answers every question', async () =>
  mutatedAnswers(await recordingOfThisTest(), 40));
