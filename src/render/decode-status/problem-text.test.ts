import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {READINGS, type ReadAs, readStatus} from '../../parse/status-readings/status-readings.ts';
import {problemText} from './problem-text.ts';

function problem(text: string, readAs: ReadAs = 'wait'): string {
  const result = readStatus(text, readAs);
  return result.ok ? assert.fail(result.reading.status.hex) : problemText(result);
}

describe('what is wrong with a status', () => {
  it('stands with what is right', () => {
    const right = 'write it as 0x8000, 32768, 0o100000, 0b1000000000000000 or -15';
    assert.equal(problem('0xZZ'), `"0xZZ" isn't a status number: ${right}`);
    assert.equal(problem(''), `the status is empty: ${right}`);
    assert.match(problem('99999999999'), /doesn't fit in 32 bits: .* from -2147483648 to 4294967295/);
  });

  it('017 stands as octal and as decimal', () => {
    assert.equal(problem('017'), '"017" is ambiguous: write 0o17 for octal (15), or 17 for decimal');
    assert.equal(problem('089'), `"089" looks octal, but 8 and 9 aren't octal digits: write 89`);
  });

  it('stands with the reading that takes the text', () => {
    assert.match(problem('SIGTERM'), /; with --as node it means: killed by SIGTERM \(signal 15\)$/);
    assert.match(problem('203/EXEC'), /; with --as systemd it means: exited with status 203$/);
    assert.match(problem('256', 'shell'), /; with --as wait it means: exited with status 1$/);
    assert.match(problem('-15', 'container'), /; with --as python it means: killed by SIGTERM/);
  });

  it('a number and a name that contradict each other stand with what systemd says', () => {
    assert.match(problem('203/USER', 'systemd'), /systemd says EXEC for 203/);
    assert.match(problem('199/EXEC', 'systemd'), /systemd has no name for 199/);
  });

  it('is said in sentences under every reading', () => {
    const texts = [
      '',
      '256',
      '-1',
      '-99',
      'x',
      'SIGFOO',
      '1, SIGTERM',
      'null, null',
      "null, ''",
      '1203/EXEC',
    ];
    const pairs = ['CLD_EXITED, 300', 'CLD_KILLED, 0', 'CLD_CONTINUED, SIGSTOP', 'CLD_TRAPPED, 0'];
    const said = READINGS.flatMap(readAs =>
      [...texts, ...pairs, 'signal=FOO', 'code=killed, status=9/TERM'].flatMap(text => {
        const result = readStatus(text, readAs);
        return result.ok ? [] : [problemText(result)];
      }),
    );
    assert.ok(said.length > 50);
    for (const sentence of said)
      assert.match(sentence, /^(?!.*(?:undefined|NaN))[^\sA-Z].*[^.]$|^Linux has no signal /);
  });

  it('hostile text is quoted, escaped and cut short', () => {
    assert.match(problem('\u001b[31m'), /^"\\u001b\[31m" isn't/);
    assert.ok(problem('x'.repeat(10_000)).length < 200);
  });
});
