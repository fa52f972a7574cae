import type {Check} from '../../policy/judgement.ts';
import {printable} from '../safe-text.ts';

/** A check by its name, and what it is about. */
export function checkName({id, title}: Check): string {
  return printable(`${id}: ${title}`);
}

/** The same as the heading of a failure: "limit/zombies: expected that the number of zombies is within its limits". */
export function failureName({kind, id, title}: Check): string {
  // The title of a rule is what it finds, that of others what should hold.
  return printable(kind === 'rule' ? `${id}: ${title}` : `${id}: expected that ${title}`);
}

/** What was found of a check, and what could not be seen, as one line. */
export function messageLine({messages, unseen}: Check): string {
  return printable([...messages, ...unseen].join(' '));
}

/** All there is to say of a check that did not pass, a line each, for those who read it elsewhere than on a terminal. */
export function detailLines({messages, unseen, findings}: Check): string[] {
  const proofs = findings
    .filter(({status}) => status !== 'ignored')
    .flatMap(({finding: {what, certainty, why, evidence, remedy, more}}) => [
      what,
      `why: ${why} (${certainty})`,
      ...evidence.map(line => `evidence: ${line}`),
      ...(remedy === null ? [] : [`do: ${remedy}`]),
      `more: ${more}`,
    ]);
  const told = new Set(proofs);
  return [...messages.filter(message => !told.has(message)), ...proofs, ...unseen].map(printable);
}
