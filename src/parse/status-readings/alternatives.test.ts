import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type Interpretation, type ReadAs, readStatus, type StatusReading} from './status-readings.ts';

function reading(input: string, readAs?: ReadAs): StatusReading {
  const result = readStatus(input, readAs);
  return result.ok ? result.reading : assert.fail(result.problem.kind);
}

/** A reading in a line: "shell: signaled SIGKILL". */
function line({notation, status}: Interpretation): string {
  return [`${notation.readAs}:`, status.kind, status.exitStatus ?? status.signal ?? ''].join(' ').trim();
}

function alternatives(input: string, readAs?: ReadAs): string[] {
  return reading(input, readAs).alternatives.map(line);
}

describe('a raw status that the kernel does not deliver', () => {
  it('137 is no death by SIGKILL with a core, but $? of one without', () => {
    const {notation, guessed, status, doubt, alternatives} = reading('137');
    assert.deepEqual(notation, {readAs: 'shell', value: 137, signalNumber: 9});
    assert.deepEqual([guessed, status.hex, status.signal, doubt], [true, '0x0009', 'SIGKILL', null]);
    const [raw] = alternatives;
    assert.deepEqual(raw?.notation, {readAs: 'wait'});
    assert.deepEqual([raw?.status.signal, raw?.status.coreDumped], ['SIGKILL', true]);
    assert.deepEqual(raw?.doubt, {kind: 'signal-never-dumps-core', signal: 'SIGKILL'});
  });

  it('read as a wait status for certain it is one', () => {
    const {notation, guessed, status, doubt} = reading('137', 'wait');
    assert.deepEqual(notation, {readAs: 'wait'});
    assert.deepEqual([guessed, status.hex, doubt?.kind], [false, '0x0089', 'signal-never-dumps-core']);
    assert.equal(alternatives('137', 'wait')[0], 'shell: signaled SIGKILL');
  });

  const likely: readonly [string, string][] = [
    ['1', 'shell: exited 1'],
    ['2', 'shell: exited 2'],
    ['17', 'shell: exited 17'],
    ['64', 'shell: exited 64'],
    ['126', 'shell: exited 126'],
    ['127', 'shell: exited 127'],
    ['128', 'shell: exited 128'],
    ['130', 'shell: signaled SIGINT'],
    ['0x89', 'shell: signaled SIGKILL'],
    ['143', 'shell: signaled SIGTERM'],
    ['148', 'shell: stopped SIGTSTP'],
    ['203', 'systemd: exited 203'],
    ['255', 'shell: exited 255'],
    ['-15', 'python: signaled SIGTERM'],
    ['-9', 'python: signaled SIGKILL'],
  ];
  for (const [input, first] of likely) {
    it(`${input} is rather ${first}`, () => {
      assert.equal(line(reading(input)), first);
      assert.equal(reading(input).alternatives[0]?.notation.readAs, 'wait');
    });
  }

  it('134 and 139 name the same signal in $?, which knows nothing of the core', () => {
    for (const [input, signal] of [
      ['134', 'SIGABRT'],
      ['139', 'SIGSEGV'],
    ] as const) {
      assert.equal(line(reading(input)), `shell: signaled ${signal}`);
      assert.ok(!('coreDumped' in reading(input).status));
      const [raw] = reading(input).alternatives;
      assert.ok(raw);
      assert.equal(line(raw), `wait: signaled ${signal}`);
      assert.deepEqual([raw.doubt, raw.status.coreDumped], [null, true]);
    }
  });

  it('-2 is SIGINT in Python, or a spawn that failed in Node', () => {
    assert.deepEqual(alternatives('-2', 'wait'), ['python: signaled SIGINT', 'node: unrecognized']);
    assert.deepEqual(reading('-2', 'wait').alternatives[1]?.notation, {
      readAs: 'node',
      exitCode: -2,
      failedWith: 'ENOENT',
    });
  });

  it('-1 and 4294967295 are a failed call, and -1 perhaps a SIGHUP in Python', () => {
    for (const input of ['-1', '4294967295', '0xffffffff'])
      assert.deepEqual(reading(input).doubt, {kind: 'failed-call'});
    assert.deepEqual(alternatives('-1'), ['python: signaled SIGHUP']);
    assert.deepEqual(alternatives('4294967295'), []);
  });
});

describe('a raw status that the kernel delivers', () => {
  it('0, and what is beyond an exit code, has no other reading', () => {
    for (const input of [
      '0',
      '256',
      '512',
      '32512',
      '65280',
      '0x8000',
      '32768',
      '0x137f',
      '4991',
      '0xffff',
      '65535',
    ]) {
      assert.equal(reading(input).doubt, null, input);
      assert.deepEqual(alternatives(input), [], input);
    }
  });

  it('9, 11 and 15 may be exit codes too, but are as likely what they say', () => {
    for (const input of ['9', '11', '15']) assert.deepEqual(alternatives(input), [`shell: exited ${input}`]);
  });

  it('written as a bit pattern is no exit code, which people write in decimal', () => {
    for (const input of ['0x0001', '0x8b', '0b1001', '0o1']) assert.deepEqual(alternatives(input), []);
  });
});

describe('readings that were asked for', () => {
  it('have alternatives that say something else', () => {
    assert.deepEqual(alternatives('137', 'python'), ['shell: signaled SIGKILL']);
    assert.deepEqual(alternatives('9', 'shell'), ['wait: signaled SIGKILL']);
    assert.deepEqual(alternatives('0', 'python'), []);
  });

  it('do not turn what is no number into one', () => {
    assert.deepEqual(alternatives('SIGKILL', 'node'), []);
    assert.deepEqual(alternatives('2,9', 'siginfo'), []);
  });
});
