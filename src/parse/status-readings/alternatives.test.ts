import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type ReadAs, readStatus, type StatusReading} from './status-readings.ts';

function reading(input: string, readAs?: ReadAs): StatusReading {
  const result = readStatus(input, readAs);
  return result.ok ? result.reading : assert.fail(result.problem);
}

/** The alternatives in a line each. */
function alternatives(input: string, readAs?: ReadAs): string[] {
  return reading(input, readAs).alternatives.map(({readAs, summary}) => `${readAs}: ${summary}`);
}

describe('a raw status that was none', () => {
  it('137 is no death by SIGKILL with a core, but $? of one without', () => {
    const {readAs, guessed, hex, signal, plausible, summary, causes, alternatives} = reading('137');
    assert.deepEqual([readAs, guessed, hex, signal, plausible], ['shell', true, '0x0009', 'SIGKILL', true]);
    assert.equal(summary, '$? 137 is 128 + 9: killed by SIGKILL (signal 9)');
    for (const cause of [/out of memory/, /docker stop/, /kill -9/]) assert.match(causes.join('\n'), cause);
    assert.deepEqual(
      alternatives.slice(0, 1).map(({readAs, summary, plausible}) => [readAs, summary, plausible]),
      [['wait', 'killed by SIGKILL (signal 9), with the core bit set', false]],
    );
  });

  it('read as a wait status for certain it is one', () => {
    const {readAs, guessed, hex, plausible, causes} = reading('137', 'wait');
    assert.deepEqual([readAs, guessed, hex, plausible, causes], ['wait', false, '0x0089', false, []]);
    assert.equal(alternatives('137', 'wait')[0], 'shell: $? 137 is 128 + 9: killed by SIGKILL (signal 9)');
  });

  const likely: readonly [string, string][] = [
    ['1', 'shell: $? 1: exited with status 1'],
    ['2', 'shell: $? 2: exited with status 2'],
    ['17', 'shell: $? 17: exited with status 17'],
    ['64', 'shell: $? 64: exited with status 64'],
    ['126', 'shell: $? 126: exited with status 126'],
    ['127', 'shell: $? 127: exited with status 127'],
    ['128', 'shell: $? 128: exited with status 128'],
    ['130', 'shell: $? 130 is 128 + 2: killed by SIGINT (signal 2)'],
    ['0x89', 'shell: $? 137 is 128 + 9: killed by SIGKILL (signal 9)'],
    ['143', 'shell: $? 143 is 128 + 15: killed by SIGTERM (signal 15)'],
    ['148', 'shell: $? 148 is 128 + 20: stopped by SIGTSTP (signal 20)'],
    ['203', 'systemd: status=203/EXEC: exited with status 203'],
    ['255', 'shell: $? 255: exited with status 255'],
    ['-15', 'python: returncode -15: killed by SIGTERM (signal 15)'],
    ['-9', 'python: returncode -9: killed by SIGKILL (signal 9)'],
  ];
  for (const [input, first] of likely) {
    it(`${input} is rather ${first}`, () => {
      const {readAs, summary, alternatives} = reading(input);
      assert.equal(`${readAs}: ${summary}`, first);
      assert.equal(alternatives[0]?.readAs, 'wait');
    });
  }

  it('134 and 139 name the same signal in $?, which knows nothing of the core', () => {
    for (const [input, signal] of [
      ['134', 'SIGABRT (signal 6)'],
      ['139', 'SIGSEGV (signal 11)'],
    ] as const) {
      assert.match(reading(input).summary, /^\$\? .*: killed by SIG/);
      assert.ok(!reading(input).summary.includes('core'));
      assert.equal(reading(input).alternatives[0]?.plausible, true);
      assert.equal(alternatives(input)[0], `wait: killed by ${signal}, core dumped`);
    }
  });

  it('-2 is SIGINT in Python, or a spawn that failed in Node', () => {
    assert.deepEqual(alternatives('-2', 'wait'), [
      'python: returncode -2: killed by SIGINT (signal 2)',
      'node: exitCode -2: spawn failed with ENOENT, so there was no child and no wait status',
    ]);
  });

  it('-1 and 4294967295 are a failed call, and -1 perhaps a SIGHUP in Python', () => {
    for (const input of ['-1', '4294967295', '0xffffffff']) {
      assert.match(
        reading(input).implausibleBecause ?? '',
        /waitpid\(2\) and system\(3\) return when they fail/,
      );
      assert.match(reading(input).meaning, /ECHILD/);
    }
    assert.deepEqual(alternatives('-1'), ['python: returncode -1: killed by SIGHUP (signal 1)']);
    assert.deepEqual(alternatives('4294967295'), []);
  });
});

describe('a raw status that is one', () => {
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
      assert.equal(reading(input).plausible, true, input);
      assert.deepEqual(alternatives(input), [], input);
    }
  });

  it('9, 11 and 15 may be exit codes too, but are as likely what they say', () => {
    for (const input of ['9', '11', '15']) {
      assert.deepEqual(alternatives(input), [`shell: $? ${input}: exited with status ${input}`]);
    }
  });

  it('written as a bit pattern it is no exit code: those are written in decimal', () => {
    for (const input of ['0x0001', '0x8b', '0b1001', '0o1']) assert.deepEqual(alternatives(input), []);
  });
});

describe('readings that were asked for', () => {
  it('tell of others that say something else', () => {
    assert.deepEqual(alternatives('137', 'python'), [
      'shell: $? 137 is 128 + 9: killed by SIGKILL (signal 9)',
    ]);
    assert.deepEqual(alternatives('9', 'shell'), ['wait: killed by SIGKILL (signal 9)']);
    assert.deepEqual(alternatives('0', 'python'), []);
  });

  it('do not turn what is no number into one', () => {
    assert.deepEqual(alternatives('SIGKILL', 'node'), []);
    assert.deepEqual(alternatives('2,9', 'siginfo'), []);
  });
});
