// What procdoc rightly says of these programs: a warning here is true, and the reason says why. Everything else that it
// says of them at severity warning or above is an accusation of a healthy program.

/** `program` of ./programs, `comm` of the process that is named, and the rule. */
export const known = [];

export function isKnown(program, {rule, subject}) {
  return known.some(one => one.program === program && one.rule === rule && one.comm === subject.comm);
}
