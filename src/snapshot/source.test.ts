import assert from 'node:assert/strict';
import {test} from 'node:test';
import {imaginedMachine} from '../../test/support/recorded/imagined-machine.ts';
import {found, unreadable} from '../kernel/read.ts';
import {Snapshot} from './snapshot.ts';
import {NOT_UNDERSTOOD} from './source.ts';

test('a file that is the same as the one before of its kind is parsed once, also where one buffer serves every read', t => {
  const {procfs, ...machine} = imaginedMachine([]);
  const buffer = Buffer.alloc(10);
  const contents: Readonly<Record<string, string>> = {a: 'x', b: 'x', c: 'y', d: 'y', e: '?', f: '?', g: 'x'};
  const read = (path: string) => {
    const text = contents[path];
    return text === undefined ? unreadable('ENOENT') : found(buffer.subarray(0, buffer.write(text)));
  };
  const {source} = new Snapshot({...machine, procfs: {...procfs, read}});
  const parse = t.mock.fn((bytes: Buffer) => (bytes.toString() === '?' ? undefined : [bytes.toString()]));
  const values = [...'abcdefgh'].map(path => source.readAlike(path, 'letter', parse));
  const [y, none] = [found(['y']), unreadable(NOT_UNDERSTOOD)];
  assert.deepEqual(values, [
    found(['x']),
    found(['x']),
    y,
    y,
    none,
    none,
    found(['x']),
    unreadable('ENOENT'),
  ]);
  assert.equal(parse.mock.callCount(), 5);
  assert.deepEqual(
    source.readAlike('g', 'other', () => 1),
    found(1),
  );
});
