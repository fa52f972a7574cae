import {BareCommand} from '../cli/bare-command.ts';
import {examplesOf} from '../cli/examples.ts';
import {exporterDescription} from '../cli/exporter/description.ts';
import {exporterFlags} from '../cli/exporter/flags.ts';
import {runExporter} from '../cli/exporter/run-exporter.ts';
import {say} from '../cli/messages.ts';

export default class Exporter extends BareCommand<typeof Exporter> {
  static override summary = 'Serve metrics of zombies, leftovers, findings and process events to Prometheus';
  static override description = exporterDescription;
  static override examples = examplesOf(
    ['Serve on 127.0.0.1:9957', 'procdoc exporter'],
    ['What Prometheus gets', 'curl http://127.0.0.1:9957/metrics'],
    ['Also to other machines', 'procdoc exporter --listen :9957'],
    [
      'With the expectations of a policy, asked every 15 s',
      'procdoc exporter --config procdoc.toml --rules-every 15s',
    ],
  );
  static override flags = exporterFlags;
  // Prometheus reads no JSON.
  static override baseFlags = {quiet: BareCommand.baseFlags.quiet} as typeof BareCommand.baseFlags;

  async run(): Promise<void> {
    await this.readWords();
    const {quiet} = this.flags as unknown as {quiet: boolean};
    await runExporter(this.flags, sentence => {
      if (!quiet) say(`procdoc exporter: ${sentence}`);
    });
    // A look that is under way may still wait for something.
    process.exit(0);
  }
}
