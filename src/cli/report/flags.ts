import {boolean, string} from '@oclif/core/flags';
import {settleFlag} from '../diagnosis-flags.ts';
import {examplesOf} from '../examples.ts';
import {type AskedOutput, requiredOutput} from '../required-output.ts';

/** What `procdoc report -h` and procdoc-report(1) say of the command as a whole. */
export const reportDescription = `One file for a colleague who has no procdoc: it opens from disk in any browser, asks no server for anything, and can be read on a phone and on paper. It begins with a sentence that says what is wrong. Below it: every finding with its evidence, what to do and the page of its rule; who waits for whom and who holds what, as drawings and as tables; the zombies by parent; the tree of processes, to fold, search and filter; facts of the machine; what could not be seen; and the answers of diagnose, zombies and tree as JSON, to download.

Without TARGET, the page is about the whole machine. With TARGET, as procdoc-inspect(1) has it, it is about these processes, everything below them, and what is left in a session or process group that one of them leads; the first five of them have a card, as inspect shows it. With --from FILE, it is about the machine of a recording.

REDACTING

The page has command lines, paths and user names; its file is readable only by you. With --redact, each word of these is replaced by a token, as procdoc-record(1) describes it. A redacted page is made from one look at the machine: what takes two is less certain on it.

EXIT STATUS

0  nothing was found
1  something was found
2  the command line is wrong
3  no such process, nothing could be looked at, or the file can't be written
70  a bug in procdoc`;

/** What `procdoc report` is for. */
export const reportExamples = examplesOf(
  ['What is wrong here, for a colleague', 'procdoc report -o report.html'],
  ['Of nginx and what is below it', 'procdoc report nginx -o nginx.html'],
  ['Of a machine that was recorded', 'procdoc report --from host.procdoc -o report.html'],
  ['For a public issue', 'procdoc report 4711 --redact -o report.html'],
  ['Of another host', 'ssh host procdoc report -o - > host.html'],
);

const fileDescription = 'the page to write, readable only by you; "-" is standard output';

export const reportFlags = {
  output: string({char: 'o', helpValue: 'FILE', description: fileDescription}),
  redact: boolean({description: 'replace words of arguments, paths and user names by tokens'}),
  settle: settleFlag,
};

/** The file that is to be written. */
export function requiredPage(asked: AskedOutput): string {
  return requiredOutput(asked, fileDescription, 'page-on-terminal');
}
