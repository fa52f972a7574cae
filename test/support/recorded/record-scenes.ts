/** Makes all of test/recordings/ again: see record.js. */
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type Machine, openMachine} from '../../../src/kernel/machine/machine.ts';
import {orUndefined} from '../../../src/kernel/read.ts';
import {narrowedTo} from '../../../src/kernel/recording/narrowed.ts';
import {Recorder} from '../../../src/kernel/recording/recorder.ts';
import {descriptorInspection, judgeDescriptors} from '../../../src/rules/inspections/descriptors.ts';
import {familyInspection} from '../../../src/rules/inspections/families.ts';
import {judgeLocks} from '../../../src/rules/inspections/locks.ts';
import {judgeSigchld} from '../../../src/rules/inspections/sigchld.ts';
import {signalInspection} from '../../../src/rules/inspections/signals.ts';
import {judgeZombies, zombieInspection} from '../../../src/rules/inspections/zombies.ts';
import {allVerdicts} from '../../../src/rules/rule.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {pidFileRules, scriptRules} from '../../../src/rules/scripts/index.ts';
import {conditionOf} from '../../../src/snapshot/condition.ts';
import {readInheritedFds} from '../../../src/snapshot/inheritance/inherited-fds.ts';
import {readLockCalls} from '../../../src/snapshot/locks/lock-calls.ts';
import {readLockCases} from '../../../src/snapshot/locks/lock-case.ts';
import {readLocks} from '../../../src/snapshot/locks/locks.ts';
import {rivalsAmong} from '../../../src/snapshot/locks/rival-locks.ts';
import {readPidFiles} from '../../../src/snapshot/scripts/pid-file.ts';
import {readScriptCases} from '../../../src/snapshot/scripts/script-case.ts';
import {readSigchldHandling} from '../../../src/snapshot/sigchld/handling.ts';
import {isBelowNohup} from '../../../src/snapshot/signals/nohup.ts';
import {standardOutput} from '../../../src/snapshot/signals/output.ts';
import {readSignalHandling} from '../../../src/snapshot/signals/read-handling.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {readBlockedThreads} from '../../../src/snapshot/wait-chain/blocked-thread.ts';
import {readZombies} from '../../../src/snapshot/zombies/zombies.ts';
import {withCgroup, withFrozen} from '../live/frozen-cgroup.ts';
import {INTO_A_PIPE} from '../live/left-behind.ts';
import {descendantsOf, statField} from '../proc-witness.ts';
import {compile, SUBJECTS, type Subject, until, withSubject} from '../subject.ts';
import {containerMachine, crowdedMachine, exitingMachine, waitingMachine} from './imagined-zombies.ts';

declare const PROJECT_ROOT: string;

/** A split(1) that is started with SIGCHLD ignored, and whose filter lives until the input of the subject ends. */
const SPLIT_IGNORING_SIGCHLD = `exec 3<&0 4>&1; filter='echo "{\\"filter\\":$$}" >&4; cat <&3'; exec env --ignore-signal=CHLD SHELL=/bin/sh split -n1 --filter="$filter" /etc/passwd`;

type Question = (snapshot: Snapshot) => Promise<void>;

const scenes: Readonly<Record<string, readonly [question: Question, program: string, ...args: string[]]>> = {
  'never-waits': [zombies, 'never-waits', '2'],
  'parent-polls': [zombies, 'polls'],
  'parent-held-up': [zombies, 'held-up'],
  'handler-once': [zombies, 'burst', 'handler-once'],
  'signalfd-unread': [zombies, 'burst', 'signalfd-unread'],
  'signalfd-once': [zombies, 'burst', 'signalfd-once'],
  'sigwait-once': [zombies, 'burst', 'sigwait-once'],
  'sigwait-others': [zombies, 'burst', 'sigwait-others'],
  'ignored-too-late': [zombies, 'ignored-too-late'],
  'blocked-by-launcher': [zombies, 'blocked', 'by-launcher'],
  'blocked-in-one-thread': [zombies, 'blocked', 'in-one-thread'],
  'waits-for-other': [zombies, 'waits-for-other', 'wait4', 'worker'],
  'waits-for-pidfd': [zombies, 'waits-for-other', 'waitid-pidfd'],
  'waits-for-group': [zombies, 'waits-for-other', 'own-group'],
  'parent-stopped': [zombies, 'parent-stopped', 'stopped'],
  'parent-traced': [zombies, 'parent-stopped', 'traced'],
  'vfork-parent': [zombies, 'vfork-parent'],
  'held-by-tracer': [zombies, 'held-by-tracer', 'by-other'],
  'traced-by-parent': [zombies, 'held-by-tracer', 'by-parent'],
  'exit-signal': [zombies, 'exit-signal', '0'],
  'inherited-by-exec': [zombies, 'inherited-by-exec', 'fork'],
  'inherited-command': [zombies, 'inherited-by-exec', 'sh-command'],
  'exited-leader': [zombies, 'exited-leader', 'running'],
  'init-does-not-reap': [zombies, 'adopter', 'init'],
  'subreaper-does-not-reap': [zombies, 'adopter', 'subreaper'],
  'sigchld-default': [sigchld, 'signal-action', 'default'],
  'sigchld-ignored': [sigchld, 'signal-action', 'ignored'],
  'sigchld-nocldwait': [sigchld, 'signal-action', 'nocldwait'],
  'two-reapers': [sigchld, 'two-reapers'],
  'false-exit-status': [sigchld, 'supervisor', '/bin/sh', '-c', SPLIT_IGNORING_SIGCHLD],
  'sigchld-caught': [sigchld, 'signal-action', 'caught'],
  'sigchld-blocked': [sigchld, 'blocked', 'itself'],
  'sigchld-signalfd': [sigchld, 'burst', 'signalfd-unread'],
  'pipe-heir': [descriptors, 'pipe-heir'],
  'pipe-of-orphan': [inspected, 'supervisor', '/bin/sh', '-c', `exec 3<&0 4>&1; ${INTO_A_PIPE}`],
  'prefork-server': [descriptors, 'prefork-server'],
  'leaks-over-exec': [inspected, 'leaks-over-exec', 'leak'],
  'leaks-deeper': [inspected, 'leaks-over-exec', 'deeper'],
  'deleted-file': [inspected, 'deleted-file', 'log'],
  'program-busy-by-forked': [inspected, 'busy-program', 'forked'],
  'program-busy-by-heir': [inspected, 'busy-program', 'heir'],
  'sibling-connections': [inspected, 'sibling-connections', 'tcp'],
  'sibling-unix-connections': [inspected, 'sibling-connections', 'unix'],
  'full-table': [inspected, 'full-table', 'full'],
  'inherited-flock': [descriptors, 'heirs', 'flock'],
  'inherited-ofd-lock': [descriptors, 'heirs', 'ofd-lock'],
  'inherited-posix-lock': [descriptors, 'heirs', 'posix-lock'],
  'sigpipe-inherited': [signals, 'deaf', 'sigpipe-inherited'],
  'hangup-inherited': [signals, 'deaf', 'hangup-inherited'],
  nohup: [signals, 'on-terminal', 'nohup'],
  'script-job': [signals, 'on-terminal', 'script-job'],
  'term-ignored': [signals, 'deaf', 'term-ignored'],
  'term-blocked': [signals, 'deaf', 'term-blocked'],
  'pending-and-blocked': [signals, 'deaf', 'quit-pending'],
  'term-sigwait': [signals, 'deaf', 'term-sigwait'],
  'lock-of-heir': [locks, 'lock-heirs', 'flock'],
  'ofd-lock-of-heirs': [locks, 'lock-heirs', 'ofd'],
  'lock-by-helper': [locks, 'lock-heirs', 'helper'],
  'file-replaced': [locks, 'rival-locks', 'replaced'],
  'kinds-mixed': [locks, 'rival-locks', 'kinds'],
  'lock-queue': [locks, 'lock-queue', 'flock'],
  'lock-mapped': [locks, 'lock-queue', 'mapped'],
  'lock-mapped-by-other': [locks, 'lock-queue', 'mapped-by-other'],
  'killed-wrapper': [families, 'killed-wrapper', 'killed'],
  'killed-wrapper-holding': [families, 'killed-wrapper', 'holding'],
  'nohup-jobs': [families, 'killed-wrapper', 'nohup'],
  'double-fork-daemon': [families, 'killed-wrapper', 'daemon'],
  'pipeline-without-leader': [families, 'killed-wrapper', 'pipeline'],
  'two-pipes': [families, 'blocked-on-pipe', 'two-pipes'],
  'shared-ends': [families, 'blocked-on-pipe', 'shared-ends'],
  'own-writer': [families, 'blocked-on-pipe', 'own-writer'],
  'own-and-other-writer': [families, 'blocked-on-pipe', 'own-and-other'],
  'two-locks': [families, 'blocked-on-lock', 'two-locks'],
  'fuse-server-stopped': [families, 'silent-fuse', 'stopped'],
};

const clientScenes: Readonly<Record<string, readonly [question: Question, mode: string, leaves: boolean]>> = {
  'client-and-daemon': [sigchld, 'attached', false],
  'client-behind-shell': [sigchld, 'in-shell', false],
  'client-gone': [everything, 'detached', true],
  'orphan-with-port': [families, 'attached', true],
};

/** A script that an interpreter runs, and what becomes of its file. */
interface ScriptScene {
  readonly question: Question;
  readonly text: string;
  /** The command of a shell that runs the script, "$0". */
  readonly run: string;
  /** How many seconds after the start the file changes. */
  readonly after: number;
  readonly change: (file: string) => void;
}

const writeMore = (file: string) => appendFileSync(file, '# later\n');

const scriptScenes: Readonly<Record<string, ScriptScene>> = {
  'changed-script': {
    question: scripts,
    text: 'import sys; sys.stdin.read()\n',
    run: 'exec python3 "$0"',
    after: 1,
    change: writeMore,
  },
  'changed-shell-script': {
    question: scripts,
    text: 'read x; exit 0\n',
    run: 'exec bash "$0"',
    after: 5,
    change: writeMore,
  },
  'deleted-script': {
    question: scripts,
    text: 'read x; exit 0\n',
    run: 'exec bash "$0"',
    after: 1,
    change: file => rmSync(file),
  },
  'pid-file-reused': {
    question: pidFiles,
    text: readFileSync(path.join(SUBJECTS, 'pid-file.py'), 'utf8'),
    run: 'exec python3 "$0" reused --pid-file "$0.pid"',
    after: 1,
    change: () => {},
  },
};

/** A PID 1 in a cgroup like Docker's. */
const containerScenes: Readonly<
  Record<string, readonly [question: Question, program: string, mode: string]>
> = {'init-without-handler': [signals, 'adopter', 'init-reaps']};

/** A parent of two zombies, whose cgroup of a version is frozen. */
const frozenScenes: Readonly<Record<string, 1 | 2>> = {'parent-frozen': 2, 'parent-frozen-v1': 1};

const imaginedScenes: Readonly<Record<string, () => Machine>> = {
  'not-yet-reaped': waitingMachine,
  'parent-exiting': exitingMachine,
  'parent-not-visible': containerMachine,
  'pids-limit-near': crowdedMachine,
};

/** Asks what any rule may ask, so that a twin can be judged by others than the scene itself. */
async function zombies(snapshot: Snapshot): Promise<void> {
  const scene = await readZombies(snapshot);
  await judgeZombies(scene);
  for (const zombie of scene.zombies) {
    zombie.waitStatus();
    zombie.innerPids();
    zombie.looksAdopted();
    zombie.reaper?.activities.isFullySeen();
    zombie.reaper?.signalfd();
  }
}

async function sigchld(snapshot: Snapshot): Promise<void> {
  const judged = judgeSigchld(await readSigchldHandling(snapshot, snapshot.processes()));
  for (const {handling} of judged) handling.effects();
}

async function descriptors(snapshot: Snapshot): Promise<void> {
  const syscalls = await snapshot.syscalls();
  for (const process of snapshot.processes()) {
    const open = orUndefined(process.descriptors()) ?? [];
    judgeDescriptors(readInheritedFds(snapshot, process, open, syscalls));
  }
  await inspected(snapshot);
}

/** What a diagnosis of descriptors asks, of whatever is suspicious. */
async function inspected(snapshot: Snapshot): Promise<void> {
  await descriptorInspection.inspect(new Scope(snapshot));
}

async function signals(snapshot: Snapshot): Promise<void> {
  await signalInspection.inspect(new Scope(snapshot));
  for (const handling of await readSignalHandling(snapshot, snapshot.processes())) {
    handling.isTaken();
    handling.mayWaitForChildren();
    standardOutput(handling.process);
    handling.isInteractiveShell();
    isBelowNohup(handling.line());
    for (const descriptor of orUndefined(handling.process.descriptors()) ?? []) descriptor.info();
  }
}

/** What the rules of code may ask. */
async function scripts(snapshot: Snapshot): Promise<void> {
  for (const scriptCase of readScriptCases(snapshot, snapshot.processes(), false)) {
    allVerdicts(scriptRules, scriptCase);
    scriptCase.root();
    scriptCase.reloaded();
    scriptCase.copiedFrom();
  }
}

/** What the rule of pid files may ask of those that processes name; those in /run belong to the machine. */
async function pidFiles(snapshot: Snapshot): Promise<void> {
  await scripts(snapshot);
  const {machine} = snapshot;
  const elsewhere = new Snapshot({...machine, host: {...machine.host, pid: 0}});
  const files = readPidFiles(elsewhere, elsewhere.processes(), false, new Map());
  for (const file of files) allVerdicts(pidFileRules, file);
}

async function locks(snapshot: Snapshot): Promise<void> {
  const syscalls = await snapshot.syscalls();
  await descriptors(snapshot);
  const all = readLocks(snapshot, syscalls);
  judgeLocks(await readLockCases(snapshot, all, syscalls, {rivals: rivalsAmong(snapshot, all)}));
  readLockCalls(snapshot, syscalls);
}

async function families(snapshot: Snapshot): Promise<void> {
  await familyInspection.inspect(new Scope(snapshot));
  for (const process of snapshot.processes()) process.status();
}

async function everything(snapshot: Snapshot): Promise<void> {
  await sigchld(snapshot);
  await descriptors(snapshot);
}

/** A supervisor starts every program, so that it has a parent, and an orphan an adopter, that may be seen. */
async function recordScene(scene: string): Promise<void> {
  const [question, program, ...args] = scenes[scene] ?? assert.fail(`no scene ${scene}`);
  await withSubject('supervisor.c', [await compile(program), ...args], async subject => {
    const [pid] = descendantsOf(subject.pid);
    await recordFamily(scene, [`${program}.c`, ...args], question, subject, {program: pid});
  });
}

async function recordContainerScene(scene: string): Promise<void> {
  const [question, program, mode] = containerScenes[scene] ?? assert.fail(`no scene ${scene}`);
  await withSubject('supervisor.c', [await compile(program), mode], async subject => {
    const [pid] = descendantsOf(subject.pid);
    await withCgroup(
      `procdoc/docker/${createHash('sha256').update(scene).digest('hex')}`,
      subject.number('adopter'),
      () => recordFamily(scene, [`${program}.c`, mode], question, subject, {program: pid}),
    );
  });
}

async function recordFrozenScene(scene: string): Promise<void> {
  const args = ['2'];
  await withSubject('supervisor.c', [await compile('never-waits'), ...args], async subject => {
    const pid = subject.number('parent');
    await withFrozen(frozenScenes[scene] ?? assert.fail(`no scene ${scene}`), pid, async () => {
      await until('it is frozen', () => isFrozen(pid));
      const frozen = async (snapshot: Snapshot) => {
        await zombies(snapshot);
        for (const process of snapshot.processes()) readBlockedThreads(snapshot, process);
      };
      await recordFamily(scene, ['never-waits.c', ...args], frozen, subject, {});
    });
  });
}

/** Whether a process is frozen, and not only about to be. */
function isFrozen(pid: number): boolean {
  const snapshot = new Snapshot(openMachine());
  const process = snapshot.find(pid);
  const condition = process && conditionOf(snapshot, process);
  return condition?.kind === 'frozen' && condition.certainty === 'proven';
}

async function recordClientScene(scene: string): Promise<void> {
  const [question, mode, leaves] = clientScenes[scene] ?? assert.fail(`no scene ${scene}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-record-'));
  copyFileSync(path.join(SUBJECTS, 'daemon.py'), path.join(folder, 'daemon.py'));
  try {
    await withSubject('supervisor.c', [await compile('client'), folder, mode], async subject => {
      if (leaves) {
        subject.tell('exit');
        await until(
          'the client has left',
          () => !descendantsOf(subject.pid).includes(subject.number('client')),
        );
      }
      const {pid} = JSON.parse(readFileSync(path.join(folder, 'daemon.json'), 'utf8'));
      await recordFamily(scene, ['client.c', folder, mode], question, subject, {daemon: pid});
      writeFileSync(path.join(folder, 'stop'), '');
    });
  } finally {
    rmSync(folder, {recursive: true});
  }
}

async function recordScriptScene(scene: string): Promise<void> {
  const {question, text, run, after, change} = scriptScenes[scene] ?? assert.fail(`no scene ${scene}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-record-'));
  const file = path.join(folder, 'script');
  writeFileSync(file, text);
  const start = `echo "{\\"script\\":$$}"; ${run}`;
  try {
    await withSubject('supervisor.c', ['/bin/sh', '-c', start, file], async subject => {
      const pid = subject.number('script');
      await until('its start is past', () => secondsSinceStart(pid) > after);
      change(file);
      await until('it has run for some time', () => secondsSinceStart(pid) > 13, 20);
      await recordFamily(scene, [run, file], question, subject, {});
    });
  } finally {
    rmSync(folder, {recursive: true});
  }
}

function secondsSinceStart(pid: number): number {
  return Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0]) - Number(statField(pid, 22)) / 100;
}

async function recordFamily(
  scene: string,
  command: readonly string[],
  question: Question,
  subject: Subject,
  moreFacts: Readonly<Record<string, unknown>>,
): Promise<void> {
  const family = [subject.pid, ...descendantsOf(subject.pid)].flatMap(pid => [pid, ...threadsOf(pid)]);
  const machine = narrowedTo(new Set(family), openMachine());
  await until('its zombies have been dead for a while', async () =>
    (await readZombies(new Snapshot(machine))).zombies.every(({isSettled}) => isSettled),
  );
  const recorder = new Recorder(machine);
  await question(new Snapshot(recorder.machine));
  const facts = {supervisor: subject.pid, ...subject.facts, ...moreFacts};
  const text = withoutTheMachine(recorder.text(command.join(' '), JSON.stringify(facts)));
  writeFileSync(path.join(PROJECT_ROOT, 'test/recordings', `${scene}.txt`), text);
}

/** Lines of status and sched about memory, CPUs and the scheduler, which nobody reads. */
const machineLine =
  /^\|(?:(?:Vm|Rss|Huge|THP|untag|Core|x86|Spec|Cpus|Mems)\w*:|(?:se\.(?!exec_start)|nr_|mm->|numa|total_numa|current_node)[^\n]*)[^\n]*\n/gm;

/** Lines of mountinfo about other mounts than those of cgroups below /sys, and of the test's own file system. */
const otherMount =
  /^\|(?=\d+ \d+ \d+:\d+ \/)(?!.* \/sys\/fs\/cgroup\/\S+ .* - cgroup|.* - fuse\.procdoc-silent )[^\n]*\n/gm;

/** Nothing of where it was made stays in a recording: programs, files and cgroups lie where they would elsewhere. */
function withoutTheMachine(text: string): string {
  const moved = text
    .replaceAll(machineLine, '')
    .replaceAll(new RegExp(`${PROJECT_ROOT}/dist/subjects/[0-9a-f]+`, 'g'), '/usr/local/bin')
    .replaceAll(new RegExp(`${tmpdir()}/procdoc-record-\\w+`, 'g'), '/srv/client')
    .replaceAll(/^(\|\d+:[\w=,]*:\/)(?!procdoc-freezer-|procdoc\/docker\/).+$/gm, '$1')
    .replaceAll(otherMount, '')
    .replaceAll(/procdoc-freezer-\d+-\d+/g, 'jobs')
    .replaceAll('procdoc/docker/', 'docker/')
    .replaceAll(/^>\/\S+\/(?=python[\d.]*(?:$|\\0))/gm, '>/usr/bin/');
  assert.ok(!moved.includes(PROJECT_ROOT), `${PROJECT_ROOT} is in it`);
  return moved;
}

function threadsOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).map(Number);
}

/** An imagined machine is recorded where no program can be made to bring a real one into the situation. */
async function recordImaginedScene(scene: string): Promise<void> {
  const recorder = new Recorder(imaginedScenes[scene]?.() ?? assert.fail(`no scene ${scene}`));
  const snapshot = new Snapshot(recorder.machine);
  await zombies(snapshot);
  const {zombies: dead} = await readZombies(snapshot);
  await zombieInspection.inspect(new Scope(snapshot));
  const facts = {parent: dead[0]?.process.stat.ppid, zombies: dead.map(({pid}) => pid)};
  const text = recorder.text(`imagined: ${scene}`, JSON.stringify(facts));
  writeFileSync(path.join(PROJECT_ROOT, 'test/recordings', `${scene}.txt`), text);
}

const asked = process.argv.slice(2);
const all = [scenes, clientScenes, scriptScenes, frozenScenes, containerScenes, imaginedScenes].flatMap(
  Object.keys,
);
for (const scene of asked.length > 0 ? asked : all) {
  if (Object.hasOwn(clientScenes, scene)) await recordClientScene(scene);
  else if (Object.hasOwn(scriptScenes, scene)) await recordScriptScene(scene);
  else if (Object.hasOwn(frozenScenes, scene)) await recordFrozenScene(scene);
  else if (Object.hasOwn(containerScenes, scene)) await recordContainerScene(scene);
  else if (Object.hasOwn(imaginedScenes, scene)) await recordImaginedScene(scene);
  else await recordScene(scene);
  console.log(scene);
}
