import {option} from '@oclif/core/flags';
import {UsageError} from '../cli/failures.ts';
import {asksForListing, listingFlags, listingOf} from '../cli/listing-flags.ts';
import {type Answer, ProcdocCommand} from '../cli/procdoc-command.ts';
import {textArgument} from '../cli/values.ts';
import {readStandardInput} from '../kernel/standard-input.ts';
import {PLATFORMS} from '../parse/signals.ts';
import {READINGS, readStatus, type StatusReading} from '../parse/status-readings.ts';
import {decodeText} from '../parse/text.ts';
import {columnLines} from '../render/columns.ts';
import {defaultStatusColumns, statusColumns} from '../render/decode-status/columns.ts';
import {decodeStatusJson} from '../render/decode-status/json.ts';
import {decodeStatusText} from '../render/decode-status/text.ts';

export default class DecodeStatus extends ProcdocCommand<typeof DecodeStatus> {
  static override summary = 'Say what a wait status, $?, returncode or exit code means';
  static override description =
    'Without --as, a number is a raw wait status as waitpid(2) fills it in, taken apart as <sys/wait.h> does. Where it is more likely something else, that is said too: 137 is not what the kernel delivers, but $? of a shell. Hexadecimal, decimal, 0o and 0b are read; "-" reads lines from standard input.';
  static override examples = [
    {
      description: 'A raw status, as strace or a zombie shows it',
      command: '<%= config.bin %> <%= command.id %> 0x8000',
    },
    {description: 'What a CI job ended with', command: '<%= config.bin %> <%= command.id %> --as shell 137'},
    {
      description: 'Of Python, and of a container',
      command: '<%= config.bin %> <%= command.id %> --as python -15',
    },
    {
      description: 'Many at once',
      command: 'cut -f3 statuses.tsv | <%= config.bin %> <%= command.id %> - -o input,summary',
    },
  ];
  static override args = {
    status: textArgument({
      required: true,
      multiple: true,
      description: 'statuses to decode, as 0x8000, 137, -9; "-" for those on standard input',
    }),
  };
  static override flags = {
    ...listingFlags(statusColumns),
    as: option({options: READINGS, default: 'wait' as const, description: 'what the number is'})(),
    platform: option({options: PLATFORMS, default: 'linux' as const, description: 'whose signal numbers'})(),
  };

  protected override async answer(): Promise<Answer> {
    const listing = asksForListing(this.flags)
      ? listingOf(this.flags, statusColumns, defaultStatusColumns)
      : undefined;
    const given = this.args.status as unknown as string[];
    const readings = given
      .flatMap(text => (text === '-' ? linesOf(readStandardInput()) : [text]))
      .map(text => this.#read(text));
    return {
      json: decodeStatusJson(readings),
      lines: page => (listing ? columnLines(readings, listing, page) : decodeStatusText(readings, page)),
      exitStatus: 0,
    };
  }

  #read(text: string): StatusReading {
    const result = readStatus(text, this.flags.as, this.flags.platform);
    if (!result.ok) throw new UsageError(result.problem);
    return result.reading;
  }
}

/** One status a line; empty lines say nothing. */
function linesOf(bytes: Buffer): string[] {
  return decodeText(bytes)
    .split('\n')
    .filter(line => line.trim() !== '');
}
