import type {RefusedText, StatusReading} from '../../parse/status-readings/status-readings.ts';
import {type Listing, listingLines} from '../listings/columns.ts';
import type {Page} from '../page.ts';
import {jsonText} from '../safe-text.ts';
import {decodeStatusJson} from './json.ts';
import {decodeStatusText} from './text.ts';

/** How statuses are printed that come one after the other: all of it text with its line ends. */
export interface StatusForm {
  readonly begin: string;
  readonly one: (reading: StatusReading) => string;
  readonly between: string;
  readonly end: (refused: readonly RefusedText[]) => string;
}

/** Which form is wanted: JSON under a schema, lines of a listing, or else text, with all readings or without. */
export interface WantedForm {
  readonly schema: string | undefined;
  readonly listing: Listing<StatusReading> | undefined;
  readonly all: boolean;
}

/** The form of an answer, on a page. */
export function statusForm({schema, listing, all}: WantedForm, page: Page): StatusForm {
  if (schema !== undefined) return jsonForm(schema);
  return listing === undefined ? textForm(page, all) : rowForm(listing, page);
}

/** A block for each status, for a person. */
function textForm(page: Page, showsImplausible: boolean): StatusForm {
  const one = (reading: StatusReading) => linesText(decodeStatusText([reading], page, showsImplausible));
  return {begin: '', one, between: '\n', end: () => ''};
}

/** A line for each status, in a format whose lines depend on no other: tsv or ndjson. */
function rowForm(listing: Listing<StatusReading>, page: Page): StatusForm {
  const one = (reading: StatusReading) =>
    linesText(listingLines([reading], {...listing, heading: false}, page));
  return {begin: linesText(listingLines([], listing, page)), one, between: '', end: () => ''};
}

/** The document that the JSON contract has, with whether it is complete at its end, where that is known. */
function jsonForm(schema: string): StatusForm {
  const one = (reading: StatusReading) => {
    const {statuses} = decodeStatusJson([reading]);
    return jsonText(statuses[0]).replace(/^/gm, '    ');
  };
  const end = (refused: readonly RefusedText[]) => {
    const {statuses: _, ...rest} = decodeStatusJson([], refused);
    return `\n  ],${jsonText(rest).slice(1)}\n`;
  };
  const begin = `${jsonText({schema, unreadable: []}).slice(0, -2)},\n  "statuses": [\n`;
  return {begin, one, between: ',\n', end};
}

function linesText(lines: readonly string[]): string {
  return lines.map(line => `${line}\n`).join('');
}
