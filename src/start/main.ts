import {exitStatus, exitStatusOf, failureText, type Slip} from '../cli/failures.ts';
import {say} from '../cli/messages.ts';
import {bareTarget, requireCommand} from '../cli/program/command-names.ts';
import {programConfig} from '../cli/program/program-config.ts';
import {outputTerminal, print} from '../cli/standard-output.ts';
import {styleFor} from '../render/style.ts';
import {COMMANDS} from './commands.ts';

/** Runs the command line of this process. */
export async function main(): Promise<void> {
  process.on('uncaughtException', endByBug);
  try {
    await runCommandLine(process.argv.slice(2));
  } catch (error) {
    process.exitCode = exitStatusOf(error as Error);
    say(await failureText(error as Error, 'procdoc'));
  }
}

/** What a timer or a listener throws reaches no command, and is a bug like any other. */
async function endByBug(error: Error): Promise<void> {
  try {
    say(await failureText(error, 'procdoc'));
  } catch {
    // The words can't be loaded either, and another try would fail as this one did.
    say(`procdoc: ${error.message}`);
  }
  process.exit(exitStatus.bug);
}

async function runCommandLine(argv: string[]): Promise<void> {
  const [first, ...rest] = argv;
  if (first === '-V' || first === '--version') return printVersion();
  if (first === undefined || first === '-h' || first === '--help' || (first === 'help' && rest.length === 0))
    return printOverview();
  const [word = '', ...after] = first === 'help' ? [...rest, '--help'] : argv;
  const ids = Object.keys(COMMANDS);
  if (first === 'help') requireCommand(word, ids);
  const target = bareTarget(word, ids);
  const [id, words] = target ? ['inspect', argv] : [word, after];
  const end = words.indexOf('--');
  const flags = words.slice(0, end === -1 ? undefined : end);
  if (flags.some(word => word === '-V' || word === '--version')) return printVersion();
  if (flags.some(word => word === '-h' || word === '--help')) return printHelp(id);
  await runCommand(id, words, target?.slip);
}

function printVersion(): void {
  print(`procdoc ${programConfig.version}\n`);
}

async function printOverview(): Promise<void> {
  const {overviewLines} = await import('../render/overview.ts');
  const terminal = outputTerminal();
  const lines = overviewLines(Object.keys(COMMANDS), await styleFor('auto', terminal), terminal?.columns);
  print(`${lines.join('\n')}\n`);
}

async function printHelp(id: string): Promise<void> {
  const {showCommandHelp} = await import('../cli/program/help.ts');
  await showCommandHelp(id);
}

async function runCommand(id: string, words: string[], slip?: Slip): Promise<void> {
  const load = COMMANDS[id] as (typeof COMMANDS)[string];
  const {default: command} = await load();
  command.id = id;
  await new command(words, programConfig).start(slip);
}
