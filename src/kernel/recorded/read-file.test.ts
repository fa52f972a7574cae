import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, test} from 'node:test';
import {RecordingError} from '../recording/fields.ts';
import {NoRecording, readRecording} from './read-file.ts';
import {machineOfBytes} from './recorded-machine.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-recording-'));
after(() => rmSync(folder, {recursive: true}));

function fileOf(text: string): string {
  const file = path.join(folder, 'file');
  writeFileSync(file, text, 'latin1');
  return file;
}

const HEAD = 'procdoc recording 1\nhost\n|platform=linux arch=x64 pid=1 uid=0 now=2026-11-22T10:48:00.123Z\n';

test('a recording is read in parts, wherever these begin and end', () => {
  const line = 'x'.repeat(1000);
  const files = Array.from({length: 3000}, (_, pid) => `file ${pid}/comm\n|${line}\n`);
  const {procfs} = machineOfBytes(readRecording(fileOf(`${HEAD}${files.join('')}end\n`)));
  for (const pid of [0, 1, 1047, 1048, 1049, 2999])
    assert.deepEqual(procfs.read(`${pid}/comm`), {ok: true, value: Buffer.from(`${line}\n`)});
});

test('a file without lines is no recording, however long it is', () => {
  const file = fileOf('\0'.repeat(3 * 1024 * 1024));
  assert.throws(() => machineOfBytes(readRecording(file)), RecordingError);
});

test('a compressed file, and one that is none, are named as such', () => {
  for (const [file, kind] of [
    [fileOf('\x1f\x8b'), 'compressed'],
    [path.join(folder, 'none'), 'unreadable'],
    [folder, 'unreadable'],
  ] as const)
    assert.throws(
      () => machineOfBytes(readRecording(file)),
      error => error instanceof NoRecording && error.reason.kind === kind,
    );
});
