import {targetProblem} from '../parse/holder-target.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {CannotLook, UsageError} from './failures.ts';
import {notRecordedText} from './recorded.ts';
import type {NamedTarget} from './values.ts';

/** Why a target of `holders` cannot be looked for, and what may have been meant. */
export function missingTarget(
  snapshot: Snapshot,
  {text, target}: NamedTarget,
  errno: string,
  isRecorded = false,
): CannotLook | UsageError {
  if (errno === 'ENOENT' && target.kind === 'descriptor') {
    const {pid, fd} = target;
    return new CannotLook(
      snapshot.process(pid).ok ? `process ${pid} has no descriptor ${fd}` : `there is no process ${pid}`,
    );
  }
  const missing = missingFileText(text, errno, isRecorded);
  if (errno !== 'ENOENT' || target.kind !== 'path') return new CannotLook(missing);
  // A file may be named like anything: what was meant is asked only where there is none.
  const problem = targetProblem(text);
  if (problem !== undefined) return new UsageError(problem);
  if (/^\d{1,5}$/.test(text)) return new CannotLook(`${missing}; for a port write :${text}`);
  return new CannotLook(
    text.startsWith('@') ? `${missing}; for an abstract socket write unix:${text}` : missing,
  );
}

/** Why a path cannot be looked at. */
export function missingFileText(path: string, errno: string, isRecorded: boolean): string {
  if (errno !== 'ENOENT') return `${path} cannot be looked at (${errno})`;
  return isRecorded ? notRecordedText(path) : `there is no file ${path}`;
}
