import {BareCommand} from '../cli/bare-command.ts';
import {examplesOf} from '../cli/examples.ts';
import {UsageError} from '../cli/failures.ts';
import {runDescription} from '../cli/run/description.ts';
import {runFlags, withEventsValue} from '../cli/run/flags.ts';
import {runCommand} from '../cli/run/run-command.ts';
import {textArgument} from '../cli/text-argument.ts';

export default class Run extends BareCommand<typeof Run> {
  static override summary =
    'Run a command with clean signals and descriptors, and name what it leaves behind';
  static override description = runDescription;
  static override usage = 'run [FLAGS] -- CMD [ARG...]';
  static override examples = examplesOf(
    ['Run a command, and name what it leaves behind', 'procdoc run -- make -j4 test'],
    ['A CI step that must leave nothing', 'procdoc run --fail-on left-behind,held-output -- ./test.sh'],
    [
      'A cron job that nothing outlives, of ten minutes',
      'procdoc run --timeout 10m --kill-left-behind -- ./job',
    ],
    ['How each child exits, as it happens', 'procdoc run --events -- ./job'],
    ['As PID 1 of a container, which reaps orphans and passes on signals', 'procdoc run -- ./server'],
    ['All of it as JSON, for a script', 'procdoc run --report run.json --events-file events.jsonl -- ./job'],
  );
  static override args = {
    cmd: textArgument({
      required: true,
      multiple: true,
      description: 'after "--": the command to run, and its arguments',
    }),
  };
  static override flags = runFlags;

  async run(): Promise<void> {
    this.argv = withEventsValue(this.argv);
    if (!this.argv.includes('--')) throw new UsageError({kind: 'no-command-to-run', words: this.argv});
    await this.readWords();
    await runCommand(this.args.cmd as unknown as string[], this.flags);
  }
}
