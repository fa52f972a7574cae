import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {edgesFrom, summaryLine, untilWhy, type WhyAnswer, wakeUpsOf} from '../../support/live/why-answer.ts';

/** What `why` says of the edges from a process, apart from their evidence. */
function waitsOf(answer: WhyAnswer, waiter: number) {
  return edgesFrom(answer, waiter).map(({kind, to, certainty, input}) => ({kind, to, certainty, input}));
}

for (const prompt of ['line', 'hidden-line', 'keys'] as const)
  test(`a process that reads its terminal in the foreground waits for input, and its settings show for what: ${prompt}`, () =>
    stands('prompts.py', [prompt], async subject => {
      const waiter = subject.number('waiter');
      const answer = await untilWhy(waiter, 'the process reads its terminal', one =>
        waitsOf(one, waiter).some(({input}) => input?.kind === 'terminal' && input.prompt === prompt),
      );
      const [wait, ...more] = waitsOf(answer, waiter);
      assert.deepEqual(more, []);
      assert.deepEqual(
        {...wait, input: wait?.input?.kind},
        {
          kind: 'waits-for-input',
          to: subject.number('ender'),
          certainty: 'proven',
          input: 'terminal',
        },
      );
      assert.match(wait?.input?.kind === 'terminal' ? wait.input.path : '', /^\/dev\/pts\/\d+$/);
      assert.deepEqual(answer.roots, [waiter]);
      assert.deepEqual(wakeUpsOf(answer, waiter), [{kind: 'terminal-hangup'}]);
    }));

test('a process in the background of its terminal waits for no input', () =>
  stands('prompts.py', ['background'], async subject => {
    const waiter = subject.number('waiter');
    const answer = await untilWhy(waiter, 'the process polls', one => waitsOf(one, waiter).length > 0);
    assert.deepEqual(
      waitsOf(answer, waiter).map(({kind}) => kind),
      ['reads-terminal'],
    );
  }));

test('a process whose parent never writes to its standard input likely waits for input', () =>
  stands('prompts.py', ['unanswered'], async subject => {
    const waiter = subject.number('waiter');
    const answer = await untilWhy(waiter, 'the process sleeps in its read', one =>
      waitsOf(one, waiter).some(({kind}) => kind === 'waits-for-input'),
    );
    assert.deepEqual(waitsOf(answer, waiter), [
      {
        kind: 'waits-for-input',
        to: subject.number('ender'),
        certainty: 'likely',
        input: {kind: 'standard-input'},
      },
    ]);
    assert.match(await summaryLine(waiter), /`<\/dev\/null`/);
  }));

for (const mode of ['answered', 'pipeline'])
  test(`a process that reads a standard input which is written to waits for no input: ${mode}`, () =>
    stands('prompts.py', [mode], async subject => {
      const waiter = subject.number('waiter');
      const answer = await untilWhy(waiter, 'the process reads', one => waitsOf(one, waiter).length > 0);
      assert.deepEqual(
        waitsOf(answer, waiter).map(({kind, to}) => ({kind, to})),
        [{kind: 'reads-pipe', to: subject.number('ender')}],
      );
    }));
