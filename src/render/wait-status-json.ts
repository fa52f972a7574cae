import type {WaitStatus} from '../parse/wait-status/wait-status.ts';
import {waitStatusText} from '../rules/words/wait-status.ts';
import type {WaitStatusJson} from './contract/common.ts';

/** A wait status as the JSON contract has it. */
export function waitStatusJson(status: WaitStatus): WaitStatusJson {
  const {leftOver, platform, ...decoded} = status;
  return {...decoded, summary: waitStatusText(status)};
}
