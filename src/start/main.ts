import {Config} from '@oclif/core/config';
import type {Manifest, PJSON} from '@oclif/core/interfaces';
import packageJson from '../../package.json' with {type: 'json'};
import {requireCommand} from '../cli/command-names.ts';
import {exitStatus, exitStatusOf, failureText} from '../cli/failures.ts';
import {say} from '../cli/messages.ts';
import {standardOutput} from '../cli/standard-output.ts';
import {overviewLines} from '../render/overview.ts';
import {styleFor} from '../render/style.ts';
import {BundledPlugin} from './bundled-plugin.ts';

/** Runs the command line of this process. bin/build.js makes the manifest from the command classes. */
export async function main(root: string, manifest: Manifest): Promise<void> {
  process.on('uncaughtException', endByBug);
  try {
    await runCommandLine(process.argv.slice(2), root, manifest);
  } catch (error) {
    process.exitCode = exitStatusOf(error as Error);
    say(await failureText(error as Error, 'procdoc'));
  }
}

/** What a timer or a listener throws reaches no command, and is a bug like any other. */
async function endByBug(error: Error): Promise<void> {
  say(await failureText(error, 'procdoc'));
  process.exit(exitStatus.bug);
}

async function runCommandLine(argv: string[], root: string, manifest: Manifest): Promise<void> {
  const [first, ...rest] = argv;
  if (first === '-V' || first === '--version') return printVersion();
  if (
    first === undefined ||
    first === '-h' ||
    first === '--help' ||
    (first === 'help' && rest.length === 0)
  ) {
    const lines = overviewLines(Object.keys(manifest.commands), await styleFor('auto', process.stdout));
    standardOutput().write(`${lines.join('\n')}\n`);
    return;
  }
  const [id, ...words] = first === 'help' ? [...rest, '--help'] : argv;
  requireCommand(id as string, Object.keys(manifest.commands));
  const end = words.indexOf('--');
  const flags = words.slice(0, end === -1 ? undefined : end);
  if (flags.some(word => word === '-V' || word === '--version')) return printVersion();
  const config = await loadConfig(root, manifest);
  if (flags.some(word => word === '-h' || word === '--help')) {
    standardOutput();
    const {ProcdocHelp} = await import('../cli/help.ts');
    await new ProcdocHelp(config).showHelp([id as string]);
    return;
  }
  await config.runCommand(id as string, words);
}

function printVersion(): void {
  standardOutput().write(`procdoc ${packageJson.version}\n`);
}

async function loadConfig(root: string, manifest: Manifest): Promise<Config> {
  const pjson = packageJson as unknown as PJSON;
  const plugin = new BundledPlugin(root, pjson, manifest);
  await plugin.load();
  return Config.load({pjson, plugins: new Map([[plugin.name, plugin]]), root}) as Promise<Config>;
}
