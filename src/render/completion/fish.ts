import {type CommandSyntax, type FlagSyntax, orderedFlags} from '../command-syntax.ts';
import {
  type Completable,
  type CompletedValue,
  completedArgument,
  completedFlag,
  interpreters,
} from './completable.ts';
import {heading} from './heading.ts';

/** fish offers only what matches the typed word: to a name it offers names, which are as good as pids. */
const functions = `# The pid and the name of each process, with a tab between; threads of the kernel show no arguments.
function __procdoc_named
    ps -eo pid=,args= 2>/dev/null | string match -rv '^\\s*\\d+\\s+\\[[^]]*\\]$' |
        string replace -r '^\\s*(\\d+)\\s+(?:\\S*/)?(?:${interpreters.map(pattern).join('|')})\\s+(?:-[^ce\\s]\\S*\\s+|-m\\s+)*(?:[^-\\s]\\S*/)?([^-\\s/]\\S*).*$' '$1'\\t'$2'\\t'script' |
        string replace -r '^\\s*(\\d+)\\s+(?:\\S*/)?(\\S+)[^\\t]*$' '$1'\\t'$2'
end

function __procdoc_processes
    if string match -qr '^\\D' -- (commandline -ct | string replace -r '^--?[\\w-]+=' '')
        __procdoc_named | string replace -r '^(\\d+)\\t([^\\t]*).*$' '$2'\\t'$1'
    else
        __procdoc_named | string replace -r '\\tscript$' ''
    end
end

function __procdoc_scripts
    __procdoc_named | string replace -rf '^\\d+\\t(.*)\\tscript$' '$1'
end

function __procdoc_ports
    for table in /proc/net/tcp /proc/net/tcp6
        test -r $table
        and string replace -rf '^\\s*\\d+: [0-9A-F]+:([0-9A-F]{4}) \\S+ 0A .*$' '$1' <$table
    end | while read -l port
        echo :(math 0x$port)
    end
end

function __procdoc_columns
    set -l typed (commandline -ct | string replace -r '^--?[\\w-]+=' '')
    set -l before (string match -r '^(?:.*,)?[+-]?' -- $typed)
    for column in $argv
        echo $before$column
    end
end`;

/** A pattern of a shell as a regular expression. */
function pattern(name: string): string {
  return name.replace('*', '[\\w.]*');
}

/** The completion script of fish, for all commands. */
export function fishCompletion(completable: Completable): string {
  const all = Object.values(completable.commands);
  const ids = Object.keys(completable.commands).join(' ');
  return `${heading('fish')}

${functions}

complete -c procdoc -f
${[
  line(FIRST, '-s h -l help', 'List the commands'),
  line(FIRST, '-s V -l version', 'Print the version'),
  ...all.map(({id, summary = ''}) => line(FIRST, `-a ${id}`, summary)),
  line(FIRST, '-a help', 'Show the help of a command'),
  line(after('help'), `-a ${quoted(ids)}`),
  ...all.flatMap(command => commandLines(completable, command)),
].join('\n')}
`;
}

const FIRST = '__fish_use_subcommand';

function after(id: string): string {
  return quoted(`__fish_seen_subcommand_from ${id}`);
}

function commandLines(all: Completable, command: CommandSyntax): string[] {
  const condition = after(command.id);
  return [
    ...Object.values(command.args).flatMap(argument =>
      argumentOptions(completedArgument(all, argument)).map(options => line(condition, options)),
    ),
    ...orderedFlags(command).map(flag =>
      line(condition, flagOptions(flag, completedFlag(all, command, flag)), flag.description),
    ),
    line(condition, '-s h -l help', 'Show the help'),
  ];
}

function argumentOptions(value: CompletedValue): string[] {
  const words = candidates(value).map(each => `-a ${each}`);
  return takesFiles(value) ? [['-F', ...words].join(' ')] : words;
}

function flagOptions({char, name}: FlagSyntax, value: CompletedValue | undefined): string {
  const names = char === undefined ? `-l ${name}` : `-s ${char} -l ${name}`;
  if (value === undefined) return names;
  if (takesFiles(value)) return `${names} -r -F`;
  return [names, '-x', ...candidates(value).map(words => `-a ${words}`)].join(' ');
}

function takesFiles({kind}: CompletedValue): boolean {
  return kind === 'file' || kind === 'target';
}

/** The words for -a; empty where nothing is known of the value. */
function candidates(value: CompletedValue): string[] {
  switch (value.kind) {
    case 'words':
      return [quoted(value.words.join(' '))];
    case 'columns':
      return [quoted(`(__procdoc_columns ${value.words.join(' ')})`)];
    case 'process':
      return [quoted(['(__procdoc_processes)', ...value.words].join(' '))];
    case 'target':
      return [quoted('(__procdoc_ports)')];
    case 'script':
      return [quoted('(__procdoc_scripts)')];
    case 'folder':
      return [quoted('(__fish_complete_directories)')];
    case 'file':
    case 'text':
      return [];
  }
}

function line(condition: string, options: string, description?: string): string {
  const words = `complete -c procdoc -n ${condition} ${options}`;
  return description === undefined ? words : `${words} -d ${quoted(description)}`;
}

/** In single quotes, fish knows two escapes: the quote and the backslash. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
