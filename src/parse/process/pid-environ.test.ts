import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseEnvironment, parseSystemdEnvironment} from './pid-environ.ts';

const nothing = {
  execPid: undefined,
  invocationId: undefined,
  listenPid: undefined,
  listenFds: undefined,
  listenNames: [],
};

test('the variables of systemd are found among others', () => {
  const text =
    'A=1\0SYSTEMD_EXEC_PID=32\0INVOCATION_ID=f4e3\0LISTEN_PID=32\0LISTEN_FDS=2\0LISTEN_FDNAMES=a.socket:b\0';
  assert.deepEqual(parseSystemdEnvironment(Buffer.from(text)), {
    execPid: 32,
    invocationId: 'f4e3',
    listenPid: 32,
    listenFds: 2,
    listenNames: ['a.socket', 'b'],
  });
});

test('what is no number, no entry, or has another name is nothing', () => {
  for (const text of [
    '',
    '\0\0',
    'LISTEN_PID',
    'LISTEN_PID=',
    'LISTEN_PID=-1',
    'XLISTEN_PID=1',
    'A=\nLISTEN_PID=1',
    '\xff=1',
  ])
    assert.deepEqual(parseSystemdEnvironment(Buffer.from(text, 'latin1')), nothing, text);
});

test('a variable that is asked for has all that follows its first equals sign', () => {
  const bytes = Buffer.from('rename=1\0name=a=b\nc\0other=2\0');
  assert.deepEqual([...parseEnvironment(bytes, ['name', 'none'])], [['name', 'a=b\nc']]);
});
