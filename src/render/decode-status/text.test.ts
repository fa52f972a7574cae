import assert from 'node:assert/strict';
import {describe, it, test} from 'node:test';
import {type ReadAs, readStatus} from '../../parse/status-readings/status-readings.ts';
import {plainStyle, type Style} from '../style.ts';
import {decodeStatusText} from './text.ts';

function lines(text: string, readAs?: ReadAs, width = 100, style: Style = plainStyle): string[] {
  const result = readStatus(text, readAs);
  assert.ok(result.ok, text);
  return decodeStatusText([result.reading], {style, width, screen: width, isTerminal: false}, true);
}

describe('the first line of a decoded status', () => {
  const answers: readonly [string, ReadAs | undefined, string][] = [
    ['137', undefined, '137: killed by SIGKILL (signal 9), as $? of a shell: 128 + 9 (likely)'],
    ['137', 'shell', '137: killed by SIGKILL (signal 9), as $? of a shell: 128 + 9'],
    ['0x8000', undefined, '0x8000: exited with status 128, as a wait status'],
    ['256', undefined, '256 (0x0100): exited with status 1, as a wait status'],
    ['-9', 'python', "-9: killed by SIGKILL (signal 9), as returncode of Python's subprocess"],
    ['9/KILL', 'systemd', "9/KILL: killed by SIGKILL (signal 9), as systemd's code=killed, status=9/KILL"],
    [
      '-2',
      'node',
      '-2: spawn failed with ENOENT, so there was no child and no wait status, as exitCode of Node',
    ],
  ];
  for (const [text, readAs, answer] of answers) {
    it(`${text} ${readAs === undefined ? '' : `--as ${readAs}`} says what happened, and how it was read`, () =>
      assert.equal(lines(text, readAs)[0], answer));
  }

  it('says that a status is implausible, and why; the next line what its bits say', () => {
    const [first, second] = lines('0xff', 'wait', 140);
    assert.match(first ?? '', /^0xff \(0x00ff\): implausible as a wait status: the status of an exit, /);
    assert.match(second ?? '', /^ {2}decoded +nothing that a macro of <sys\/wait\.h> recognizes/);
  });

  it('says of -1 that the status was lost', () => {
    assert.match(lines('-1')[0] ?? '', /^-1 \(0xffffffff\): no status: /);
  });

  it('begins with what was taken out of a line, which follows', () => {
    const [first, second] = lines('Exited (137) 3 minutes ago');
    assert.equal(first, '137: killed by SIGKILL (signal 9), as exit code of a container: 128 + 9');
    assert.match(second ?? '', /^ {2}from +Exited \(137\) 3 minutes ago$/);
  });

  it('is wrapped with an indent, with the input alone in bold', () => {
    const bold = {...plainStyle, strong: (text: string) => `<${text}>`};
    const [first, second] = lines('137', undefined, 40, bold);
    assert.deepEqual(
      [first, second],
      ['<137>: killed by SIGKILL (signal 9), as $?', '    of a shell: 128 + 9 (likely)'],
    );
  });
});

it('the raw reading stands below a guess, with its doubt', () => {
  const text = lines('137').join('\n');
  assert.match(text, /\n {2}or +killed by SIGKILL \(signal 9\), with the core bit set, as a wait status/);
  assert.match(text, /\n +implausible: the kernel sets the core bit/);
});

test('implausible readings are counted, and shown only where they are asked for', () => {
  const result = readStatus('137', undefined);
  assert.ok(result.ok);
  const page = {style: plainStyle, width: 200, screen: 200, isTerminal: false};
  const folded = decodeStatusText([result.reading], page, false);
  assert.ok(folded.includes('  or        1 implausible reading: `--all`'), folded.join('\n'));
  assert.ok(!folded.join('\n').includes('implausible: '));
  assert.ok(decodeStatusText([result.reading], page, true).join('\n').includes('implausible: '));
});
