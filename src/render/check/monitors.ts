import type {Judgement} from '../../policy/judgement.ts';
import {nagiosStates, nagiosText} from './nagios.ts';
import {npdStates, npdText} from './npd.ts';

/** How a monitor that runs a plugin wants it to end, and to say that it could not even begin. */
interface Monitor {
  readonly states: Readonly<Record<Judgement['status'], 0 | 1 | 2 | 3>>;
  readonly unknown: (text: string) => string;
}

/** The formats of monitors that read standard output and the exit status only. */
export const monitors: Readonly<Record<'nagios' | 'npd', Monitor>> = {
  nagios: {states: nagiosStates, unknown: text => nagiosText('unknown', text)},
  npd: {states: npdStates, unknown: npdText},
};

/** The monitor that a format is for; undefined for any other format. */
export function monitorOf(format: string | undefined): Monitor | undefined {
  return format === 'nagios' || format === 'npd' ? monitors[format] : undefined;
}
