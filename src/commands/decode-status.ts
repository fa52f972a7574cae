import {examplesOf} from '../cli/examples.ts';
import {UsageError} from '../cli/failures.ts';
import {askedListing, listingFlags} from '../cli/listing-flags.ts';
import {type Answer, type LongAnswer, ProcdocCommand} from '../cli/procdoc-command.ts';
import {givenTexts, STANDARD_INPUT} from '../cli/statuses/given-texts.ts';
import {statusFlags, statusReader} from '../cli/statuses/status-flags.ts';
import {notAStatus, statusStream} from '../cli/statuses/status-stream.ts';
import {textArgument} from '../cli/text-argument.ts';
import {readStatuses} from '../parse/status-readings/status-readings.ts';
import {defaultStatusColumns, statusColumns} from '../render/decode-status/columns.ts';
import {decodeStatusJson} from '../render/decode-status/json.ts';
import {decodeStatusText} from '../render/decode-status/text.ts';
import {isByLine, listingLines} from '../render/listings/columns.ts';

export default class DecodeStatus extends ProcdocCommand<typeof DecodeStatus> {
  static override summary = 'Explain a wait status, $?, returncode or exit code';
  static override description =
    'Without --as, a number is read as a raw wait status from waitpid(2), decoded by the macros of <sys/wait.h>, unless another reading is likelier: the kernel never delivers 137, but a shell sets $? to 137 after SIGKILL. The raw reading then stands below the likely one. Numbers are hexadecimal (0x), decimal, octal (0o) or binary (0b). Of a line of words, the one number or signal that is its status is taken.\n\nWRAPPERS\n\n--through asks what became of the command inside programs that pass its end on in their own way. What 279 forms of them make of each end was measured on Debian 12; the answer names the form and the version. The innermost wrapper comes first. Under --as container, the outermost is PID 1, where a signal that it sends itself has no effect.';
  static override examples = examplesOf(
    ['A raw status, as strace or a zombie shows it', 'procdoc decode-status 0x8000'],
    ['A line of a log, as it is', "procdoc decode-status 'Exited (137) 3 minutes ago'"],
    ['The exit code of a CI job', 'procdoc decode-status --as shell 137'],
    ['A returncode of Python', 'procdoc decode-status --as python -15'],
    ['What became of a command under timeout, over ssh', 'procdoc decode-status 255 --through timeout,ssh'],
    ['Many statuses, a line each', 'procdoc decode-status - -o input,summary < statuses'],
  );
  static override args = {
    status: textArgument({
      required: true,
      multiple: true,
      description:
        'a status to explain: 0x8000, 137, -9, or a line with one; "-" reads one per line from standard input',
    }),
  };
  static override flags = {
    ...listingFlags(statusColumns, defaultStatusColumns),
    ...statusFlags,
  };

  protected override async answer(): Promise<Answer | LongAnswer> {
    const {all, json} = this.flags;
    const words = this.args.status as unknown as string[];
    const read = await statusReader(this.flags);
    const listing = askedListing(this.flags, statusColumns, defaultStatusColumns);
    const given = givenTexts(words);
    if (words.includes(STANDARD_INPUT) && (!listing || isByLine(listing)))
      return statusStream(given, read, {schema: json ? `procdoc/${this.id}@1` : undefined, listing, all});
    const {readings, refused} = readStatuses([...given].flat(), read);
    const problems = refused.map(notAStatus);
    if (readings.length === 0 && problems[0] !== undefined && problems.length === 1)
      throw new UsageError(problems[0]);
    return {
      json: () => decodeStatusJson(readings, refused),
      lines: page =>
        listing ? listingLines(readings, listing, page) : decodeStatusText(readings, page, all),
      problems,
      exitStatus: refused.length === 0 ? 0 : 2,
    };
  }
}
