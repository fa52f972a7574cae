import {type ManualReference, prose, type Section, tagged} from './mdoc.ts';

const statuses: ReadonlyArray<readonly [number, string]> = [
  [0, 'Answered: clean, or a listing that was asked for.'],
  [1, 'Answered, and something was found, where a flag or the description says that this exits with 1.'],
  [2, 'The command line is wrong.'],
  [
    3,
    'Could not look: there is no such process, the one thing that was asked for may not be read, or what is mounted on /proc is not a procfs.',
  ],
  [70, 'A bug in procdoc.'],
];

export const exitStatusSection: Section = {
  title: 'EXIT STATUS',
  lines: [
    ...prose('The same as text and as JSON.'),
    ...tagged(statuses.map(([status, meaning]) => ({term: `${status}`, lines: prose(meaning)}))),
  ],
};

export const environmentSection: Section = {
  title: 'ENVIRONMENT',
  lines: tagged([
    {term: 'Ev NO_COLOR', lines: prose('If not empty, the text has no colours.')},
    {
      term: 'Ev FORCE_COLOR , CLICOLOR_FORCE',
      lines: prose('If not empty, 0 or false, the text has colours, even in a pipe. NO_COLOR is stronger.'),
    },
    {term: 'Ev DEBUG', lines: prose('If not empty, a bug is reported with its stack.')},
  ]),
};

/** Every page names these. */
export const alwaysSeeAlso: readonly ManualReference[] = [
  {name: 'wait', section: 2},
  {name: 'proc', section: 5},
];

/** The name of a command's own page. */
export function pageName(id: string): string {
  return `procdoc-${id}`;
}
