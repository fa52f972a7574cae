import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, it} from 'node:test';
import {promisify} from 'node:util';
import {defaultAction} from '../../../src/parse/signals/signal-actions.ts';
import {signalName, signalNumber} from '../../../src/parse/signals/signals.ts';
import {readStatus} from '../../../src/parse/status-readings/status-readings.ts';
import {waitStatusDoubt} from '../../../src/parse/wait-status/doubts.ts';
import {exitCodeMeaning} from '../../../src/parse/wait-status/exit-codes.ts';
import {ptraceStop} from '../../../src/parse/wait-status/ptrace-stops.ts';
import {decodeWaitStatus, type WaitStatus} from '../../../src/parse/wait-status/wait-status.ts';
import {compile} from '../../support/subject.ts';

/** Beyond 16 bits: what a ptrace event, a negative int, or a damaged number looks like. */
const LARGE = [
  ...[0x1_0000, 0x1_0009, 0x1_007f, 0x1_057f, 0x80_137f, 0x1_8000, 0x1_ffff, 0x7fff_ffff],
  ...[-1, -2, -9, -15, -128, -256, -0x8000_0000],
];

async function linesOf(subject: string, args: readonly string[] = [], cwd?: string): Promise<string[][]> {
  const options = {maxBuffer: 16 * 2 ** 20, ...(cwd === undefined ? {} : {cwd})};
  const {stdout} = await promisify(execFile)(await compile(subject), args, options);
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => line.split(' '));
}

/** The part of a decoding that the macros give. */
function macroPart({raw, kind, exitStatus, signalNumber, coreDumped}: WaitStatus): object {
  return {raw, kind, exitStatus, signalNumber, coreDumped};
}

function byMacros(numbers: readonly number[]): object {
  const [raw, exited, exitStatus, signaled, termSignal, core, stopped, stopSignal, continued] = numbers;
  const nothing = {raw, exitStatus: undefined, signalNumber: undefined, coreDumped: undefined};
  assert.ok([exited, signaled, stopped, continued].filter(truth => truth === 1).length <= 1);
  if (exited === 1) return {...nothing, kind: 'exited', exitStatus};
  if (signaled === 1) return {...nothing, kind: 'signaled', signalNumber: termSignal, coreDumped: core === 1};
  if (stopped === 1) return {...nothing, kind: 'stopped', signalNumber: stopSignal};
  return {...nothing, kind: continued === 1 ? 'continued' : 'unrecognized'};
}

describe('the oracle of wait statuses', () => {
  it('the macros of <sys/wait.h> say the same of all 65,536 statuses, and of larger and negative ones', async () => {
    const lines = await linesOf('wait-macros', LARGE.map(String));
    assert.equal(lines.length, 0x1_0000 + LARGE.length);
    for (const line of lines) {
      const numbers = line.map(Number);
      assert.deepEqual(macroPart(decodeWaitStatus(numbers[0] ?? Number.NaN)), byMacros(numbers));
    }
  });

  it('the headers give the same numbers to signals, sysexits, ptrace events and si_codes', async () => {
    const constants = (await linesOf('status-constants')).map(
      line => [line.slice(0, -1).join(''), Number(line.at(-1))] as const,
    );
    const named = (prefix: string) => constants.filter(([name]) => name.startsWith(prefix));

    const signals = named('SIG');
    for (const [name, number] of signals) assert.equal(signalNumber(name), number, name);
    for (const [, number] of signals) assert.equal(signalNumber(signalName(number) ?? ''), number);
    assert.equal(new Set(signals.map(([, number]) => number).filter(number => number < 32)).size, 31);
    for (const [name, number] of named('EX_'))
      assert.deepEqual(exitCodeMeaning(number, 'linux'), {kind: 'sysexit', name});
    for (const [name, event] of named('PTRACE_')) assert.equal(ptraceStop(5, event), name);
    for (const [name, code] of named('CLD_')) {
      const byNumber = readStatus(`${code},18`, 'siginfo');
      const byName = readStatus(`${name},18`, 'siginfo');
      assert.ok(byNumber.ok && byName.ok);
      assert.deepEqual(byNumber.reading.notation, byName.reading.notation);
      assert.deepEqual(byNumber.reading.status, byName.reading.status);
    }
  });

  it('the kernel does by default what is said of each signal, and no status of its is called implausible', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'procdoc-cores-'));
    try {
      const lines = await linesOf('default-actions', [], folder);
      assert.equal(lines.length, 64);
      for (const [signal, raw] of lines.map(line => line.map(Number))) {
        const status = decodeWaitStatus(raw ?? Number.NaN);
        assert.equal(waitStatusDoubt(status), null, status.hex);
        assert.deepEqual(fate(status), expectedFate(signal ?? 0), `signal ${signal}: ${status.hex}`);
        if (status.coreDumped) assert.equal(defaultAction(signal ?? 0), 'core');
      }
    } finally {
      rmSync(folder, {recursive: true, force: true});
    }
  });
});

function fate({kind, exitStatus, signalNumber}: WaitStatus): object {
  return {kind, exitStatus, signalNumber};
}

function expectedFate(signal: number): object {
  const action = defaultAction(signal);
  if (action === 'stop') return {kind: 'stopped', exitStatus: undefined, signalNumber: signal};
  const kills = action === 'terminate' || action === 'core';
  return kills
    ? {kind: 'signaled', exitStatus: undefined, signalNumber: signal}
    : {kind: 'exited', exitStatus: 200, signalNumber: undefined};
}
