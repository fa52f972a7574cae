import type {HolderTarget} from '../parse/holder-target.ts';
import {notRecordedText} from './recorded.ts';

/** Why a target of `holders` cannot be looked for, and what may have been meant. */
export function missingTargetText(
  text: string,
  target: HolderTarget,
  errno: string,
  isRecorded = false,
): string {
  if (errno !== 'ENOENT') return `${text} cannot be looked at (${errno})`;
  if (target.kind === 'descriptor')
    return `there is no process ${target.pid}, or it has no descriptor ${target.fd}`;
  if (target.kind !== 'path') return `${text} cannot be looked at (${errno})`;
  const missing = isRecorded ? notRecordedText(text) : `there is no file ${text}`;
  const port = /^(?:[\d.]+:)?(\d{1,5})$/.exec(text)?.[1];
  if (port !== undefined) return `${missing}; for a port write :${port}`;
  return text.startsWith('@') ? `${missing}; for an abstract socket write unix:${text}` : missing;
}
