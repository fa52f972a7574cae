import type {Host, HostAnswer} from '../../rules/fleet/host.ts';
import type {Unreadable} from '../../snapshot/ledger.ts';
import type {HostContent} from '../contract/hosts.ts';
import {isoInstant} from '../instant.ts';
import {type BrokenRecording, errnoOf} from './broken.ts';

/** What every answer about several hosts has: the hosts, what could not be read there, and which recordings could not be. */
export interface FleetContent {
  readonly complete: boolean;
  readonly unreadable: readonly (Unreadable & {readonly host?: string})[];
  readonly hosts: HostContent[];
}

/** @param lookedAtOf how many processes were looked at */
export function fleetContent<T>(
  answers: readonly HostAnswer<T>[],
  broken: readonly BrokenRecording[],
  lookedAtOf: (answer: T) => number,
): FleetContent {
  const unreadable = [
    ...broken.map(one => ({what: one.file, errno: errnoOf(one), pids: []})),
    ...answers.flatMap(({host}) => host.unreadable.map(gap => ({...gap, host: host.name}))),
  ];
  return {
    complete: unreadable.length === 0,
    unreadable,
    hosts: answers.map(({host, answer}) => hostContent(host, lookedAtOf(answer))),
  };
}

function hostContent({name, file, recordedAtMs, unreadable}: Host, lookedAt: number): HostContent {
  return {
    host: name,
    recording: file,
    recordedAt: isoInstant(recordedAtMs),
    lookedAt,
    complete: unreadable.length === 0,
  };
}

/** Entries of each host, with its name. */
export function withHosts<T, Entry extends object>(
  answers: readonly HostAnswer<T>[],
  entriesOf: (answer: T) => readonly Entry[],
): (Entry & {host: string})[] {
  return answers.flatMap(({host, answer}) => entriesOf(answer).map(entry => ({...entry, host: host.name})));
}
