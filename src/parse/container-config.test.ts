import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseContainerName, parseStopSignal, parseStoredNames} from './container-config.ts';

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

const pod = {'io.kubernetes.cri.sandbox-name': 'shop-7d9f', 'io.kubernetes.cri.container-name': 'web'};

test('the name of a container', () => {
  for (const [config, expected] of [
    [{Name: '/shop-web', Config: {}}, 'shop-web'],
    [{annotations: pod}, 'shop-7d9f/web'],
    [{annotations: {'io.kubernetes.cri.sandbox-name': 'shop-7d9f'}}, 'shop-7d9f'],
    [{Name: 7, annotations: []}, undefined],
    [{}, undefined],
    [null, undefined],
  ] as const)
    assert.equal(parseContainerName(Buffer.from(JSON.stringify(config))), expected);
  assert.equal(parseContainerName(Buffer.from('{"Name":')), undefined);
});

test('what no runtime takes for a name is none', () => {
  const made = ['', 'a\u001b[31m', 'a b', '-a', '../a', 'x'.repeat(254), 7];
  for (const name of made) {
    assert.deepEqual([...parseStoredNames(Buffer.from(JSON.stringify([{id: 'ab', names: [name]}])))], []);
    assert.equal(parseContainerName(Buffer.from(JSON.stringify({Name: name}))), undefined);
  }
});
