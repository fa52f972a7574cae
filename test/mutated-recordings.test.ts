import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import fc from 'fast-check';
import {type Machine, openMachine} from '../src/kernel/machine/machine.ts';
import {orUndefined} from '../src/kernel/read.ts';
import {RecordingError} from '../src/kernel/recording/fields.ts';
import {recordedMachine} from '../src/kernel/recording/recording.ts';
import {diagnoseJson} from '../src/render/diagnose/json.ts';
import {diagnoseText} from '../src/render/diagnose/text.ts';
import {holdersJson} from '../src/render/holders/json.ts';
import {holdersText} from '../src/render/holders/text.ts';
import {inheritedFdsJson} from '../src/render/inherited-fds/json.ts';
import {inheritedFdsText} from '../src/render/inherited-fds/text.ts';
import {introductions} from '../src/render/introductions.ts';
import {locksJson} from '../src/render/locks/json.ts';
import {locksText} from '../src/render/locks/text.ts';
import {orphansJson} from '../src/render/orphans/json.ts';
import {orphansText} from '../src/render/orphans/text.ts';
import type {Page} from '../src/render/page.ts';
import {jsonText} from '../src/render/safe-text.ts';
import {scriptsJson} from '../src/render/scripts/json.ts';
import {scriptsText} from '../src/render/scripts/text.ts';
import {sigchldJson} from '../src/render/sigchld/json.ts';
import {sigchldText} from '../src/render/sigchld/text.ts';
import {plainStyle} from '../src/render/style.ts';
import {treeJson} from '../src/render/tree/json.ts';
import {treeText} from '../src/render/tree/text.ts';
import {whyJson} from '../src/render/why/json.ts';
import {whyText} from '../src/render/why/text.ts';
import {zombiesJson} from '../src/render/zombies/json.ts';
import {zombiesText} from '../src/render/zombies/text.ts';
import {diagnose} from '../src/rules/diagnosis/diagnosis.ts';
import {everything} from '../src/rules/diagnosis/selection.ts';
import {judgeDescriptors} from '../src/rules/inspections/descriptors.ts';
import {judgeLocks} from '../src/rules/inspections/locks.ts';
import {judgeSigchld} from '../src/rules/inspections/sigchld.ts';
import {judgeZombies} from '../src/rules/inspections/zombies.ts';
import {Scope} from '../src/rules/scope.ts';
import {readWaitChain} from '../src/snapshot/blocked-processes/wait-chain.ts';
import {sharersOfTable} from '../src/snapshot/descriptors/shared-tables.ts';
import {readFamily} from '../src/snapshot/families/family.ts';
import {readOrphans} from '../src/snapshot/families/orphans.ts';
import {holderSearches} from '../src/snapshot/holders/holder-search.ts';
import {readTargetHolders} from '../src/snapshot/holders/target-holders.ts';
import {readInheritedFds} from '../src/snapshot/inheritance/inherited-fds.ts';
import {readLockCases} from '../src/snapshot/locks/lock-case.ts';
import {readLocks} from '../src/snapshot/locks/locks.ts';
import {scriptProcesses} from '../src/snapshot/scripts/proc-scripts.ts';
import {findScripts} from '../src/snapshot/scripts/script-answer.ts';
import {readSigchldHandling} from '../src/snapshot/sigchld/handling.ts';
import {Snapshot} from '../src/snapshot/snapshot.ts';
import {takeRecording} from '../src/snapshot/survey/take-recording.ts';
import {readVisibility} from '../src/snapshot/visibility.ts';
import {readZombies} from '../src/snapshot/zombies/zombies.ts';

declare const PROJECT_ROOT: string;

const page: Page = {style: plainStyle, width: 80, screen: 80, isTerminal: true};
/** What moves a cursor or colours a screen: the controls of ASCII, and their eight-bit forms. */
const CONTROL = /\p{Cc}/u;

/** What is printed of an answer: no byte of another process may be a control character in it, in whichever form. */
function print(json: object, lines: readonly string[]): void {
  for (const line of [...lines, ...jsonText(json).split('\n')]) assert.doesNotMatch(line, CONTROL);
}

/** Everything that procdoc can be asked, as JSON and as text. */
async function everyAnswer(machine: Machine): Promise<void> {
  const snapshot = new Snapshot(machine);
  readVisibility(snapshot, 'x.procdoc');
  const syscalls = await snapshot.comparingSyscalls();
  const zombies = await judgeZombies(await readZombies(snapshot));
  print(zombiesJson(zombies, snapshot), zombiesText(zombies, page, true));
  const sigchld = judgeSigchld(await readSigchldHandling(snapshot, snapshot.processes()));
  print(sigchldJson(sigchld), sigchldText(sigchld, page, true));
  const orphans = await readOrphans(snapshot);
  print(orphansJson(orphans), orphansText(orphans, page));
  const locks = judgeLocks(await readLockCases(snapshot, readLocks(snapshot, syscalls), syscalls));
  const place = {path: undefined, isRecorded: true, isPartial: false, lockFile: null, nowMs: 0};
  print(locksJson(locks, null), locksText(locks, place, page, introductions(snapshot, page)));
  const family = await readFamily(snapshot, undefined, Number.POSITIVE_INFINITY);
  print(treeJson(family), treeText(family, page));
  const question = {name: undefined, asModule: undefined, deep: true};
  const scripts = findScripts(scriptProcesses(snapshot), question, 0);
  print(scriptsJson(scripts, []), await scriptsText(scripts, [], page));
  const diagnosis = await diagnose(new Scope(snapshot), everything);
  print(diagnoseJson(diagnosis), diagnoseText(diagnosis, page));
  const search = holderSearches(snapshot, syscalls)({kind: 'port', protocol: null, address: null, port: 80});
  assert.ok(search.ok);
  const holders = readTargetHolders(snapshot, syscalls, [{target: ':80', search: search.value}]);
  print(holdersJson(holders), holdersText(holders, snapshot, page));
  for (const process of snapshot.processes()) {
    const open = orUndefined(process.descriptors()) ?? [];
    const inherited = judgeDescriptors(readInheritedFds(snapshot, process, open, syscalls));
    const about = {process, sharers: sharersOfTable(snapshot, syscalls, process), total: open.length};
    print(inheritedFdsJson(process, about.sharers, inherited), inheritedFdsText(about, inherited, page));
    const chain = await readWaitChain(snapshot, process);
    print(whyJson(chain), whyText(chain, page, introductions(snapshot, page)));
  }
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
  '\\x1b[2J',
  '\\x9b',
  '\\xc2\\x9b',
  '\\r',
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
