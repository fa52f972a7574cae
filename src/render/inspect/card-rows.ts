import {freshnessText} from '../../rules/words/freshness.ts';
import {holdingPhrases} from '../../rules/words/holding-phrases.ts';
import {listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import type {Card} from '../../snapshot/cards/card.ts';
import {pseudoterminalOf} from '../../snapshot/device.ts';
import type {Process} from '../../snapshot/process.ts';
import {starterText} from '../introductions/starter-text.ts';
import {counted} from '../page.ts';
import {sigchldAnswer} from '../sigchld/text.ts';
import {headOf} from '../why/summary.ts';
import {connectionPhrases} from './connection-text.ts';

/** How many ancestors and children a line names. */
const NAMED = 6;

/** What a card says of one side of a process; without texts, it has nothing to say. */
export interface CardRow {
  readonly label: string;
  readonly texts: readonly string[];
}

/** What a card says below its first line, apart from what was found. */
export function cardRows(card: Card): CardRow[] {
  const {process, chain, starters} = card;
  return [
    {label: 'code', texts: codeTexts(card)},
    {label: 'from', texts: [...starters.map(starterText), ...terminalText(process)]},
    {label: 'ancestors', texts: [lineText(card)]},
    {label: 'state', texts: process.isZombie() ? [] : [headOf(chain)]},
    {label: 'holds', texts: holdTexts(card)},
    {label: 'SIGCHLD', texts: sigchldTexts(card)},
    {label: 'children', texts: [childrenText(card)]},
  ];
}

function terminalText({stat}: Process): string[] {
  const terminal = pseudoterminalOf(stat.terminal);
  return terminal === undefined ? [] : [`at the terminal /dev/pts/${terminal}`];
}

/** Whether it runs what is on disk: of its script, and where the file is gone that it executes. */
function codeTexts({script, programIsGone, program}: Card): string[] {
  const gone = programIsGone === true ? [`${program} was deleted or replaced since the process started`] : [];
  if (!script || script.reason?.kind === 'no-script-file') return gone;
  const {freshness, reason} = script;
  if (freshness === 'fresh') return [...gone, 'the script is the one on disk'];
  return [...gone, `${freshness}${reason ? `: ${freshnessText(reason)}` : ''}`];
}

/** A zombie and a thread of the kernel do nothing with it. */
function sigchldTexts({process, sigchld}: Card): string[] {
  if (sigchld) return [sigchldAnswer(sigchld)];
  if (process.isZombie() || process.stat.kernelThread) return [];
  return ["unknown: its signals can't be read"];
}

/** "systemd (1) → bash (400) → python3 (411)", with what adopted a process of the line. */
function lineText({process, ancestors, orphanhoods}: Card): string {
  if (ancestors.length === 0) return 'none is visible from here';
  const line = [...ancestors].reverse();
  const shown = line.length > NAMED ? [...line.slice(0, 2), undefined, ...line.slice(3 - NAMED)] : line;
  const names = [...shown, process].map(one => {
    if (!one) return `${line.length - NAMED + 1} more`;
    const orphanhood = orphanhoods.get(one);
    return orphanhood ? `[a process that has exited, ${orphanhood.certainty}] → ${named(one)}` : named(one);
  });
  return names.join(' → ');
}

function holdTexts(card: Card): string[] {
  const {holds, deleted, process} = card;
  if (!holds) return ["unknown: its descriptors can't be listed"];
  const files = deleted.map(({path, bytes, holders}) => {
    const fds = holders.filter(one => one.process === process).map(({descriptor}) => descriptor.fd);
    return `deleted file ${path} (${bytes} bytes, fd ${fds.join(', ')})`;
  });
  const [locks, listeners, pipes] = (['locks', 'listeners', 'pipes'] as const).map(kind =>
    holdingPhrases({locks: [], listeners: [], pipes: [], [kind]: holds[kind]}),
  );
  return [...(listeners ?? []), ...connectionPhrases(card), ...(locks ?? []), ...files, ...(pipes ?? [])];
}

function childrenText({children}: Card): string {
  if (children.length === 0) return 'none';
  const zombies = children.filter(child => child.isZombie());
  const living = children.filter(child => !zombies.includes(child));
  const groups = [
    ...(zombies.length === 0 ? [] : [`${counted(zombies.length, 'zombie')}: ${namesOf(zombies)}`]),
    ...(living.length === 0 ? [] : [`${living.length} alive: ${namesOf(living)}`]),
  ];
  return groups.join('; ');
}

function namesOf(processes: readonly Process[]): string {
  return listed(processes.map(named), NAMED);
}
