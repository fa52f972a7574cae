/** Everything that procdoc can be asked of a machine: for machines of which nobody knows what they are. */
import assert from 'node:assert/strict';
import {readReport} from '../../../src/cli/report/read-report.ts';
import type {Machine} from '../../../src/kernel/machine/machine.ts';
import {orUndefined} from '../../../src/kernel/read.ts';
import type {Syscalls} from '../../../src/kernel/syscalls.ts';
import {diagnoseJson} from '../../../src/render/diagnose/json.ts';
import {diagnoseText} from '../../../src/render/diagnose/text.ts';
import {holdersJson} from '../../../src/render/holders/json.ts';
import {holdersText} from '../../../src/render/holders/text.ts';
import {inheritedFdsJson} from '../../../src/render/inherited-fds/json.ts';
import {inheritedFdsText} from '../../../src/render/inherited-fds/text.ts';
import {type Introduce, introductions} from '../../../src/render/introductions/introductions.ts';
import {locksJson} from '../../../src/render/locks/json.ts';
import {locksText} from '../../../src/render/locks/text.ts';
import {orphansJson} from '../../../src/render/orphans/json.ts';
import {orphansText} from '../../../src/render/orphans/text.ts';
import type {Page} from '../../../src/render/page.ts';
import {reportPage} from '../../../src/render/report/page.ts';
import {jsonText} from '../../../src/render/safe-text.ts';
import {scriptsJson} from '../../../src/render/scripts/json.ts';
import {scriptsText} from '../../../src/render/scripts/text.ts';
import {sigchldJson} from '../../../src/render/sigchld/json.ts';
import {sigchldText} from '../../../src/render/sigchld/text.ts';
import {plainStyle} from '../../../src/render/style.ts';
import {treeJson} from '../../../src/render/tree/json.ts';
import {treeText} from '../../../src/render/tree/text.ts';
import {whyJson} from '../../../src/render/why/json.ts';
import {whyText} from '../../../src/render/why/text.ts';
import {zombiesJson} from '../../../src/render/zombies/json.ts';
import {zombiesText} from '../../../src/render/zombies/text.ts';
import {diagnose} from '../../../src/rules/diagnosis/diagnosis.ts';
import {everything} from '../../../src/rules/diagnosis/selection.ts';
import {judgeDescriptors} from '../../../src/rules/inspections/descriptors.ts';
import {judgeLocks} from '../../../src/rules/inspections/locks.ts';
import {judgeSigchld} from '../../../src/rules/inspections/sigchld.ts';
import {judgeZombies} from '../../../src/rules/inspections/zombies.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {readWaitChain} from '../../../src/snapshot/blocked-processes/wait-chain.ts';
import {sharersOfTable} from '../../../src/snapshot/descriptors/shared-tables.ts';
import {readFamily} from '../../../src/snapshot/families/family.ts';
import {readOrphans} from '../../../src/snapshot/families/orphans.ts';
import {holderSearches} from '../../../src/snapshot/holders/holder-search.ts';
import {readTargetHolders} from '../../../src/snapshot/holders/target-holders.ts';
import {readInheritedFds} from '../../../src/snapshot/inheritance/inherited-fds.ts';
import {readLockCases} from '../../../src/snapshot/locks/lock-case.ts';
import {readLocks} from '../../../src/snapshot/locks/locks.ts';
import type {Process} from '../../../src/snapshot/process.ts';
import {scriptProcessesOf} from '../../../src/snapshot/scripts/proc-scripts.ts';
import {findScripts} from '../../../src/snapshot/scripts/script-answer.ts';
import {readSigchldHandling} from '../../../src/snapshot/sigchld/handling.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {readBeginnings} from '../../../src/snapshot/starters/beginning.ts';
import {readVisibility} from '../../../src/snapshot/visibility.ts';
import {readZombies} from '../../../src/snapshot/zombies/zombies.ts';

const page: Page = {style: plainStyle, width: 80, screen: 80, isTerminal: true};
/** What moves a cursor or colours a screen: the controls of ASCII, and their eight-bit forms. */
const CONTROL = /\p{Cc}/u;

/** What is printed of an answer: no byte of another process may be a control character in it, in whichever form. */
function print(json: object, lines: readonly string[]): void {
  for (const line of [...lines, ...jsonText(json).split('\n')]) assert.doesNotMatch(line, CONTROL);
}

async function introducing(snapshot: Snapshot): Promise<Introduce> {
  return introductions(page, await readBeginnings(snapshot));
}

/** A machine that is asked about. */
interface Asked {
  readonly snapshot: Snapshot;
  readonly syscalls: Syscalls;
}

/** A question about the machine as a whole. */
type Question = (asked: Asked) => Promise<void>;

const questions: readonly Question[] = [
  async ({snapshot}) => {
    const zombies = await judgeZombies(await readZombies(snapshot));
    print(zombiesJson(zombies), zombiesText(zombies, page, true, await introducing(snapshot)));
  },
  async ({snapshot}) => {
    const sigchld = judgeSigchld(await readSigchldHandling(snapshot, snapshot.processes()));
    print(sigchldJson(sigchld), sigchldText(sigchld, page, true, await introducing(snapshot)));
  },
  async ({snapshot}) => {
    const orphans = await readOrphans(snapshot);
    print(orphansJson(orphans), orphansText(orphans, page, await introducing(snapshot)));
  },
  async ({snapshot, syscalls}) => {
    const locks = judgeLocks(await readLockCases(snapshot, readLocks(snapshot, syscalls), syscalls));
    const place = {path: undefined, isRecorded: true, isPartial: false, lockFile: null, nowMs: 0};
    print(locksJson(locks, null), locksText(locks, place, page, await introducing(snapshot)));
  },
  async ({snapshot}) => {
    const family = await readFamily(snapshot, undefined, Number.POSITIVE_INFINITY);
    print(treeJson(family), treeText(family, page));
  },
  async ({snapshot}) => {
    const question = {name: undefined, asModule: undefined, deep: true};
    const scripts = findScripts(scriptProcessesOf(snapshot), question, 0);
    print(scriptsJson(scripts, []), await scriptsText(scripts, undefined, [], page));
  },
  async ({snapshot}) => {
    const diagnosis = await diagnose(new Scope(snapshot), everything);
    print(
      diagnoseJson(diagnosis),
      diagnoseText(diagnosis, snapshot, page, true, await introducing(snapshot)),
    );
  },
  async ({snapshot}) => {
    const origin = {place: '/proc', recording: null, isRedacted: false, targets: [], version: ''};
    const report = await readReport(snapshot, {origin, asked: undefined, before: undefined});
    const html = await reportPage(report, () => []);
    for (const line of html.split('\n')) assert.doesNotMatch(line, CONTROL);
  },
  async ({snapshot, syscalls}) => {
    const search = holderSearches(
      snapshot,
      syscalls,
    )({kind: 'port', protocol: null, address: null, port: 80});
    assert.ok(search.ok);
    const holders = readTargetHolders(snapshot, syscalls, [{target: ':80', search: search.value}]);
    print(holdersJson(holders), holdersText(holders, [], page, await introducing(snapshot)));
  },
];

/** A question about one process. */
type ProcessQuestion = (asked: Asked, process: Process) => Promise<void>;

const processQuestions: readonly ProcessQuestion[] = [
  async ({snapshot, syscalls}, process) => {
    const open = orUndefined(process.descriptors()) ?? [];
    const inherited = judgeDescriptors(readInheritedFds(snapshot, process, open, syscalls));
    const shown = {all: inherited, shown: inherited};
    const sharers = sharersOfTable(snapshot, syscalls, process);
    const introduce = await introducing(snapshot);
    print(
      inheritedFdsJson(process, sharers, inherited),
      inheritedFdsText(process, shown, sharers, page, introduce),
    );
  },
  async ({snapshot}, process) => {
    const chain = await readWaitChain(snapshot, process);
    print(whyJson(chain), whyText(chain, page, await introducing(snapshot)));
  },
  async ({snapshot}, {pid}) => {
    const diagnosis = await diagnose(new Scope(snapshot, new Set([pid])), everything);
    print(
      diagnoseJson(diagnosis),
      diagnoseText(diagnosis, snapshot, page, true, await introducing(snapshot)),
    );
  },
];

async function asked(machine: Machine): Promise<Asked> {
  const snapshot = new Snapshot(machine);
  readVisibility(snapshot, 'x.procdoc');
  return {snapshot, syscalls: await snapshot.comparingSyscalls()};
}

/** Everything that procdoc can be asked, as JSON and as text. */
export async function everyAnswer(machine: Machine): Promise<void> {
  const about = await asked(machine);
  for (const question of questions) await question(about);
  for (const process of about.snapshot.processes())
    for (const question of processQuestions) await question(about, process);
}

/**
 * One of the questions, as JSON and as text.
 * @param which picks it, and the process that it is about: a number from 0 to 1
 */
export async function oneAnswer(machine: Machine, which: number): Promise<void> {
  const about = await asked(machine);
  const at = Math.floor(which * (questions.length + processQuestions.length));
  const processes = about.snapshot.processes();
  const process = processes[Math.floor(which * 997 * processes.length) % processes.length];
  const question = processQuestions[at - questions.length];
  if (question) return process && question(about, process);
  return questions[at]?.(about);
}
