import {boolean, string} from '@oclif/core/flags';
import {examplesOf} from '../examples.ts';
import {UsageError} from '../failures.ts';
import {type AskedOutput, requiredOutput} from '../required-output.ts';

/** What `procdoc record` is for. */
export const recordExamples = examplesOf(
  ['The whole machine; run it as root to see all of it', 'procdoc record -o host.procdoc'],
  ['Answer from it later, anywhere', 'procdoc zombies --from host.procdoc'],
  ['Only what concerns process 4711, with its words redacted', 'procdoc record 4711 --redact -o x.procdoc'],
  ['Compressed, over ssh', 'ssh host procdoc record -o - | gzip > host.procdoc.gz'],
  ['Answer from a compressed recording', 'gunzip < host.procdoc.gz | procdoc zombies --from -'],
  ['Of a host or container that has no procdoc', 'procdoc record --script | ssh host sh > host.procdoc'],
);

const fileDescription = 'the file to write, readable only by you; "-" is standard output';

export const recordFlags = {
  output: string({char: 'o', helpValue: 'FILE', description: fileDescription}),
  redact: boolean({description: 'replace words of arguments, paths and user names by tokens'}),
  script: boolean({
    description: 'print a shell script that records a machine without procdoc, and nothing else',
  }),
};

/**
 * The script is the same for every machine, and asks this one nothing: it can do nothing else that is asked.
 * @param asked the values of flags and arguments, by the words of the command line
 */
export function requireNothingBesideScript(asked: Readonly<Record<string, unknown>>): void {
  for (const [word, value] of Object.entries(asked))
    if (value !== undefined && value !== false)
      throw new UsageError({kind: 'flags-exclude-each-other', flags: [word, '--script']});
}

/** The file that is to be written. */
export function requiredFile(asked: AskedOutput): string {
  return requiredOutput(asked, fileDescription, 'recording-on-terminal');
}
