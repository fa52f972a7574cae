import {SIGPIPE} from '../../parse/signals/numbers.ts';
import {type Evidence, seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import type {SignalHandling} from '../../snapshot/signals/handling.ts';
import {ignoredSigpipe} from '../../snapshot/signals/ignored-sigpipe.ts';
import {standardOutput} from '../../snapshot/signals/output.ts';
import type {Rule} from '../rule.ts';
import {headlineOf} from '../words/headline.ts';
import {named} from '../words/named.ts';
import {programEvidence} from '../words/program-evidence.ts';
import {eldersHave, setHas} from '../words/signal-evidence.ts';

/** SIGPIPE ends a filter when its reader exits; with SIGPIPE ignored the filter gets EPIPE, and complains or writes on. */
export const sigpipeIgnored: Rule<SignalHandling> = {
  id: 'signals/sigpipe-ignored',
  severity: 'warning',
  title: "SIGPIPE is ignored, so pipelines don't stop when the reader exits",
  claims: 'moment',
  needs: ['status'],
  headline: subjects => headlineOf(subjects, 'runs with SIGPIPE ignored', 'run with SIGPIPE ignored'),
  check(handling) {
    if (handling.signal !== SIGPIPE || !handling.isIgnored) return undefined;
    const found = ignoredSigpipe(handling);
    if (!found) return undefined;
    const {process} = handling;
    const {program, mayBeOwn} = found;
    const line = handling.line();
    const [eldest] = line;
    const isSeen = process.exe().ok && !mayBeOwn;
    const origin = eldest === process ? undefined : named(eldest);
    const how = origin ? `: inherited from ${origin}` : mayBeOwn ? ", or its script has trap '' PIPE" : '';
    const {comm} = process;
    return {
      unseen: isSeen ? undefined : 'something',
      severity: mayBeOwn ? 'info' : undefined,
      why: `${comm}, a ${program}, was started with SIGPIPE ignored${how}. ${effects[program](comm)}`,
      evidence: [
        setHas(process, 'SigIgn', SIGPIPE),
        ...eldersHave(line, 'SigIgn', SIGPIPE),
        programEvidence(process, `a ${program}`),
        ...(program === 'filter' ? outputOf(process) : []),
      ],
      remedy: `Make ${origin ?? `the program that starts ${comm}`} reset SIGPIPE in its children before execve(2) (Python: subprocess instead of os.system(), and no restore_signals=False; systemd: IgnoreSIGPIPE=no), or start ${comm} with env --default-signal=PIPE. A shell can't reset a signal that it was started with ignored.`,
    };
  },
};

const effects = {
  shell: (comm: string) =>
    `Every program that ${comm} starts inherits that, and no trap can reset what it was started with.`,
  filter: (comm: string) =>
    `When its reader exits, ${comm} gets EPIPE instead of the signal, and complains or keeps writing.`,
};

/** The pipe or socket that its standard output leads into. */
function outputOf(process: Process): Evidence[] {
  const target = standardOutput(process);
  return target ? [seenIn(process.pid, 'fd/1', null, target)] : [];
}
