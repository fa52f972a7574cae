import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseOcamlSignal} from './ocaml-signal.ts';

function signalOf(text: string): string | undefined {
  const read = parseOcamlSignal(text, 'linux');
  return read.ok ? read.interpretation.status.signal : undefined;
}

test('OCaml has numbers of its own for the signals that it names', () => {
  for (const [text, signal] of [
    ['-1', 'SIGABRT'],
    ['-7', 'SIGKILL'],
    ['-10', 'SIGSEGV'],
    ['-11', 'SIGTERM'],
    ['-23', 'SIGIO'],
    ['-28', 'SIGXFSZ'],
    ['WSIGNALED -7', 'SIGKILL'],
    ['Unix.WSIGNALED (-8)', 'SIGPIPE'],
  ] as const)
    assert.equal(signalOf(text), signal, text);
});

test('any other signal has the number of the system', () => {
  assert.equal(signalOf('28'), 'SIGWINCH');
  assert.equal(signalOf('WSIGNALED 9'), 'SIGKILL');
});

test('what is no number of a signal is refused', () => {
  for (const text of ['0', '-29', '-0', '128', 'WSIGNALED', '7x'])
    assert.equal(parseOcamlSignal(text, 'linux').ok, false, text);
});
