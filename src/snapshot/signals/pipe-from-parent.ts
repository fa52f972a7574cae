import {orUndefined} from '../../kernel/read.ts';
import {decodeBlockingCall} from '../../parse/calls/blocking-call.ts';
import {activitiesOf} from '../activities.ts';
import type {Activity} from '../activity.ts';
import {accessModeOf} from '../descriptors/open-files.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/**
 * Whether a process sleeps in a read of a pipe that its parent can write to, so that it learns when the parent exits.
 * Undefined where the calls of the process, or the descriptors of either, can't be read.
 */
export function readsPipeFrom(snapshot: Snapshot, process: Process, parent: Process): boolean | undefined {
  const activities = activitiesOf(snapshot, process);
  const [own, above] = [process.descriptors(), parent.descriptors()];
  if (!activities.isFullySeen() || !own.ok || !above.ok) return undefined;
  const read = activities.all.flatMap(readDescriptors);
  const pipes = own.value
    .filter(({fd}) => read.includes(fd))
    .flatMap(descriptor => orUndefined(descriptor.target()) ?? [])
    .filter(link => link.startsWith('pipe:['));
  return above.value.some(
    descriptor =>
      pipes.includes(orUndefined(descriptor.target()) ?? '') &&
      accessModeOf({process: parent, descriptor}).includes('w'),
  );
}

/** The descriptors that a thread waits to read. */
export function readDescriptors({thread, call}: Activity): number[] {
  const state = orUndefined(thread.syscall());
  if (state?.kind !== 'in-syscall' || call === undefined) return [];
  const blocking = decodeBlockingCall(call, state.args);
  if (blocking?.kind !== 'descriptors') return [];
  return blocking.watched.filter(({direction}) => direction === 'read').map(({fd}) => fd);
}
