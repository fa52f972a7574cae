import type {Style} from './style.ts';

/** What the overview needs of a command: the manifest has it. */
export interface CommandSummary {
  readonly id: string;
  readonly summary?: string | undefined;
  readonly examples?:
    | ReadonlyArray<string | {readonly description: string; readonly command: string}>
    | undefined;
}

/** `procdoc` alone: what it can do, with one example for each command. */
export function overviewLines(commands: Readonly<Record<string, CommandSummary>>, style: Style): string[] {
  const rows = Object.values(commands).flatMap(command => [
    `  ${style.strong(command.id)}`,
    `      ${command.summary ?? ''}`,
    `      ${style.faint(`$ ${firstExample(command)}`)}`,
  ]);
  return [
    'procdoc: a doctor for child processes. It finds what is wrong, proves it, and says what to do.',
    '',
    `${style.strong('USAGE')}`,
    '  procdoc COMMAND [ARGUMENTS] [FLAGS]',
    '',
    `${style.strong('COMMANDS')}`,
    ...rows,
    '',
    '`procdoc COMMAND -h` shows more examples and every flag. Every command takes --json (-J).',
  ];
}

function firstExample(command: CommandSummary): string {
  const [example] = command.examples ?? [];
  const line =
    typeof example === 'object' ? example.command : (example ?? '<%= config.bin %> <%= command.id %>');
  return exampleText(line, command.id);
}

/** An example as oclif's templates have it, with the program and command filled in. */
export function exampleText(line: string, id: string): string {
  return line.replaceAll('<%= config.bin %>', 'procdoc').replaceAll('<%= command.id %>', id);
}
