import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {type BusyProgram, readBusyPrograms} from '../../snapshot/inheritance/busy-programs.ts';
import {type DeletedFile, readDeletedFiles} from '../../snapshot/inheritance/deleted-files.ts';
import {type DescriptorRoom, readDescriptorRoom} from '../../snapshot/inheritance/descriptor-limit.ts';
import {DescriptorScene} from '../../snapshot/inheritance/descriptor-scene.ts';
import {type LeakingStart, readLeakingStart} from '../../snapshot/inheritance/exec-leaks.ts';
import type {TracedDescriptor} from '../../snapshot/inheritance/inherited-fds.ts';
import {
  readSharedConnections,
  type SharedConnections,
} from '../../snapshot/inheritance/shared-connections.ts';
import {traceSuspects} from '../../snapshot/inheritance/suspect-descriptors.ts';
import {heirLockThrough} from '../../snapshot/locks/outlived-lock.ts';
import {aboutProcess, type Finding, findingsOf, type Inspection} from '../finding.ts';
import {heldByHeir} from '../locks/held-by-heir.ts';
import {allVerdicts, type Rule, ruleAbout, type Verdict} from '../rule.ts';
import type {Scope} from '../scope.ts';
import {deletedFileHeldOpen} from './deleted-file-held-open.ts';
import {descriptorLeakedOverExec} from './descriptor-leaked-over-exec.ts';
import {descriptorTableNearlyFull} from './descriptor-table-nearly-full.ts';
import {listenerHeldByHeir} from './listener-held-by-heir.ts';
import {pipeHeldOpen} from './pipe-held-open.ts';
import {socketHeldBySiblings} from './socket-held-by-siblings.ts';
import {textFileBusy} from './text-file-busy.ts';

/** What may be wrong with a descriptor that came from elsewhere, the worst first. */
export const descriptorRules: readonly Rule<TracedDescriptor>[] = [
  ruleAbout(heldByHeir, heirLockThrough),
  listenerHeldByHeir,
  pipeHeldOpen,
];

export interface JudgedDescriptor extends TracedDescriptor {
  readonly verdicts: readonly Verdict[];
}

export function judgeDescriptors(traced: readonly TracedDescriptor[]): JudgedDescriptor[] {
  return traced.map(descriptor => ({...descriptor, verdicts: allVerdicts(descriptorRules, descriptor)}));
}

/** Whether a descriptor says something of the family: it is shared, came from elsewhere, or something is wrong with it. */
export function isRemarkable({one, inheritance, verdicts}: JudgedDescriptor): boolean {
  return one.isShared || inheritance !== undefined || verdicts.length > 0;
}

/** Those that a diagnosis asks of every process; of locks it asks elsewhere. */
const suspectRules: readonly Rule<TracedDescriptor>[] = [listenerHeldByHeir, pipeHeldOpen];
const startRules: readonly Rule<LeakingStart>[] = [descriptorLeakedOverExec];
const roomRules: readonly Rule<DescriptorRoom>[] = [descriptorTableNearlyFull];
const connectionRules: readonly Rule<SharedConnections>[] = [socketHeldBySiblings];
const programRules: readonly Rule<BusyProgram>[] = [textFileBusy];
const deletedFileRules: readonly Rule<DeletedFile>[] = [deletedFileHeldOpen];

/**
 * Asks the links of all descriptors of the machine once, and looks closer only at those that may be amiss: with
 * 90,000 of them that is the difference between a second and minutes.
 */
export const descriptorInspection: Inspection = {
  rules: [
    ...suspectRules,
    ...startRules,
    ...roomRules,
    ...connectionRules,
    ...programRules,
    ...deletedFileRules,
  ],
  async inspect(scope) {
    const scene = new DescriptorScene(
      scope.snapshot,
      scope.openFiles(),
      await scope.snapshot.comparingSyscalls(),
    );
    return [
      ...suspects(scope, scene),
      ...starts(scope, scene),
      ...rooms(scope, scene),
      ...connections(scope, scene),
      ...programs(scope, scene),
      ...deletedFiles(scope, scene),
    ];
  },
};

/** One for each pipe or listener, a proven one if there is: the verdict names everyone else who has it. */
function suspects(scope: Scope, scene: DescriptorScene): Finding[] {
  const traced = traceSuspects(scene, process => scope.has(process));
  const findings = findingsOf(suspectRules, traced, ({one}) => ({
    subject: aboutProcess(one.process),
    what: `${one.process.comm} (${one.process.pid}) holds up others by fd ${one.fd}, ${one.socket?.local ?? one.target()}.`,
    cause: one.target(),
    more: `procdoc inherited-fds ${one.process.pid}`,
  }));
  const isProven = ({certainty}: Finding) => certainty === 'proven';
  return [...groupBy(findings, ({rule, cause}) => `${rule} ${cause}`).values()].flatMap(
    alike => alike.find(isProven) ?? alike.slice(0, 1),
  );
}

function starts(scope: Scope, scene: DescriptorScene): Finding[] {
  const starting = scope.processes.flatMap(
    process => readLeakingStart(scene, process, ancestor => scope.has(ancestor)) ?? [],
  );
  return findingsOf(startRules, starting, ({process, leaks: [{giver}]}) => ({
    subject: aboutProcess(process),
    what: `${process.comm} (${process.pid}) has descriptors of ${giver.comm} (${giver.pid}) without knowing.`,
    cause: `descriptors of ${giver.pid}`,
    more: `procdoc inherited-fds ${process.pid}`,
  }));
}

function rooms({processes}: Scope, scene: DescriptorScene): Finding[] {
  const read = processes.flatMap(process => readDescriptorRoom(scene, process) ?? []);
  return findingsOf(roomRules, read, ({process, taken, soft}) => ({
    subject: aboutProcess(process),
    what: `${process.comm} (${process.pid}) has ${taken} of at most ${soft} descriptors.`,
    cause: `descriptor table of ${process.pid}`,
    more: `procdoc inherited-fds ${process.pid} --all -o fd,kind,target`,
  }));
}

function connections(scope: Scope, scene: DescriptorScene): Finding[] {
  const asked = readSharedConnections(scene).filter(shared =>
    shared.connections.some(({siblings, others}) => isAsked(scope, [...siblings, ...others])),
  );
  return findingsOf(connectionRules, asked, ({parent, ppid, connections: shared}) => ({
    subject: aboutProcess(parent ?? shared[0].siblings[0].process),
    what: `${shared.length === 1 ? 'a connection' : `${shared.length} connections`} of ${parent ? `${parent.comm} (${ppid})` : ppid} open in several of its children.`,
    cause: `connections of ${ppid}`,
    more: `procdoc holders '${shared[0].target}'`,
  }));
}

function programs(scope: Scope, scene: DescriptorScene): Finding[] {
  const asked = readBusyPrograms(scene).filter(({writers}) => isAsked(scope, writers));
  return findingsOf(programRules, asked, ({path, device, inode, writers: [first]}) => ({
    subject: {path},
    what: `${path} cannot be executed now.`,
    cause: `file ${device}:${inode}`,
    more: `procdoc holders ${first.process.pid}:${first.descriptor.fd}`,
  }));
}

function deletedFiles(scope: Scope, scene: DescriptorScene): Finding[] {
  const asked = readDeletedFiles(scene).filter(({holders}) => isAsked(scope, holders));
  return findingsOf(deletedFileRules, asked, ({path, device, inode, holders: [first]}) => ({
    subject: {path},
    what: `${path} is deleted and still takes disk space.`,
    cause: `file ${device}:${inode}`,
    more: `procdoc holders ${first.process.pid}:${first.descriptor.fd}`,
  }));
}

function isAsked(scope: Scope, holders: readonly OpenFile[]): boolean {
  return holders.some(({process}) => scope.has(process));
}
