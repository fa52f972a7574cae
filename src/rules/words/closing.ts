import {listed} from './listed.ts';

/**
 * What has to happen before something is released, after "until" or "when": "sleep (4711) closes it or exits", "sleep
 * (4711) and cat (4712) both close it or exit".
 * @param most how many holders are named
 */
export function closeOrExit(names: readonly string[], most: number, what = 'it'): string {
  if (names.length === 1) return `${names[0]} closes ${what} or exits`;
  return `${listed(names, most)} ${names.length === 2 ? 'both' : 'all'} close ${what} or exit`;
}
