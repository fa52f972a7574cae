import type {SignalHandling} from '../../snapshot/signals/handling.ts';
import type {Rule} from '../rule.ts';
import {hangupIgnored} from './hangup-ignored.ts';
import {initWithoutSigtermHandler} from './init-without-sigterm-handler.ts';
import {interruptIgnored} from './interrupt-ignored.ts';
import {pendingAndBlocked} from './pending-and-blocked.ts';
import {sigpipeIgnored} from './sigpipe-ignored.ts';
import {terminateWithoutEffect} from './terminate-without-effect.ts';

/** Several may be true of one process. */
export const signalRules: readonly Rule<SignalHandling>[] = [
  initWithoutSigtermHandler,
  terminateWithoutEffect,
  sigpipeIgnored,
  interruptIgnored,
  hangupIgnored,
  pendingAndBlocked,
];
