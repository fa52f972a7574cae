import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {plainStyle} from '../style.ts';
import {type Column, columnLines, listingLines} from './columns.ts';

interface Row {
  pid: number;
  comm: string | null;
}
const pid: Column<Row> = {name: 'pid', help: '', align: 'right', of: row => row.pid};
const comm: Column<Row> = {name: 'comm', help: '', of: row => row.comm};
const rows: Row[] = [
  {pid: 4711, comm: 'sh'},
  {pid: 9, comm: null},
  {pid: 12, comm: 'a\nb'},
];
const pipe = {style: plainStyle, width: 20, screen: 20, isTerminal: false};

describe('columns', () => {
  it('are aligned, unknown values "-", control characters escaped', () => {
    const lines = columnLines(rows, {columns: [pid, comm], sort: [], heading: true}, pipe);
    assert.deepEqual(lines, [' PID  COMM', '4711  sh', '   9  -', '  12  a\\nb']);
  });

  it('are sorted by numbers as numbers, unknown values last', () => {
    const byPid = columnLines(
      rows,
      {columns: [pid], sort: [{column: pid, descending: true}], heading: false},
      pipe,
    );
    assert.deepEqual(byPid, ['4711', '  12', '   9']);
    const byComm = columnLines(
      rows,
      {columns: [comm], sort: [{column: comm, descending: false}], heading: false},
      pipe,
    );
    assert.deepEqual(byComm, ['a\\nb', 'sh', '-']);
  });

  it('are cut on a terminal and whole in a pipe', () => {
    const long: Row[] = [{pid: 1, comm: 'x'.repeat(40)}];
    const listing = {columns: [pid, comm], sort: [], heading: false};
    assert.equal(columnLines(long, listing, {...pipe, isTerminal: true})[0]?.length, 20);
    assert.equal(columnLines(long, listing, pipe)[0], `1  ${'x'.repeat(40)}`);
  });
});

describe('a listing for a program', () => {
  const page = {style: plainStyle, width: 20, screen: 20, isTerminal: true};
  const rows = [
    {pid: 2, comm: 'a\tb \x1b'},
    {pid: 1, comm: null},
  ];
  const columns = [pid, comm];

  it('has one tab between its cells, and none in them', () => {
    const listing = {
      columns,
      sort: [{column: pid, descending: false}],
      heading: true,
      format: 'tsv',
    } as const;
    assert.deepEqual(listingLines(rows, listing, page), ['PID\tCOMM', '1\t-', '2\ta\\tb \\x1b']);
  });

  it('is an object a line, of the columns by name, with null for what is not known', () => {
    const listing = {columns, sort: [], heading: true, format: 'ndjson'} as const;
    assert.deepEqual(
      listingLines(rows, listing, page).map(line => JSON.parse(line)),
      rows,
    );
  });
});
