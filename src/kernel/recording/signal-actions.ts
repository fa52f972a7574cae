import type {SignalAction} from '../syscalls.ts';
import {Fields, fieldsLine} from './fields.ts';
import {linesCodec} from './line-codec.ts';

/** The form of a line that procdoc writes. Of thousands of lines, a pattern takes half the time of `Fields`. */
const actionForm =
  /^pid=(\d{1,9}) handler=(0x[\da-f]+) startTicks=(\d{1,15}) flags=(\d{1,15}) childSubreaper=(true|false)$/;

/** Signal actions by pid. */
export const signalActionsCodec = linesCodec<readonly [pid: number, SignalAction]>(
  ([pid, {handler, ...action}]) => fieldsLine({pid, handler: `0x${handler.toString(16)}`, ...action}),
  line => {
    const [, pid, handler = '', startTicks, flags, childSubreaper] = actionForm.exec(line) ?? [];
    if (pid !== undefined)
      return [
        Number(pid),
        {
          handler: BigInt(handler),
          startTicks: Number(startTicks),
          flags: Number(flags),
          childSubreaper: childSubreaper === 'true',
        },
      ];
    const fields = new Fields(line);
    const action = {
      handler: fields.bigint('handler'),
      startTicks: fields.number('startTicks'),
      flags: fields.number('flags'),
      childSubreaper: fields.oneOf('childSubreaper', ['true', 'false']) === 'true',
    };
    return [fields.number('pid'), action];
  },
  /^(?!\|pid=\d{1,9} handler=0x[\da-f]+ startTicks=\d{1,20} flags=\d{1,20} childSubreaper=(?:true|false)$)./m,
);
