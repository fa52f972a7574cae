import {orUndefined} from '../../kernel/read.ts';
import type {HeldOutput, LeftBehind, LeftProcess} from '../../lifecycle/run/left-behind.ts';
import {endCommand} from '../../rules/remedies/end-command.ts';
import {closeOrExit} from '../../rules/words/closing.ts';
import {holdingPhrases} from '../../rules/words/holding-phrases.ts';
import {listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import {waitStatusText} from '../../rules/words/wait-status.ts';
import {PID_NAMESPACE} from '../../snapshot/gap-names.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {Unreadable} from '../../snapshot/ledger.ts';
import {commandText} from '../command-line.ts';
import {type Introduce, introductions} from '../introductions/introductions.ts';
import {plainStyle} from '../style.ts';
import {gapText} from '../unreadable.ts';

const NAMED = 4;

/** Lines of standard error are as long as they are. */
const PAGE = {
  style: plainStyle,
  width: Number.POSITIVE_INFINITY,
  screen: Number.POSITIVE_INFINITY,
  isTerminal: false,
};

/** The answer to SIGUSR1 while nothing is left behind. */
export const NOTHING_BY_NOW = 'nothing is left behind by now';

/**
 * What is left behind, a sentence a line: which processes, what each holds, who keeps the output open, and how to end
 * them. Empty where nothing is left.
 * @param ended the pids of what was ended since
 */
export function leftBehindLines(left: LeftBehind, ended: readonly number[] = []): string[] {
  const {processes, zombies, heldOutput, deletedFiles, unreadable} = left;
  const outputs = new Set(heldOutput.map(({descriptor}) => orUndefined(descriptor.target())));
  const living = processes.map(({process}) => process);
  const introduce = introductions(PAGE);
  return [
    ...(living.length === 0 ? [] : [`${namesOf(living)} ${living.length === 1 ? 'is' : 'are'} left behind:`]),
    ...processes.flatMap(left => processLines(left, outputs, introduce)),
    ...zombies.map(
      ({process, parent, status}) =>
        `  ${named(process)}: zombie of ${named(parent)}${status ? `, ${waitStatusText(status)}` : ''}`,
    ),
    ...deletedFiles.map(
      ({path, holders}) =>
        `  ${path}: deleted, still open in ${namesOf(holders.map(({process}) => process))}`,
    ),
    ...unreadable.flatMap(gap => unseenText(gap, living)),
    ...(heldOutput.length === 0 ? [] : [heldOutputText(heldOutput)]),
    ...(living.length === 0
      ? []
      : [ended.length > 0 ? endedText(ended) : `To end what is left: ${endCommand(living)}`]),
  ];
}

/** Of pipes, those that are procdoc's own output are named below. */
function processLines(
  {process, holds}: LeftProcess,
  outputs: ReadonlySet<string | undefined>,
  introduce: Introduce,
): string[] {
  const state = process.stat.state === 'T' ? ', stopped' : '';
  const held = holds && {...holds, pipes: holds.pipes.filter(({target}) => !outputs.has(target))};
  const phrases = held ? holdingPhrases(held) : [];
  const who = introduce(process) ?? commandText(process);
  return [`  ${named(process)}${state}: ${who}`, ...phrases.map(phrase => `    ${phrase}`)];
}

/** What other processes have open is of no concern here. */
function unseenText(gap: Unreadable, living: readonly LeftProcess['process'][]): string[] {
  if (gap.what === PID_NAMESPACE)
    return ["What is left behind isn't visible: /proc is that of another pid namespace"];
  const pids = gap.pids.filter(pid => living.some(process => process.pid === pid));
  return pids.length === 0 ? [] : [`What is left behind may hold more: ${gapText({...gap, pids})}`];
}

/** "The output is still held open by sleep (4713) fds 1, 2: …" */
function heldOutputText(held: readonly HeldOutput[]): string {
  const holders = [...groupBy(held, ({process}) => process)].map(([process, files]) => {
    const fds = files.map(({descriptor}) => descriptor.fd);
    return `${named(process)} ${fds.length === 1 ? 'fd' : 'fds'} ${fds.join(', ')}`;
  });
  const names = [...new Set(held.map(({process}) => named(process)))];
  return `The output is held open by ${listed(holders, NAMED)}: its reader sees EOF only when ${closeOrExit(names, NAMED)}.`;
}

function namesOf(processes: readonly LeftProcess['process'][]): string {
  return listed([...new Set(processes.map(process => named(process)))], NAMED);
}

function endedText(ended: readonly number[]): string {
  return `Ended by --kill-left-behind: ${ended.join(', ')}`;
}
