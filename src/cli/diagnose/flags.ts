import {boolean} from '@oclif/core/flags';
import {defaultFoundColumns, foundColumns} from '../../render/fleet/columns.ts';
import {selectionFlags, settleFlag} from '../diagnosis-flags.ts';
import {examplesOf} from '../examples.ts';
import {evidenceFlag, listingFlags} from '../listing-flags.ts';
import {severalFrom} from '../source.ts';

/** What `procdoc diagnose -h` and procdoc-diagnose(1) say of the command as a whole. */
export const diagnoseDescription = `Without PID, checks the whole machine. With PID, checks that process, everything below it, and what is left in a session or process group that one of them leads.

Findings about one culprit are a case. Each case has a line, the worst first; then the worst three are shown in full, with what to do and the command that shows more. Of a PID that is asked about, and with --full, all are. A rule that could not see everything is reported as not checked everywhere: it has not passed. Exits with status 1 if something was found.

SEVERAL HOSTS

With several recordings (--from, repeated, or a folder of them), every host is checked, and what is found stands by rule, with the hosts, the worst first; -o prints a row for each rule on each host. A host has the name that its recording shows, or else that of the file. Recordings that can't be read are named on standard error; the status is then 3 where nothing was found.`;

/** What `procdoc diagnose` is for. */
export const diagnoseExamples = examplesOf(
  ["What's wrong here", 'procdoc diagnose'],
  [
    'Only errors and warnings of one job, with the evidence',
    'procdoc diagnose 4711 --severity warning --evidence',
  ],
  ['Only zombies and locks', 'procdoc diagnose --rule zombies --rule locks'],
  [
    'Rules and headlines, for a script',
    `procdoc diagnose --json | jq -r '.findings[] | [.rule, .what] | @tsv'`,
  ],
  ['Of all hosts whose recordings are in a folder', 'procdoc diagnose --from recordings/'],
);

export const diagnoseFlags = {
  ...selectionFlags,
  evidence: evidenceFlag,
  full: boolean({description: 'show every case in full, also where the whole machine is checked'}),
  settle: settleFlag,
  ...listingFlags(foundColumns, defaultFoundColumns),
  from: severalFrom,
};
