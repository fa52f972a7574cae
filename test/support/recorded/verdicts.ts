/** The questions that rules are asked in, put to a recorded scene. */
import assert from 'node:assert/strict';
import {orUndefined} from '../../../src/kernel/read.ts';
import type {Finding} from '../../../src/rules/finding.ts';
import {
  descriptorInspection,
  type JudgedDescriptor,
  judgeDescriptors,
} from '../../../src/rules/inspections/descriptors.ts';
import {familyInspection} from '../../../src/rules/inspections/families.ts';
import type {JudgedZombie} from '../../../src/rules/inspections/judged-zombie.ts';
import {type JudgedLock, judgeLocks} from '../../../src/rules/inspections/locks.ts';
import {type JudgedSigchld, judgeSigchld} from '../../../src/rules/inspections/sigchld.ts';
import {type JudgedScene, judgeZombies} from '../../../src/rules/inspections/zombies.ts';
import {allVerdicts, type Verdict} from '../../../src/rules/rule.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {signalRules} from '../../../src/rules/signals/index.ts';
import {readInheritedFds} from '../../../src/snapshot/inheritance/inherited-fds.ts';
import {readLockCases} from '../../../src/snapshot/locks/lock-case.ts';
import {readLocks} from '../../../src/snapshot/locks/locks.ts';
import {rivalsAmong} from '../../../src/snapshot/locks/rival-locks.ts';
import type {Process} from '../../../src/snapshot/process.ts';
import {readSigchldHandling} from '../../../src/snapshot/sigchld/handling.ts';
import {readSignalHandling} from '../../../src/snapshot/signals/read-handling.ts';
import type {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {readZombies} from '../../../src/snapshot/zombies/zombies.ts';
import type {Scene} from './scene.ts';

/** What `zombies` makes of a scene. */
export async function judgedScene(scene: Scene): Promise<JudgedScene> {
  return judgeZombies(await readZombies(scene.snapshot()));
}

/** Its zombies, each with why it is there; there is one at least. */
export async function judgedZombies(scene: Scene): Promise<readonly [JudgedZombie, ...JudgedZombie[]]> {
  const {parents} = await judgedScene(scene);
  const [first, ...more] = parents.flatMap(({zombies}) => zombies);
  assert.ok(first, 'there is no zombie');
  return [first, ...more];
}

/** "zombies/parent-stopped, proven": the rule and the certainty that all zombies of a scene have in common. */
export async function whyZombies(scene: Scene): Promise<string> {
  const judged = await judgedZombies(scene);
  const answers = new Set(judged.map(({verdict: {rule, certainty}}) => `${rule}, ${certainty}`));
  return [...answers].join('; ');
}

/** What `sigchld PID` makes of a process. */
export async function judgedSigchld(scene: Scene, pid: number): Promise<JudgedSigchld> {
  const snapshot = scene.snapshot();
  const [judged] = judgeSigchld(await readSigchldHandling(snapshot, [processOf(snapshot, pid)]));
  assert.ok(judged, `the SIGCHLD of ${pid} may not be seen`);
  return judged;
}

/** What the rules about signals say of a process; nothing where none of the signals is kept from it. */
export async function judgedSignals(scene: Scene, pid: number): Promise<Verdict[]> {
  const snapshot = scene.snapshot();
  return (await readSignalHandling(snapshot, [processOf(snapshot, pid)])).flatMap(handling =>
    allVerdicts(signalRules, handling),
  );
}

/** What `inherited-fds PID` makes of a process's descriptors. */
export async function judgedDescriptors(scene: Scene, pid: number): Promise<JudgedDescriptor[]> {
  const snapshot = scene.snapshot();
  const process = processOf(snapshot, pid);
  const descriptors = orUndefined(process.descriptors()) ?? assert.fail(`no descriptors of ${pid}`);
  return judgeDescriptors(readInheritedFds(snapshot, process, descriptors, await snapshot.syscalls()));
}

/** What a diagnosis of descriptors says by one rule, of these processes or all. */
export async function descriptorFindings(
  scene: Scene,
  {id}: {readonly id: string},
  pids?: readonly number[],
): Promise<Finding[]> {
  const scope = new Scope(scene.snapshot(), pids && new Set(pids));
  return (await descriptorInspection.inspect(scope)).filter(({rule}) => rule === id);
}

/** What `locks` makes of a scene. */
export async function judgedLocks(scene: Scene): Promise<JudgedLock[]> {
  const snapshot = scene.snapshot();
  const syscalls = await snapshot.syscalls();
  const locks = readLocks(snapshot, syscalls);
  return judgeLocks(await readLockCases(snapshot, locks, syscalls, {rivals: rivalsAmong(snapshot, locks)}));
}

/** Its only lock. */
export async function onlyLock(scene: Scene): Promise<JudgedLock> {
  const [judged, ...more] = await judgedLocks(scene);
  assert.ok(judged && more.length === 0, `${more.length + Number(!!judged)} locks`);
  return judged;
}

/** What a diagnosis of some of a scene's processes, or of all, says of families. */
export function familyFindings(scene: Scene, pids?: readonly number[]): Promise<readonly Finding[]> {
  return familyInspection.inspect(new Scope(scene.snapshot(), pids && new Set(pids)));
}

/** What a rule says of them, if it says anything. */
export function verdictOf({id}: {readonly id: string}, verdicts: readonly Verdict[]): Verdict | undefined {
  return verdicts.find(({rule}) => rule === id);
}

function processOf(snapshot: Snapshot, pid: number): Process {
  return snapshot.find(pid) ?? assert.fail(`process ${pid} is not there`);
}
