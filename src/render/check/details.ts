import {type Check, type Judgement, outcomeOf, worstFirst} from '../../policy/judgement.ts';
import {evidenceText} from '../../rules/words/evidence.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {printable} from '../safe-text.ts';
import {checkGapText, complaintText, titleText} from './words.ts';

/** A check by its name, and what it is about. */
export function checkName({id, subject}: Check): string {
  return printable(`${id}: ${titleText(subject)}`);
}

/** A check that failed, by its name and what was expected: "limit/zombies: expected that the number of zombies is within its limits". */
export function failureName({kind, id, subject}: Check): string {
  const title = titleText(subject);
  // The title of a rule is what it finds; the title of a limit or an expectation is what should hold.
  return printable(kind === 'rule' ? `${id}: ${title}` : `${id}: expected that ${title}`);
}

/** What was found of a check, and what could not be seen, as one line. */
export function messageLine(check: Check): string {
  return printable([...foundTexts(check), ...unseenTexts(check)].join(' '));
}

/** What was found, a sentence each. */
export function foundTexts({complaints}: Check): string[] {
  return complaints.map(complaintText);
}

/** What could not be seen, a sentence each. */
export function unseenTexts({gaps}: Check): string[] {
  return gaps.map(checkGapText);
}

/** All there is to say of a check that did not pass, a line each, for readers without a terminal. */
export function detailLines(check: Check): string[] {
  const proofs = check.findings
    .filter(({status}) => status !== 'ignored')
    .flatMap(({finding: {what, certainty, why, evidence, remedy, more}}) => [
      what,
      `why: ${why} (${certainty})`,
      ...evidence.map(one => `evidence: ${evidenceText(one)}`),
      ...(remedy === null ? [] : [`do: ${remedy}`]),
      `more: ${more}`,
    ]);
  const others = check.complaints.filter(
    complaint => complaint.kind !== 'finding' || complaint.judged.excuse !== null,
  );
  return [...others.map(complaintText), ...proofs, ...unseenTexts(check)].map(printable);
}

/** What was found by checks that failed, the worst first; then what could not be seen, once a reason. */
export function failureTexts(judgement: Judgement): string[] {
  const failed = worstFirst(judgement.checks.filter(check => outcomeOf(check, judgement) === 'failed'));
  const found = failed.flatMap(check => foundTexts(check).map(message => `${check.id}: ${message}`));
  const unseen = failed.flatMap(check => unseenTexts(check).map(reason => ({id: check.id, reason})));
  const reasons = [...groupBy(unseen, ({reason}) => reason)].map(
    ([reason, alike]) => `${alike.length === 1 ? alike[0]?.id : `${alike.length} checks`}: ${reason}`,
  );
  return [...found, ...reasons].map(text => text.replace(/\.$/, ''));
}
