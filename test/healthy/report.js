// The table of what procdoc said, and what of it is an accusation.
import {isKnown} from './known.js';

/** Equal findings together: how often each was in the answers. */
function counted(program, answers) {
  const groups = new Map();
  for (const {command, findings} of answers)
    for (const [label, finding] of new Map(findings.map(one => [labelOf(one), one]))) {
      const group = groups.get(label) ?? {label, finding, isTrue: isKnown(program, finding), times: {}};
      group.times[command] = (group.times[command] ?? 0) + 1;
      groups.set(label, group);
    }
  return [...groups.values()];
}

function labelOf({rule, certainty, severity, subject}) {
  return `${severity} ${rule} (${certainty}) of ${subject.comm ?? subject.path ?? subject.host}`;
}

function timesOf({times}) {
  return Object.entries(times)
    .map(([command, number]) => `${command} ${number}×`)
    .join(', ');
}

function rowsOf({program, version, user, answers, failure}) {
  if (failure) return [[program, version, user, '', '0', `NOT ASKED: ${failure.split('\n')[0]}`]];
  return ['root', 'nobody'].flatMap(asker => {
    const own = answers.filter(answer => answer.user === asker);
    const groups = counted(program, own);
    const words = groups.map(
      group => `${group.isTrue ? 'true: ' : 'ACCUSED: '}${group.label}: ${timesOf(group)}`,
    );
    const head = [program, version, user, asker, `${own.length}`];
    return [[...head, words[0] ?? 'none'], ...words.slice(1).map(text => ['', '', '', '', '', text])];
  });
}

/** One program in a few words, for who waits for the whole. */
export function summaryOf({program, answers, failure}) {
  if (failure) return failure.split('\n')[0];
  const accusations = counted(program, answers).filter(({isTrue}) => !isTrue);
  return accusations.length === 0 ? `${answers.length} runs` : accusations.map(({label}) => label).join('; ');
}

function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
  for (const row of rows)
    console.log(
      row
        .map((text, column) => text.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
}

/** Prints everything, and gives the exit status. */
export function printReport(examined) {
  const head = ['program', 'version', 'run by', 'asked by', 'runs', 'warnings and errors'];
  printTable([head, ...examined.flatMap(rowsOf)]);
  const names = [...new Set(examined.map(({program}) => program))];
  const accusations = names.flatMap(program => {
    const answers = examined.filter(one => one.program === program).flatMap(one => one.answers);
    return counted(program, answers)
      .filter(({isTrue}) => !isTrue)
      .map(group => ({program, ...group}));
  });
  for (const {program, label, finding} of accusations) {
    console.log(`\n${program}: ${label}\n  ${finding.what}\n  ${finding.why}`);
    for (const fact of finding.evidence) console.log(`    ${fact}`);
  }
  const failures = examined.filter(({failure}) => failure);
  for (const {program, user, failure} of failures) console.log(`\n${program}, run by ${user}: ${failure}`);
  const runs = examined.reduce((sum, {answers}) => sum + answers.length, 0);
  console.log(
    `\n${runs} runs, ${accusations.length} accusations, ${failures.length} programs not asked about`,
  );
  if (accusations.length > 0) return 1;
  return failures.length > 0 ? 3 : 0;
}
