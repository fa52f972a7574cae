import {resolve} from 'node:path';
import {replaceTextFile} from '../../kernel/text-file.ts';
import {
  Baseline,
  type Fingerprint,
  formatBaseline,
  isAnyBaseline,
  parseBaseline,
} from '../../policy/baseline.ts';
import {CannotLook, UsageError} from '../failures.ts';
import {readGivenFile} from './given-file.ts';
import {requireTrust} from './trust.ts';

/** Where a baseline is, and whether a policy names it that was not named itself. */
export interface BaselinePlace {
  readonly file: string;
  readonly isFound: boolean;
}

/** The findings of a baseline file, which must exist; an empty baseline without one, or where it is about to be written. */
export function readBaseline(place: BaselinePlace | undefined, isToBeWritten: boolean): Baseline {
  if (place === undefined) {
    if (!isToBeWritten) return new Baseline();
    throw new UsageError({kind: 'no-baseline-named'});
  }
  const {file, isFound} = place;
  if (isFound) requireTrust('baseline', file);
  const text = readGivenFile('baseline', file);
  if (isToBeWritten) {
    requireReplaceable(file, text);
    return new Baseline([], resolve(file));
  }
  if (text === undefined) throw new CannotLook({kind: 'baseline-missing', file});
  const findings = parseBaseline(text);
  if (findings) return new Baseline(findings, resolve(file));
  throw new UsageError({kind: isAnyBaseline(text) ? 'baseline-of-other-version' : 'not-a-baseline', file});
}

/** A baseline takes the place of another baseline only, of an empty file, or of nothing: the name may be a slip. */
function requireReplaceable(file: string, text: string | undefined): void {
  if (text === undefined || text === '' || isAnyBaseline(text)) return;
  throw new UsageError({kind: 'not-a-baseline-to-replace', file});
}

/** Writes the findings that pass from now on. To find them took its time, in which the file may have changed. */
export function writeBaseline(file: string, known: readonly Fingerprint[]): Baseline {
  requireReplaceable(file, readGivenFile('baseline', file));
  const written = replaceTextFile(file, formatBaseline(known));
  if (!written.ok) throw new CannotLook({kind: 'baseline-unwritable', file, errno: written.errno});
  return new Baseline(known, resolve(file));
}
