import {
  argumentValue,
  type CommandSyntax,
  type CommandSyntaxes,
  type FlagSyntax,
  flagValue,
  orderedFlags,
  type ValueSyntax,
} from '../command-syntax.ts';

const pids = `_procdoc_pids() {
  local -a processes
  local file name
  for file in /proc/<->/comm(N); do
    { read -r name <$file } 2>/dev/null || continue
    processes+=("\${\${file#/proc/}%/comm}:\${name//[^[:print:]]/?}")
  done
  _describe -t processes process processes
}`;

/** The completion script of zsh, for all commands. It can be autoloaded as _procdoc, or sourced. */
export function zshCompletion(commands: CommandSyntaxes): string {
  const all = Object.values(commands);
  return `#compdef procdoc
# zsh completion for procdoc, printed by "procdoc completion zsh"

${pids}

_procdoc_commands() {
  local -a commands=(
${all.map(({id, summary = ''}) => `    ${quoted(`${id}:${summary}`)}`).join('\n')}
    "$@"
  )
  _describe -t commands command commands
}

_procdoc() {
  local curcontext=$curcontext state line
  _arguments -C \\
    '(- *)'{-h,--help}'[list the commands]' \\
    '(- *)'{-V,--version}'[print the version]' \\
    '1: :->command' \\
    '*:: :->words'
  case $state in
    command) _procdoc_commands 'help:Show the help of a command' ;;
    words)
      case $words[1] in
        help) _arguments '1: :_procdoc_commands' ;;
${all.map(commandCase).join('\n')}
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _procdoc ]]; then
  _procdoc "$@"
else
  compdef _procdoc procdoc
fi
`;
}

function commandCase(command: CommandSyntax): string {
  const specifications = [
    ...orderedFlags(command).map(flagSpecification),
    `'(- *)'{-h,--help}'[show the help]'`,
    ...Object.values(command.args).map(argument => {
      const value = argumentValue(argument);
      return quoted(`${argument.multiple ? '*' : ''}:${nameOf(value, argument.name)}:${action(value)}`);
    }),
  ];
  return `        ${command.id})
          _arguments -s -S \\
            ${specifications.join(' \\\n            ')}
          ;;`;
}

function flagSpecification(flag: FlagSyntax): string {
  const {char, name, description = ''} = flag;
  const value = flagValue(flag);
  const end = value === undefined ? '' : `:${nameOf(value, name)}:${action(value)}`;
  const explained = `${quoted(`[${escapedText(description)}]${end}`)}`;
  const long = value === undefined ? `--${name}` : `--${name}=`;
  if (char === undefined) return `${long}${explained}`;
  const short = value === undefined ? `-${char}` : `-${char}+`;
  return `'(-${char} --${name})'{${short},${long}}${explained}`;
}

function nameOf(value: ValueSyntax, otherwise: string): string {
  return escapedText('name' in value ? value.name : otherwise);
}

function action(value: ValueSyntax): string {
  if ('choices' in value) return `(${value.choices.join(' ')})`;
  if (value.name === 'PID') return '_procdoc_pids';
  if (value.name === 'DIR') return '_files -/';
  return value.name === 'FILE' ? '_files' : ' ';
}

/** _arguments takes these characters for the end of an explanation or a message. */
function escapedText(text: string): string {
  return text.replaceAll(/[\\:[\]]/g, '\\$&');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
