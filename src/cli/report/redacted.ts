import {basename} from 'node:path';
import {machineOfParts} from '../../kernel/recorded/recorded-machine.ts';
import type {Process} from '../../snapshot/process.ts';
import {Snapshot} from '../../snapshot/snapshot.ts';
import type {OnSurveyed} from '../../snapshot/survey/survey.ts';
import {takeRecording} from '../../snapshot/survey/take-recording.ts';
import type {Vantage} from '../../snapshot/vantage.ts';
import {askingAll} from '../record/asking-all.ts';

/**
 * A snapshot of the same machine in which words of other people are tokens: of a redacted recording, made in memory. What
 * it says to type is for where the machine itself was looked at.
 * @param onRecorded to be called after each process
 * @param asked what the answer is about; undefined: the whole machine
 */
export async function redactedSnapshot(
  snapshot: Snapshot,
  asked: readonly Process[] | undefined,
  mount: string,
  onRecorded: OnSurveyed,
): Promise<Snapshot> {
  const askMore = askingAll(asked?.map(({pid}) => pid));
  const wish = {asked, mount, redacted: true, askMore, comments: [], onRecorded};
  const {parts} = await takeRecording(snapshot, wish);
  return new Snapshot(machineOfParts(parts), namelessly(snapshot.vantage));
}

/** Without the folders of a recording, whose names are those of who has it. */
function namelessly(vantage: Vantage): Vantage {
  const isRecorded = vantage.pids === 'recorded';
  return {...vantage, flags: isRecorded ? vantage.flags.map(word => basename(word)) : vantage.flags};
}
