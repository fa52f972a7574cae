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
    ['247', 'wrapper: signaled SIGKILL'],
    ['245', 'wrapper: signaled SIGSEGV'],
    ['241', 'wrapper: signaled SIGTERM'],
    ['254', 'shell: exited 254'],
    ['255', 'shell: exited 255'],
    ['265', 'shell: signaled SIGKILL'],
    ['393', 'shell: signaled SIGKILL'],
    ['119', 'shell: exited 119'],
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

  it('-2 is SIGINT in Python, a spawn that failed in Node, or SIGALRM in OCaml', () => {
    assert.deepEqual(alternatives('-2', 'wait'), [
      'python: signaled SIGINT',
      'node: unrecognized',
      'ocaml: signaled SIGALRM',
    ]);
    assert.deepEqual(reading('-2', 'wait').alternatives[1]?.notation, {
      readAs: 'node',
      exitCode: -2,
      failedWith: 'ENOENT',
    });
  });

  it('-1 and 4294967295 are a failed call, and -1 perhaps a signal in Python or OCaml', () => {
    for (const input of ['-1', '4294967295', '0xffffffff'])
      assert.deepEqual(reading(input).doubt, {kind: 'failed-call'});
    assert.deepEqual(alternatives('-1'), ['python: signaled SIGHUP', 'ocaml: signaled SIGABRT']);
    assert.deepEqual(alternatives('4294967295'), ['windows: exited']);
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
    for (const [input, signal] of [
      ['9', 'SIGKILL'],
      ['11', 'SIGSEGV'],
      ['15', 'SIGTERM'],
    ] as const)
      assert.deepEqual(alternatives(input), [`shell: exited ${input}`, `wrapper: signaled ${signal}`]);
  });

  it('written as a bit pattern is no exit code, which people write in decimal', () => {
    for (const input of ['0x0001', '0x8b', '0b1001', '0o1']) assert.deepEqual(alternatives(input), []);
  });
});

describe('readings that were asked for', () => {
  it('have alternatives that say something else', () => {
    assert.deepEqual(alternatives('137', 'python'), ['shell: signaled SIGKILL']);
    assert.deepEqual(alternatives('9', 'shell'), ['wrapper: signaled SIGKILL']);
    assert.deepEqual(alternatives('0', 'python'), []);
  });

  it('do not turn what is no number into one', () => {
    assert.deepEqual(alternatives('SIGKILL', 'node'), []);
    assert.deepEqual(alternatives('2,9', 'siginfo'), []);
  });
});

describe('what a wrapper made of a signal', () => {
  it('is named where the exit status has no agreed meaning, and written as a bit pattern, too', () => {
    assert.deepEqual(alternatives('0x0900'), ['wrapper: signaled SIGKILL']);
    assert.deepEqual(alternatives('0xf500'), ['wrapper: signaled SIGSEGV']);
    assert.deepEqual(alternatives('247', 'python').slice(0, 1), ['wrapper: signaled SIGKILL']);
    assert.ok(alternatives('119').includes('wrapper: signaled SIGKILL'));
  });

  it('245 is a name of systemd only as an alternative, and 203 is first of all', () => {
    assert.deepEqual(alternatives('245'), ['wait: signaled', 'systemd: exited 245', 'shell: exited 245']);
    assert.equal(line(reading('203')), 'systemd: exited 203');
  });

  it('there are never more than three', () => {
    for (let number = -130; number < 600; number++)
      assert.ok(alternatives(`${number}`).length <= 3, `${number}`);
  });
});

describe('exit codes of Windows', () => {
  for (const input of ['3221225786', '0xC0000005', '-1073740791', '0xE0434352', '-1073741819'])
    it(`${input} is one, and no signal`, () => {
      const {notation, guessed, status} = reading(input);
      assert.deepEqual([notation.readAs, guessed, status.kind], ['windows', true, 'exited']);
    });

  it('-9 is none', () => assert.ok(!alternatives('-9').some(text => text.startsWith('windows'))));
});
