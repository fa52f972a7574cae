import {option} from '@oclif/core/flags';
import {examplesOf} from '../cli/examples.ts';
import {givenTexts} from '../cli/given-texts.ts';
import {listingFlags, tableOf} from '../cli/listing-flags.ts';
import {type Answer, ProcdocCommand} from '../cli/procdoc-command.ts';
import {textArgument} from '../cli/values.ts';
import {PLATFORMS} from '../parse/signals/signals.ts';
import {READINGS, readStatuses} from '../parse/status-readings/status-readings.ts';
import {defaultStatusColumns, statusColumns} from '../render/decode-status/columns.ts';
import {decodeStatusJson} from '../render/decode-status/json.ts';
import {decodeStatusText} from '../render/decode-status/text.ts';

export default class DecodeStatus extends ProcdocCommand<typeof DecodeStatus> {
  static override summary = 'Explain a wait status, $?, returncode or exit code';
  static override description =
    'Without --as, a number is read as a raw wait status from waitpid(2), decoded by the macros of <sys/wait.h>, unless another reading is likelier: the kernel never delivers 137, but a shell sets $? to 137 after SIGKILL. The raw reading then stands below the likely one. Numbers are hexadecimal (0x), decimal, octal (0o) or binary (0b).';
  static override examples = examplesOf(
    ['A raw status, as strace or a zombie shows it', 'procdoc decode-status 0x8000'],
    ['The exit code of a CI job', 'procdoc decode-status --as shell 137'],
    ['A returncode of Python', 'procdoc decode-status --as python -15'],
    ['Many statuses, a line each', 'procdoc decode-status - -o input,summary < statuses'],
  );
  static override args = {
    status: textArgument({
      required: true,
      multiple: true,
      description: 'a status to explain: 0x8000, 137, -9; "-" reads one per line from standard input',
    }),
  };
  static override flags = {
    ...listingFlags(statusColumns, defaultStatusColumns),
    as: option({
      options: READINGS,
      helpValue: 'READING',
      description: `read the number as this, and do not guess: ${READINGS.join(', ')}`,
    })(),
    platform: option({
      options: PLATFORMS,
      default: 'linux' as const,
      description: 'the system whose signal numbers and macros decode the status',
    })(),
  };

  protected override async answer(): Promise<Answer> {
    const {as, platform} = this.flags;
    const table = tableOf(this.flags, statusColumns, defaultStatusColumns);
    const given = givenTexts(this.args.status as unknown as string[]);
    const {readings, refused} = readStatuses(given, as, platform);
    return {
      json: () => decodeStatusJson(readings, refused),
      lines: page => table?.(readings, page) ?? decodeStatusText(readings, page),
      problems: refused.map(one => ({kind: 'not-a-status', ...one})),
      exitStatus: refused.length === 0 ? 0 : 2,
    };
  }
}
