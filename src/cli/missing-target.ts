import {mistakenPath} from '../parse/holder-target.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {CannotLook, UsageError} from './failures.ts';
import {mistakenPathText} from './no-target.ts';
import {notRecordedText} from './recorded.ts';
import type {NamedTarget} from './values.ts';

/** Why a target of `holders` can't be looked for, and what may have been meant. */
export function missingTarget(
  snapshot: Snapshot,
  {text, target}: NamedTarget,
  errno: string,
  isRecorded = false,
): CannotLook | UsageError {
  if (errno === 'ENOENT' && target.kind === 'descriptor') {
    const {pid, fd} = target;
    return new CannotLook(
      snapshot.process(pid).ok ? `process ${pid} has no fd ${fd}` : `no such process: ${pid}`,
    );
  }
  const missing = missingFileText(text, errno, isRecorded);
  const mistake = errno === 'ENOENT' && target.kind === 'path' ? mistakenPath(text) : undefined;
  if (!mistake) return new CannotLook(missing);
  const instead = mistakenPathText(text, mistake);
  const mayBePath = mistake.kind === 'port-number' || mistake.kind === 'abstract-socket';
  return mayBePath ? new CannotLook(`${missing}; ${instead}`) : new UsageError(instead);
}

/** Why a path can't be looked at. */
export function missingFileText(path: string, errno: string, isRecorded: boolean): string {
  if (errno !== 'ENOENT') return `can't look at ${path} (${errno})`;
  return isRecorded ? notRecordedText(path) : `no such file: ${path}`;
}
