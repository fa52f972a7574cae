import {printable} from '../safe-text.ts';

/** The labels of a sample; an empty value is the same as none. */
export type Labels = Readonly<Record<string, string>>;
export type Sample = readonly [labels: Labels, value: number];

/** A metric of Prometheus with its samples, none of them under the labels of another; without one, it is absent. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly samples: readonly Sample[];
}

/** How many samples a metric has at most whose labels other processes choose. */
export const MOST_SAMPLES = 20;

/** What a label has at most, in characters: the longest names of cgroups of containers fit. */
const LONGEST_LABEL = 256;

export function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return {name, help, type: 'gauge', samples};
}

export function counter(name: string, help: string, samples: readonly Sample[]): Family {
  return {name, help, type: 'counter', samples};
}

/** A number without labels: absent where it isn't known. */
export function number(value: number | null | undefined): Sample[] {
  return value === null || value === undefined ? [] : [[{}, value]];
}

/** Text of another process as the value of a label: safe to print, and of bounded length, of which the end says most. */
export function labelValue(text: string): string {
  const safe = printable(text);
  return safe.length <= LONGEST_LABEL ? safe : `…${safe.slice(1 - LONGEST_LABEL)}`;
}
