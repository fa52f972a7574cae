import {option} from '@oclif/core/flags';
import {examplesOf} from '../cli/examples.ts';
import {UsageError} from '../cli/failures.ts';
import {type GivenText, givenTexts} from '../cli/given-texts.ts';
import {listingFlags, tableOf} from '../cli/listing-flags.ts';
import {type Answer, ProcdocCommand} from '../cli/procdoc-command.ts';
import {textArgument} from '../cli/values.ts';
import {PLATFORMS} from '../parse/signals/signals.ts';
import {READINGS, readStatus, type StatusReading} from '../parse/status-readings/status-readings.ts';
import {defaultStatusColumns, statusColumns} from '../render/decode-status/columns.ts';
import {decodeStatusJson} from '../render/decode-status/json.ts';
import {decodeStatusText} from '../render/decode-status/text.ts';

export default class DecodeStatus extends ProcdocCommand<typeof DecodeStatus> {
  static override summary = 'Say what a wait status, $?, returncode or exit code means';
  static override description =
    'Without --as, a number is a raw wait status as waitpid(2) fills it in, taken apart as <sys/wait.h> does, unless it is more likely something else: 137 is not what the kernel delivers, but $? of a shell. The raw reading is told then, too. Hexadecimal, decimal, 0o and 0b are read; "-" reads lines from standard input.';
  static override examples = examplesOf(
    ['A raw status, as strace or a zombie shows it', 'procdoc decode-status 0x8000'],
    ['What a CI job ended with', 'procdoc decode-status --as shell 137'],
    ['Of Python, and of a container', 'procdoc decode-status --as python -15'],
    ['Many at once, a line each', 'procdoc decode-status - -o input,summary < statuses'],
  );
  static override args = {
    status: textArgument({
      required: true,
      multiple: true,
      description: 'statuses to decode, as 0x8000, 137, -9; "-" for those on standard input',
    }),
  };
  static override flags = {
    ...listingFlags(statusColumns, defaultStatusColumns),
    as: option({options: READINGS, description: 'what the number is, for certain'})(),
    platform: option({options: PLATFORMS, default: 'linux' as const, description: 'whose signal numbers'})(),
  };

  protected override async answer(): Promise<Answer> {
    const table = tableOf(this.flags, statusColumns, defaultStatusColumns);
    const given = givenTexts(this.args.status as unknown as string[]);
    const readings = given.map(text => this.#read(text));
    return {
      json: () => decodeStatusJson(readings),
      lines: page => table?.(readings, page) ?? decodeStatusText(readings, page),
      exitStatus: 0,
    };
  }

  #read({text, place}: GivenText): StatusReading {
    const {as, platform} = this.flags;
    const result = readStatus(text, as, platform);
    if (!result.ok) throw new UsageError(place + result.problem);
    return result.reading;
  }
}
