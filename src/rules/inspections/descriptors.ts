import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {traceBlockingDescriptors} from '../../snapshot/inheritance/blocking-descriptors.ts';
import {readBusyPrograms} from '../../snapshot/inheritance/busy-programs.ts';
import {type DeletedFile, readDeletedFiles} from '../../snapshot/inheritance/deleted-files.ts';
import {readDescriptorLimit} from '../../snapshot/inheritance/descriptor-limit.ts';
import {DescriptorScene} from '../../snapshot/inheritance/descriptor-scene.ts';
import {readLeakingStart} from '../../snapshot/inheritance/exec-leaks.ts';
import type {TracedDescriptor} from '../../snapshot/inheritance/inherited-fds.ts';
import {readSharedConnections} from '../../snapshot/inheritance/shared-connections.ts';
import type {Process} from '../../snapshot/process.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import {
  blockingRules,
  connectionRules,
  deletedFileRules,
  descriptorRules,
  limitRules,
  programRules,
  startRules,
} from '../fds/index.ts';
import {aboutProcess, type Finding, findingsOf, type Inspection} from '../finding.ts';
import {allVerdicts, type Verdict} from '../rule.ts';
import type {Scope} from '../scope.ts';

export interface JudgedDescriptor extends TracedDescriptor {
  readonly verdicts: readonly Verdict[];
}

export function judgeDescriptors(traced: readonly TracedDescriptor[]): JudgedDescriptor[] {
  return traced.map(descriptor => ({...descriptor, verdicts: allVerdicts(descriptorRules, descriptor)}));
}

/** Whether a descriptor says something about the family: it is shared, inherited, or something is wrong with it. */
export function isRemarkable({one, origin, verdicts}: JudgedDescriptor): boolean {
  return one.isShared || origin !== undefined || verdicts.length > 0;
}

/**
 * Reads the links of all descriptors of the machine once, and looks closer only at descriptors with which something may
 * be wrong: of 90,000 that is the difference between a second and minutes.
 */
export const descriptorInspection: Inspection = {
  rules: [
    ...blockingRules,
    ...startRules,
    ...limitRules,
    ...connectionRules,
    ...programRules,
    ...deletedFileRules,
  ],
  async inspect(scope) {
    const scene = new DescriptorScene(
      scope.snapshot,
      (await scope.openFiles()).byLink,
      await scope.snapshot.comparingSyscalls(),
    );
    return [
      ...blocking(scope, scene, await scope.heldUp()),
      ...starts(scope, scene),
      ...limits(scope, scene),
      ...connections(scope, scene),
      ...programs(scope, scene),
      ...deletedFiles(scope, scene),
    ];
  },
};

/**
 * One finding for each pipe or listener, a proven one if there is: the verdict names every other process that has it.
 * @param isHeldUp whether a process waits that is asked about, or that such a one waits for
 */
function blocking(scope: Scope, scene: DescriptorScene, isHeldUp: (process: Process) => boolean): Finding[] {
  const traced = traceBlockingDescriptors(scene, isHeldUp).filter(
    ({one, leftEnd}) =>
      scope.has(one.process) || (leftEnd()?.readers ?? []).some(({process}) => isHeldUp(process)),
  );
  const findings = findingsOf(blockingRules, traced, ({one}) => ({
    subject: aboutProcess(one.process),
    cause: one.target(),
    more: procdocCommand(one.process, 'inherited-fds', one.process.pid),
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
    cause: `descriptors of ${giver.pid}`,
    more: procdocCommand(process, 'inherited-fds', process.pid),
  }));
}

function limits({processes}: Scope, scene: DescriptorScene): Finding[] {
  const read = processes.flatMap(process => readDescriptorLimit(scene, process) ?? []);
  return findingsOf(limitRules, read, ({process}) => ({
    subject: aboutProcess(process),
    cause: `descriptor table of ${process.pid}`,
    more: procdocCommand(process, 'inherited-fds', process.pid, '--all', '-o', 'fd,kind,target'),
  }));
}

function connections(scope: Scope, scene: DescriptorScene): Finding[] {
  const asked = readSharedConnections(scene).filter(shared =>
    shared.connections.some(({siblings, others}) => isAsked(scope, [...siblings, ...others])),
  );
  return findingsOf(connectionRules, asked, ({parent, ppid, connections: shared}) => ({
    subject: aboutProcess(parent ?? shared[0].siblings[0].process),
    cause: `connections of ${ppid}`,
    more: procdocCommand(scope.snapshot, 'holders', shared[0].target),
  }));
}

function programs(scope: Scope, scene: DescriptorScene): Finding[] {
  const asked = readBusyPrograms(scene).filter(({writers}) => isAsked(scope, writers));
  return findingsOf(programRules, asked, ({path, device, inode, writers: [first]}) => ({
    subject: {path},
    culprit: aboutProcess(first.process),
    cause: `file ${device}:${inode}`,
    more: procdocCommand(scope.snapshot, 'holders', `${first.process.pid}:${first.descriptor.fd}`),
  }));
}

function deletedFiles(scope: Scope, scene: DescriptorScene): Finding[] {
  const asked = readDeletedFiles(scene, scope.processes).filter(
    ({holders}) => holders.length === 0 || isAsked(scope, holders),
  );
  return findingsOf(deletedFileRules, asked, file => ({
    subject: {path: file.path},
    culprit: file.holders[0] && aboutProcess(file.holders[0].process),
    cause: `file ${file.device}:${file.inode}`,
    more: procdocCommand(scope.snapshot, 'holders', targetOf(file)),
  }));
}

/** How `procdoc holders` is asked about a file without a name. */
function targetOf({path, holders: [open], mappedBy}: DeletedFile): string {
  if (open) return `${open.process.pid}:${open.descriptor.fd}`;
  const [mapped] = mappedBy();
  return mapped ? `/proc/${mapped.process.pid}/map_files/${mapped.range}` : path;
}

function isAsked(scope: Scope, holders: readonly OpenFile[]): boolean {
  return holders.some(({process}) => scope.has(process));
}
