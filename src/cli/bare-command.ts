import {Command} from '@oclif/core/command';
import {boolean} from '@oclif/core/flags';
import type {InferredArgs, InferredFlags} from '@oclif/core/interfaces';
import {behindSlip, exitStatusOf, failureText, type Slip} from './failures.ts';
import {say} from './messages.ts';
import {unknownFlag, unknownFlagError} from './unknown-flag.ts';

/**
 * What every command has: --quiet, --json, one way to read its words, and one way to fail. oclif's own --json is not
 * used: under it a failure loses its exit status, and a usage error prints the whole configuration.
 */
export abstract class BareCommand<T extends typeof Command> extends Command {
  static override baseFlags = {
    quiet: boolean({char: 'q', description: 'no remarks'}),
    json: boolean({char: 'J', description: 'print JSON instead of text'}),
  };

  protected args!: InferredArgs<T['args']>;
  protected flags!: InferredFlags<(typeof BareCommand)['baseFlags'] & T['flags']>;

  #slip: Slip | undefined;

  /**
   * Runs the command, and turns its failure into words and an exit status.
   * @param slip of a word that was given in the place of a command, where it may be none of a target
   */
  async start(slip?: Slip): Promise<void> {
    this.#slip = slip;
    await this._run();
  }

  /** Reads the command line into `args` and `flags`. */
  protected async readWords(): Promise<void> {
    const stray = unknownFlag(this.argv, {...this.ctor.baseFlags, ...this.ctor.flags});
    if (stray !== undefined) throw unknownFlagError(stray, this.ctor);
    const {args, flags} = await this.parse(this.ctor);
    this.args = args as typeof this.args;
    this.flags = flags as typeof this.flags;
  }

  /** Nothing of oclif's own: procdoc speaks no HTTP, and no command of it is deprecated. */
  protected override async init(): Promise<void> {}

  protected get printsJson(): boolean {
    return (this.flags as {json: boolean}).json;
  }

  protected override async catch(error: Error): Promise<void> {
    const said = behindSlip(error, this.#slip);
    process.exitCode = exitStatusOf(said);
    say(await failureText(said, said === error ? `procdoc ${this.id}` : 'procdoc'));
  }
}
