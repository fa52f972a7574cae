import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Start} from '../../snapshot/process.ts';
import {plainStyle} from '../style.ts';
import {listingLines} from './columns.ts';
import {startedColumn} from './who.ts';

const HOUR_MS = 3_600_000;
const page = {style: plainStyle, width: 80, screen: 80, isTerminal: false};

test('starts are sorted by the moment, though those of today are shown as a time and others as a date', () => {
  const noon = new Date(2026, 10, 30, 12).getTime();
  const column = startedColumn<{start?: Start}>(({start}) => start, 'when it started');
  const rows = [1, 20, 11].map(hours => ({start: {atMs: noon - hours * HOUR_MS, seenAtMs: noon}}));
  const sorted = (descending: boolean) =>
    listingLines([{}, ...rows], {columns: [column], sort: [{column, descending}], heading: false}, page);
  assert.deepEqual(sorted(false), ['2026-11-29', '01:00:00', '11:00:00', '-']);
  assert.deepEqual(sorted(true), ['11:00:00', '01:00:00', '2026-11-29', '-']);
});
