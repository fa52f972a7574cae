import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {readStatusThrough} from '../../parse/status-readings/read-through.ts';
import type {ReadAs, StatusReading} from '../../parse/status-readings/status-readings.ts';
import {findWrapper} from '../../parse/wrappers/wrapper.ts';
import {plainStyle} from '../style.ts';
import {statusColumns} from './columns.ts';
import {decodeStatusJson} from './json.ts';
import {decodeStatusText} from './text.ts';

function through(text: string, names: string, readAs?: ReadAs): StatusReading {
  const chain = names.split(',').map(name => findWrapper(name) ?? assert.fail(`no wrapper ${name}`));
  const result = readStatusThrough(text, readAs, 'linux', chain);
  return result.ok ? result.reading : assert.fail(result.problem.kind);
}

function lines(text: string, names: string, readAs?: ReadAs): string[] {
  return decodeStatusText(
    [through(text, names, readAs)],
    {
      style: plainStyle,
      width: 200,
      screen: 200,
      isTerminal: false,
    },
    true,
  );
}

describe('the first line of a status through wrappers', () => {
  const answers: ReadonlyArray<readonly [string, string, ReadAs | undefined, string]> = [
    [
      '137',
      'flock',
      undefined,
      '137 through flock: the command was killed by SIGKILL (signal 9), or exited with status 137',
    ],
    [
      '0',
      'perf stat',
      undefined,
      '0 through perf stat: the command exited with status 0, or was killed by any signal',
    ],
    [
      '9',
      'setsid -w (leader)',
      undefined,
      '9 through setsid -w (leader): the command exited with status 9, or was killed by SIGKILL (signal 9)',
    ],
    ['-9', 'timeout', undefined, '-9 through timeout: the command was killed by SIGKILL (signal 9)'],
    [
      '0x8900',
      'flock',
      undefined,
      '0x8900 through flock: the command was killed by SIGKILL (signal 9), or exited with status 137',
    ],
    ['123', 'xargs', undefined, '123 through xargs: the command exited with status 1 to 254'],
    [
      '69',
      'flock',
      undefined,
      '69 through flock: the command exited with status 69, or was never started (not found or not executable)',
    ],
    ['77', 'xargs', undefined, '77 through xargs: no end of the command was seen to lead to it'],
    [
      '143',
      'timeout',
      'container',
      '143 through timeout as PID 1: the command was killed by SIGTERM (signal 15), or exited with status 143',
    ],
    [
      'exit code 137',
      'flock',
      undefined,
      '137 through flock: the command was killed by SIGKILL (signal 9), or exited with status 137',
    ],
  ];
  for (const [text, names, readAs, first] of answers)
    it(`${text} through ${names}${readAs === undefined ? '' : ` as ${readAs}`}`, () =>
      assert.equal(lines(text, names, readAs)[0], first));

  it('names several wrappers from the inside, and all signals at once', () => {
    const [first] = lines('255', 'timeout,ssh');
    assert.equal(
      first,
      '255 through timeout, then ssh: the command exited with status 255, or was killed by any signal',
    );
  });
});

describe('below it', () => {
  it('stand the form that was measured, its version, and what it exits with itself', () => {
    const text = lines('137', 'flock').join('\n');
    assert.match(
      text,
      / through +`flock F CMD` \(util-linux 2\.38\.1\): after signal n it exits with 128 \+ n; its own: 1, 64, /,
    );
    assert.match(text, / or +flock was killed by SIGKILL \(signal 9\) itself/);
  });

  it('stand other forms of the program, unless one was named in full', () => {
    assert.match(
      lines('137', 'flock').join('\n'),
      / forms +these pass an end on differently: `flock -F F CMD`$/m,
    );
    assert.doesNotMatch(lines('137', 'flock F CMD').join('\n'), / forms /);
  });

  it('0 through perf stat proves nothing, and has no meaning', () => {
    const text = lines('0', 'perf stat').join('\n');
    assert.match(text, / proves +nothing: /);
    assert.doesNotMatch(text, / meaning /);
  });

  it('a wrapper that makes something else of an exit, or of some signals, is described', () => {
    assert.match(lines('123', 'xargs').join('\n'), /of an exit status it makes 123 \(of 0: 0, of 255: 124\)/);
    assert.match(lines('1', 'unshare --fork').join('\n'), /after SIGKILL it exits with 1/);
  });
});

it('a table has what became of the command as the summary, and JSON as `through`', () => {
  const reading = through('137', 'flock');
  const summary = statusColumns.find(({name}) => name === 'summary');
  const said = 'the command was killed by SIGKILL (signal 9), or exited with status 137';
  assert.equal(summary?.of(reading), said);
  const [status] = decodeStatusJson([reading]).statuses;
  assert.deepEqual(
    [status?.through?.summary, status?.through?.signals, status?.through?.exitStatuses],
    [said, ['SIGKILL'], [[137, 137]]],
  );
  assert.deepEqual(status?.through?.itself, [{wrapper: 'flock F CMD', failed: false, signals: ['SIGKILL']}]);
});
