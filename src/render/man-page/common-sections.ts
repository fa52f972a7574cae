import {listRow} from '../described-sections.ts';
import {type ManualReference, macroArgument, prose, type Section, tagged} from './mdoc.ts';

const statuses: ReadonlyArray<readonly [number, string]> = [
  [0, 'Answered: nothing was found, or a listing was asked for.'],
  [1, 'Something was found, where a flag or the description says that this is status 1.'],
  [2, 'The command line is wrong.'],
  [
    3,
    "Could not look: no such process, the one thing that was asked for can't be read, or /proc is not a procfs.",
  ],
  [70, 'A bug in procdoc.'],
];

/**
 * The section EXIT STATUS of a page.
 * @param own paragraphs of the command itself: a list of statuses takes the place of the common one
 */
export function exitStatusSection(own: readonly string[] = []): Section {
  const list = tagged(statuses.map(([status, meaning]) => ({term: `${status}`, lines: prose(meaning)})));
  const hasList = own.some(text => listRow(text.split('\n')[0] ?? '') !== undefined);
  const [first = [], ...more] = [...(hasList ? [] : [list]), ...own.map(paragraphLines)];
  const lines = [
    ...prose('The exit status does not depend on the format, text or JSON.'),
    ...first,
    ...more.flatMap(paragraph => ['.Pp', ...paragraph]),
  ];
  return {title: 'EXIT STATUS', lines};
}

/** A paragraph of a description: prose, or a list of rows. */
export function paragraphLines(paragraph: string): string[] {
  const rows = paragraph.split('\n').map(listRow);
  if (rows.some(row => row === undefined)) return prose(paragraph.replaceAll('\n', ' '));
  return tagged(rows.flatMap(row => (row ? [{term: macroArgument(row.term), lines: prose(row.text)}] : [])));
}

export const environmentSection: Section = {
  title: 'ENVIRONMENT',
  lines: tagged([
    {term: 'Ev NO_COLOR', lines: prose('If set and not empty, the text has no colours.')},
    {
      term: 'Ev FORCE_COLOR , CLICOLOR_FORCE',
      lines: prose(
        'If set, and neither empty nor 0 nor false, the text has colours even in a pipe. NO_COLOR wins.',
      ),
    },
    {term: 'Ev DEBUG', lines: prose('If set and not empty, a bug is reported with its stack.')},
  ]),
};

/** Every page refers to these. */
export const alwaysSeeAlso: readonly ManualReference[] = [
  {name: 'wait', section: 2},
  {name: 'proc', section: 5},
];

/** The name of the page of a command. */
export function pageName(id: string): string {
  return `procdoc-${id}`;
}
