import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {decodeEvent, kinds, record, signalRecord} from './event-record.ts';

const GROUP_EXIT = 4;

/** A record with these words, by their offsets, and these texts. */
function recordOf(
  words: Readonly<Record<number, number | bigint>>,
  texts: Readonly<Record<number, string>> = {},
): Buffer {
  // Records are parts of a larger memory, so that they begin anywhere.
  const data = Buffer.alloc(8 + signalRecord.size);
  for (const [at, value] of Object.entries(words)) data.writeBigUInt64LE(BigInt(value), 8 + Number(at));
  for (const [at, text] of Object.entries(texts)) data.write(text, 8 + Number(at), 'latin1');
  return data;
}

const common = {[record.time]: 5, [record.pid]: 42, [record.startBoottimeNs]: 1_239_999_999};
const texts = {[record.comm]: 'sh\0'};
const process = {pid: 42, startTicks: 123, comm: 'sh'};

describe('a record', () => {
  it('of a fork has the child, and its parent', () => {
    const data = recordOf({...common, [record.kind]: kinds.fork, [record.ppid]: 7}, texts);
    assert.deepEqual(decodeEvent(data, 8), {type: 'fork', at: 5, process, ppid: 7});
  });

  it('of an exit has the status of the group where the group exits, and else that of the main thread', () => {
    const exit = {...common, [record.kind]: kinds.exit, [record.ppid]: 7, [record.exitCode]: 0x300};
    const group = {[record.groupFlags]: GROUP_EXIT, [record.groupExitCode]: 9};
    const statusOf = (words: Record<number, number>) => {
      const event = decodeEvent(recordOf(words, texts), 8);
      return event?.type === 'exit' ? event.status : undefined;
    };
    assert.equal(statusOf({...exit, ...group}), 9);
    assert.equal(statusOf(exit), 0x300);
  });

  it('of another kind is no event', () => {
    assert.equal(decodeEvent(recordOf(common, texts), 8), undefined);
  });

  const signal = {
    ...common,
    [record.kind]: kinds.signal,
    [signalRecord.signal]: 15,
    [signalRecord.runningPid]: 99,
    [signalRecord.runningStartNs]: 10_000_000,
    [signalRecord.commandLength]: 7,
  };
  const names = {...texts, [signalRecord.runningComm]: 'kill\0', [signalRecord.command]: 'kill\x0042'};
  const signalOf = (words: Record<number, number | bigint>) => {
    const event = decodeEvent(recordOf({...signal, ...words}, names), 8);
    return event?.type === 'signal' ? event : undefined;
  };

  it('of a signal has the process that sent it, with the beginning of its arguments', () => {
    const sender = {pid: 99, startTicks: 1, comm: 'kill', command: 'kill\x0042', exiting: false};
    assert.deepEqual(signalOf({})?.sender, sender);
    assert.deepEqual(signalOf({[signalRecord.commandLength]: 0})?.sender?.command, undefined);
    assert.equal(signalOf({[signalRecord.runningFlags]: 4})?.sender?.exiting, true);
  });

  it('of a signal has no sender where the kernel sent it, or a timer, a queue or a fault', () => {
    const address = 0xffff_8880_0000_1000n;
    const sentBy = (info: number | bigint, code: number) =>
      signalOf({[signalRecord.info]: info, [signalRecord.code]: BigInt.asUintN(32, BigInt(code))})?.sender
        ?.pid;
    // SI_USER, SI_TKILL, SI_QUEUE; and what runs when there is no siginfo.
    assert.deepEqual(
      [0, -6, -1].map(code => sentBy(address, code)),
      [99, 99, 99],
    );
    assert.equal(sentBy(0, 0), 99);
    assert.equal(sentBy(1, 0), undefined);
    // SI_TIMER, SI_MESGQ, SI_KERNEL, SEGV_MAPERR.
    assert.deepEqual(
      [-2, -3, 128, 1].map(code => sentBy(address, code)),
      Array(4).fill(undefined),
    );
  });

  it('of a signal says whether it is merged with a pending one, and whether the process exits by it', () => {
    assert.deepEqual(
      [0, 2, 4].map(result => signalOf({[signalRecord.result]: result})?.result),
      ['delivered', 'merged', 'delivered'],
    );
    const exiting = (code: number) =>
      signalOf({[record.groupFlags]: GROUP_EXIT, [record.groupExitCode]: code})?.fatal;
    assert.deepEqual([exiting(15), exiting(9), signalOf({})?.fatal], [true, false, false]);
  });
});
