import {SIGHUP, SIGINT, SIGPIPE, SIGTERM} from '../../parse/signals/numbers.ts';
import {signalName} from '../../parse/signals/signals.ts';
import {readSignalCases, type SignalCase} from '../../snapshot/signals/case.ts';
import {aboutProcess, findingsOf, type Inspection} from '../finding.ts';
import type {Rule} from '../rule.ts';
import {hangupIgnored} from './hangup-ignored.ts';
import {initWithoutSigtermHandler} from './init-without-sigterm-handler.ts';
import {interruptIgnored} from './interrupt-ignored.ts';
import {sigpipeIgnored} from './sigpipe-ignored.ts';
import {terminateWithoutEffect} from './terminate-without-effect.ts';

/** Several may be true of one process. */
export const signalRules: readonly Rule<SignalCase>[] = [
  initWithoutSigtermHandler,
  terminateWithoutEffect,
  sigpipeIgnored,
  interruptIgnored,
  hangupIgnored,
];

/** The signal that a rule is about, and what a list says of a process that it found. */
const findings: Readonly<Record<string, readonly [signal: number, finding: string]>> = {
  [initWithoutSigtermHandler.id]: [SIGTERM, 'is PID 1 of its pid namespace, and takes no SIGTERM'],
  [terminateWithoutEffect.id]: [SIGTERM, 'is not ended by SIGTERM'],
  [sigpipeIgnored.id]: [SIGPIPE, 'runs with SIGPIPE ignored'],
  [interruptIgnored.id]: [SIGINT, 'is not ended by Ctrl-C at its terminal'],
  [hangupIgnored.id]: [SIGHUP, 'runs with SIGHUP ignored'],
};

export const signalInspection: Inspection = {
  rules: signalRules,
  async inspect({snapshot, processes}) {
    return findingsOf(signalRules, readSignalCases(snapshot, processes), (signalCase, {rule}) => {
      const {process} = signalCase;
      const [signal = 0, finding = ''] = findings[rule] ?? [];
      return {
        subject: aboutProcess(process),
        what: `${process.comm} (${process.pid}) ${finding}.`,
        cause: `${signalName(signal)} from ${signalCase.line(signal)[0].pid}`,
        more: `procdoc tree ${process.pid}`,
      };
    });
  },
};
