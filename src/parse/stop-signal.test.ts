import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseStopSignal} from './stop-signal.ts';

test('the stop signal of a container', () => {
  for (const [text, expected] of [
    ['{"annotations":{"org.opencontainers.image.stopSignal":"37"}}', '37'],
    ['{"ociVersion":"1.0.2","annotations":{"io.container.manager":"libpod"}}', null],
    ['{"Config":{"StopSignal":"SIGQUIT"}}', 'SIGQUIT'],
    ['{"Config":{"Image":"nginx"}}', null],
    ['{"Config":{"StopSignal":""}}', null],
    ['{"Config":{"StopSignal":3}}', null],
    ['{}', null],
    ['[]', null],
    ['"x"', undefined],
    ['null', undefined],
    ['', undefined],
    ['{"annotations":', undefined],
  ] as const)
    assert.equal(parseStopSignal(Buffer.from(text)), expected, text);
});
