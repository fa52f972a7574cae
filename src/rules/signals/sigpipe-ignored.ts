import {SIGPIPE} from '../../parse/signals/numbers.ts';
import {type Evidence, seenIn} from '../../snapshot/evidence.ts';
import {conductOf} from '../../snapshot/programs/conduct.ts';
import type {SignalHandling} from '../../snapshot/signals/handling.ts';
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
    const {process} = handling;
    const program = handling.program();
    if (program === undefined) return undefined;
    if (program === 'filter' && handling.writesIntoPipe() === false) return undefined;
    const line = handling.line();
    const [eldest] = line;
    // A fish ignores SIGPIPE itself, and gives its children the default.
    if (conductOf(process)?.ignoresSigpipe) return undefined;
    // systemd starts services with SIGPIPE ignored by default (IgnoreSIGPIPE=): of their shells that is no news.
    if (program === 'shell' && handling.isFromSystemd()) return undefined;
    const isSeen = process.exe().ok && (program === 'shell' || handling.writesIntoPipe() === true);
    const origin = eldest === process ? undefined : named(eldest);
    const {comm} = process;
    return {
      unseen: isSeen ? undefined : 'something',
      why: `${comm}, a ${program}, was started with SIGPIPE ignored${origin ? `: inherited from ${origin}` : ''}. ${effects[program](comm)}`,
      evidence: [
        setHas(process, 'SigIgn', SIGPIPE),
        ...eldersHave(line, 'SigIgn', SIGPIPE),
        programEvidence(process, `a ${program}`),
        ...(program === 'filter' ? outputOf(handling) : []),
      ],
      remedy: `Make ${origin ?? `the program that starts ${comm}`} reset SIGPIPE in its children before execve(2) (Python: subprocess instead of os.system(), and no restore_signals=False; systemd: IgnoreSIGPIPE=no), or start ${comm} with env --default-signal=PIPE. A shell can't reset a signal that it was started with ignored.`,
    };
  },
};

const effects = {
  shell: (comm: string) => `Every program that ${comm} starts inherits that, and no trap can reset it.`,
  filter: (comm: string) =>
    `When its reader exits, ${comm} gets EPIPE instead of the signal, and complains or keeps writing.`,
};

/** The pipe or socket that its standard output leads into, where that is seen. */
function outputOf({process, standardOutput, writesIntoPipe}: SignalHandling): Evidence[] {
  const target = standardOutput();
  return writesIntoPipe() && target ? [seenIn(process.pid, 'fd/1', null, target)] : [];
}
