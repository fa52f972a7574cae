import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type ReadAs, readStatus, type StatusReading} from '../status-readings.ts';

function reading(input: string, readAs: ReadAs = 'wait'): StatusReading {
  const result = readStatus(input, readAs);
  return result.ok ? result.reading : assert.fail(result.problem);
}

/** The alternatives in a line each, the likely one marked. */
function alternatives(input: string, readAs: ReadAs = 'wait'): string[] {
  return reading(input, readAs).alternatives.map(
    ({readAs, summary, likely}) => `${likely ? 'likely ' : ''}${readAs}: ${summary}`,
  );
}

describe('a raw status that was none', () => {
  it('137 is no death by SIGKILL with a core, but $? of one without', () => {
    const {hex, plausible, summary, causes, alternatives} = reading('137');
    assert.deepEqual([hex, plausible, causes], ['0x0089', false, []]);
    assert.equal(summary, 'killed by SIGKILL (signal 9), with the core bit set');
    const [likely] = alternatives;
    assert.equal(likely?.readAs, 'shell');
    assert.equal(likely.likely, true);
    assert.equal(likely.summary, '$? 137 is 128 + 9: killed by SIGKILL (signal 9)');
    for (const cause of [/out of memory/, /docker stop/, /kill -9/])
      assert.match(likely.causes.join('\n'), cause);
  });

  const likely: readonly [string, string][] = [
    ['1', 'likely shell: $? 1: exited with status 1'],
    ['2', 'likely shell: $? 2: exited with status 2'],
    ['17', 'likely shell: $? 17: exited with status 17'],
    ['64', 'likely shell: $? 64: exited with status 64'],
    ['126', 'likely shell: $? 126: exited with status 126'],
    ['127', 'likely shell: $? 127: exited with status 127'],
    ['128', 'likely shell: $? 128: exited with status 128'],
    ['130', 'likely shell: $? 130 is 128 + 2: killed by SIGINT (signal 2)'],
    ['0x89', 'likely shell: $? 137 is 128 + 9: killed by SIGKILL (signal 9)'],
    ['143', 'likely shell: $? 143 is 128 + 15: killed by SIGTERM (signal 15)'],
    ['148', 'likely shell: $? 148 is 128 + 20: stopped by SIGTSTP (signal 20)'],
    ['203', 'likely systemd: status=203/EXEC: exited with status 203'],
    ['255', 'likely shell: $? 255: exited with status 255'],
    ['-15', 'likely python: returncode -15: killed by SIGTERM (signal 15)'],
    ['-9', 'likely python: returncode -9: killed by SIGKILL (signal 9)'],
  ];
  for (const [input, first] of likely) {
    it(`${input} is rather ${first.replace('likely ', '')}`, () =>
      assert.equal(alternatives(input)[0], first));
  }

  it('134 and 139 name the same signal in $?, which knows nothing of the core', () => {
    for (const [input, signal] of [
      ['134', 'SIGABRT (signal 6)'],
      ['139', 'SIGSEGV (signal 11)'],
    ] as const) {
      assert.equal(reading(input).summary, `killed by ${signal}, core dumped`);
      assert.equal(reading(input).plausible, true);
      assert.match(alternatives(input)[0] ?? '', /^likely shell: .*: killed by SIG/);
      assert.ok(!alternatives(input)[0]?.includes('core'));
    }
  });

  it('-2 is SIGINT in Python, or a spawn that failed in Node', () => {
    assert.deepEqual(alternatives('-2'), [
      'likely python: returncode -2: killed by SIGINT (signal 2)',
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
