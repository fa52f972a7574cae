import {grouped} from '../../rules/words/listed.ts';
import type {MachineFacts} from '../../snapshot/machine/machine-facts.ts';
import {durationText} from '../duration.ts';
import {isoInstant} from '../instant.ts';
import {counted} from '../page.ts';
import {html, type Markup} from './markup.ts';

/** Where what is on the page comes from. */
export interface Origin {
  /** The name of the machine. */
  readonly host: string;
  /** The file of the recording that it was read from; null: the machine itself. */
  readonly recording: string | null;
  readonly isRedacted: boolean;
  /** The words of the command line that it is about; none: the whole machine. */
  readonly targets: readonly string[];
  /** Of procdoc. */
  readonly version: string;
}

/** What machine the page is about, as a table. */
export function machineMarkup(facts: MachineFacts, origin: Origin): Markup {
  const {kernel, architecture, bootedAtMs, takenAtMs, uid, processes, kernelThreads} = facts;
  const {host, recording, isRedacted, targets, version} = origin;
  const up = bootedAtMs === null ? '' : `, ${durationText((takenAtMs - bootedAtMs) / 1000)} before`;
  const threads = counted(kernelThreads, 'thread of the kernel', 'threads of the kernel');
  const rows: Array<readonly [string, string]> = [
    ['Host', host],
    ['Looked at', timeText(takenAtMs)],
    ['About', targets.length === 0 ? 'the whole machine' : targets.join(' ')],
    ['Kernel', kernel === null ? "can't be read" : `Linux ${kernel}`],
    ['Architecture', architecture],
    ['Booted', bootedAtMs === null ? "can't be read" : `${timeText(bootedAtMs)}${up}`],
    ['Processes', `${grouped(processes)}${kernelThreads === 0 ? '' : ` and ${threads}`}`],
    ['Looked at by', uid === 0 ? 'root' : `UID ${uid}`],
    ['Read from', recording === null ? '/proc' : `a recording: ${recording}`],
    ['Redacted', isRedacted ? 'yes: words of arguments, paths and user names are tokens' : 'no'],
    ['Written by', `procdoc ${version}`],
  ];
  return html`<table class="facts"><tbody>${rows.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`,
  )}</tbody></table>`;
}

/** "2026-03-01 12:30:00 UTC". */
export function timeText(ms: number): string {
  const iso = isoInstant(ms);
  return iso === null ? 'at an unknown time' : `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
