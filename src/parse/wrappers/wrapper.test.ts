import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {canKill} from '../signals/signal-actions.ts';
import {signalNumber} from '../signals/signals.ts';
import {exitWith} from './rule.ts';
import {lookThrough, passedOn, type Through} from './through.ts';
import {asPid1, findWrapper, measuredWrappers, type Wrapper} from './wrapper.ts';

declare const PROJECT_ROOT: string;

const wrappers = measuredWrappers();
/** These go on, and end, while their command is stopped: what comes of its exit they do not see. */
const END_AT_A_STOP = /^(?:fish|firejail|proot|gdb)\b/;
/** What a command exits with that sent itself a signal which had no effect: test/measure-wrapper.js. */
const SIGNAL_WITHOUT_EFFECT = 77;

interface Row {
  readonly name: string;
  readonly isPid1: boolean;
  readonly fate: string;
  readonly raw: number;
  readonly isWithoutEffect: boolean;
}

/** Every measurement of test/data/wrapper-statuses.tsv. */
function measurements(): Row[] {
  const lines = readFileSync(path.join(PROJECT_ROOT, 'test/data/wrapper-statuses.tsv'), 'utf8')
    .trimEnd()
    .split('\n');
  const [header = '', ...rows] = lines.filter(line => !line.startsWith('#'));
  const [, , , ...fates] = header.split('\t');
  return rows.flatMap(row => {
    const [name = '', , pid1, ...cells] = row.split('\t');
    return cells.flatMap((cell, at) =>
      cell === '-'
        ? []
        : [
            {
              name,
              isPid1: pid1 === 'yes',
              fate: fates[at] ?? '',
              raw: Number.parseInt(cell, 16),
              isWithoutEffect: cell.endsWith('!'),
            },
          ],
    );
  });
}

function wrapperNamed(name: string): Wrapper {
  return wrappers.find(one => one.name === name) ?? assert.fail(`no wrapper ${name}`);
}

/** Whether what became of the command is among what can have become of it. */
function contains({exits, signals, notStarted}: Through, {fate, isWithoutEffect}: Row): boolean {
  if (isWithoutEffect) return exits.includes(SIGNAL_WITHOUT_EFFECT);
  const [, exit] = /^(?:exit|stops, is continued, exits) (\d+)$/.exec(fate) ?? [];
  if (exit !== undefined) return exits.includes(Number(exit));
  const [, signal] = /^killed by (\S+)$/.exec(fate) ?? [];
  if (signal !== undefined) return signals.includes(signalNumber(signal) ?? 0);
  return notStarted.includes(fate === 'not found' ? 'not-found' : 'not-executable');
}

describe('what was measured', () => {
  const rows = measurements();

  it('is of 279 wrappers, which are all in the tables, and as PID 1, too', () => {
    const names = new Set(rows.map(({name}) => name));
    assert.equal(names.size, 279, 'the help of decode-status has this number, too');
    assert.deepEqual([...names].sort(), wrappers.map(({name}) => name).sort());
    assert.ok(new Set(rows.filter(({isPid1}) => isPid1).map(({name}) => name)).size >= 50);
  });

  it('leads back to what became of the command, in every row', () => {
    const wrong = rows
      .filter(({name, fate}) => !(fate.startsWith('stops') && END_AT_A_STOP.test(name)))
      .filter(row => {
        const wrapper = wrapperNamed(row.name);
        const chain = [row.isPid1 ? asPid1(wrapper) : wrapper];
        return !contains(lookThrough(chain, [row.raw], row.isPid1), row);
      });
    assert.deepEqual(
      wrong.map(
        ({name, isPid1, fate, raw}) => `${name}${isPid1 ? ' as PID 1' : ''}: ${fate}: ${raw.toString(16)}`,
      ),
      [],
    );
  });

  it('is not answered with everything: a wrapper that passes all on has one answer', () => {
    const {exits, signals} = lookThrough([wrapperNamed('env')], [exitWith(3)], false);
    assert.deepEqual([exits, signals], [[3], []]);
  });
});

describe('several wrappers', () => {
  const anyWrapper = fc.constantFrom(...wrappers);
  const anyChain = fc.array(anyWrapper, {minLength: 1, maxLength: 4});
  const anyEnd = fc.oneof(
    fc.integer({min: 0, max: 255}).map(exitWith),
    fc.integer({min: 1, max: 64}).filter(number => canKill(number)),
  );

  it('lead back to the end of the command that they passed on', () => {
    fc.assert(
      fc.property(anyChain, anyEnd, (chain, end) => {
        for (const raw of passedOn(chain, [end])) {
          const {exits, signals} = lookThrough(chain, [raw], false);
          assert.ok((end & 0x7f) === 0 ? exits.includes(end >> 8) : signals.includes(end));
        }
      }),
    );
  });

  it('are inverted at once as they are one after the other, from the outside', () => {
    fc.assert(
      fc.property(anyWrapper, anyChain, anyEnd, (outermost, chain, end) => {
        const outer = lookThrough([outermost], [end], false);
        const ends = [...outer.exits.map(exitWith), ...outer.signals];
        const {exits, signals} = lookThrough(chain, ends, false);
        const whole = lookThrough([...chain, outermost], [end], false);
        assert.deepEqual([whole.exits, whole.signals], [exits, signals]);
      }),
    );
  });

  it('can have exited like that themselves: ssh alone makes 255, and flock is killed as any process', () => {
    const chain = ['timeout 5', 'ssh localhost'].map(wrapperNamed);
    const [inner, outer] = lookThrough(chain, [exitWith(255)], false).itself;
    assert.deepEqual(
      [inner?.wrapper.name, inner?.failed, outer?.wrapper.name, outer?.failed],
      ['timeout 5', true, 'ssh localhost', true],
    );
    const {itself} = lookThrough([wrapperNamed('flock F CMD')], [9], false);
    assert.deepEqual(
      itself.map(({failed, signals}) => [failed, signals]),
      [[false, [9]]],
    );
  });
});

describe('a wrapper as PID 1', () => {
  it('that raises the signal again has no success with it', () => {
    const timeout = asPid1(wrapperNamed('timeout 5'));
    assert.deepEqual(timeout.ofSignal(9), [exitWith(137)]);
    const {exits} = lookThrough([asPid1(wrapperNamed('perf stat'))], [0], true);
    assert.ok(exits.includes(0));
  });

  it('that was not measured there may make anything of a signal that PID 1 can', () => {
    assert.deepEqual(asPid1(wrapperNamed('sudo -u nobody')).ofSignal(15), [
      15,
      exitWith(143),
      0,
      exitWith(1),
    ]);
    assert.deepEqual(asPid1(wrapperNamed('npm test')).ofSignal(15), [exitWith(143)]);
  });

  it('that is replaced by its command dies by SIGSEGV where the command calls abort(3)', () => {
    assert.deepEqual(asPid1(wrapperNamed('env')).ofSignal(6), [6, 11]);
  });
});

describe('the name of a wrapper', () => {
  for (const [text, name] of [
    ['flock F CMD', 'flock F CMD'],
    ['timeout', 'timeout 5'],
    ['timeout 30', 'timeout 5'],
    ['timeout --foreground 5', 'timeout --foreground 5'],
    ['ssh example.org', 'ssh localhost'],
    ['perf stat', 'perf stat'],
    ['setsid', 'setsid (no leader)'],
    ['python3', 'python sys.exit(call)'],
    ['time', 'time (GNU)'],
    ['sh', 'dash -c'],
  ] as const)
    it(`${text} is ${name}`, () => {
      const found = findWrapper(text);
      assert.deepEqual([found?.name, found?.asked], [name, text]);
    });

  it('that nobody measured is not found', () => {
    for (const text of ['docker', '', 'tim']) assert.equal(findWrapper(text), undefined);
  });
});
