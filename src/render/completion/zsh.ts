import {
  argumentValue,
  type CommandSyntax,
  type FlagSyntax,
  flagValue,
  orderedFlags,
  type ValueSyntax,
} from '../command-syntax.ts';
import {
  type Completable,
  type CompletedValue,
  completedArgument,
  completedFlag,
  interpreters,
} from './completable.ts';
import {heading} from './heading.ts';

const functions = `# Sets comm, name and script of a process; fails for a thread of the kernel (PF_KTHREAD).
_procdoc_name() {
  local stat arg
  local -a fields words
  script=
  { stat="$(<$1/stat)" } 2>/dev/null || return 1
  [[ $stat == *\\)* ]] || return 1
  comm=\${\${stat#*\\(}%\\)*}
  name=$comm
  fields=(\${=stat##*\\) })
  ((fields[7] & 0x200000)) && return 1
  { words=("\${(@0)$(<$1/cmdline)}") } 2>/dev/null
  case \${words[1]:t} in ${interpreters.join(' | ')}) ;; *) return 0 ;; esac
  for arg in "\${(@)words[2,-1]}"; do
    [[ $arg == -[ce] ]] && break
    [[ -z $arg || $arg == -* ]] && continue
    script=\${arg:t} name=\${arg:t}
    break
  done
  return 0
}

# Names filter pids, and are then in the way of them.
_procdoc_processes() {
  local -a processes pids shown
  local folder comm name script
  for folder in /proc/<->(N); do
    _procdoc_name $folder || continue
    name=\${name//[^[:print:]]/?}
    [[ $PREFIX == [^0-9]* && $name != \${(Q)PREFIX}* && $comm != \${(Q)PREFIX}* ]] && continue
    pids+=(\${folder:t})
    shown+=("\${folder:t} -- $name")
    processes+=("\${folder:t}:$name")
  done
  (($# > 0)) && compadd -- "$@"
  if [[ $PREFIX == [^0-9]* ]]; then
    (($#pids > 1)) && compstate[insert]=menu
    _wanted processes expl process compadd -U -d shown -a pids
  else
    _describe -t processes process processes
  fi
}

_procdoc_scripts() {
  local -aU scripts
  local folder comm name script
  for folder in /proc/<->(N); do
    _procdoc_name $folder && [[ -n $script && $script != *[^[:graph:]]* ]] && scripts+=($script)
  done
  _wanted scripts expl script compadd -a scripts
}

_procdoc_targets() {
  local -aU ports
  local -a fields
  local table line
  for table in /proc/net/tcp{,6}; do
    [[ -r $table ]] || continue
    for line in \${(f)"$(<$table)"}; do
      fields=(\${=line})
      [[ $fields[4] == 0A ]] && ports+=(:$((16#\${fields[2]##*:})))
    done
  done
  _alternative 'ports:listening port:compadd -a ports' 'files:file:_files'
}

_procdoc_columns() {
  compset -P '*,'
  compset -P '[+-]'
  compadd -S '' -- "$@"
}`;

/** The completion script of zsh, for all commands. It can be autoloaded as _procdoc, or sourced. */
export function zshCompletion(completable: Completable): string {
  const all = Object.values(completable.commands);
  return `#compdef procdoc
${heading('zsh')}

${functions}

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
${all.map(command => commandCase(completable, command)).join('\n')}
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

function commandCase(all: Completable, command: CommandSyntax): string {
  const specifications = [
    ...orderedFlags(command).map(flag => flagSpecification(flag, completedFlag(all, command, flag))),
    `'(- *)'{-h,--help}'[show the help]'`,
    ...Object.values(command.args).map(argument => {
      const value = completedArgument(all, argument);
      const name = nameOf(argumentValue(argument), argument.name);
      return quoted(`${argument.multiple ? '*' : ''}:${name}:${action(value)}`);
    }),
  ];
  return `        ${command.id})
          _arguments -s -S \\
            ${specifications.join(' \\\n            ')}
          ;;`;
}

function flagSpecification(flag: FlagSyntax, completed: CompletedValue | undefined): string {
  const {char, name, description = ''} = flag;
  const value = flagValue(flag);
  const end = value && completed ? `:${nameOf(value, name)}:${action(completed)}` : '';
  const explained = `${quoted(`[${escapedText(description)}]${end}`)}`;
  const long = value === undefined ? `--${name}` : `--${name}=`;
  if (char === undefined) return `${long}${explained}`;
  const short = value === undefined ? `-${char}` : `-${char}+`;
  return `'(-${char} --${name})'{${short},${long}}${explained}`;
}

function nameOf(value: ValueSyntax, otherwise: string): string {
  return escapedText('name' in value ? value.name : otherwise);
}

/** An action that begins with a blank is called as it stands. */
function action(value: CompletedValue): string {
  switch (value.kind) {
    case 'words':
      return `(${value.words.join(' ')})`;
    case 'columns':
      return ` _procdoc_columns ${value.words.join(' ')}`;
    case 'process':
      return [' _procdoc_processes', ...value.words].join(' ');
    case 'target':
      return ' _procdoc_targets';
    case 'script':
      return ' _procdoc_scripts';
    case 'folder':
      return '_files -/';
    case 'file':
      return '_files';
    case 'text':
      return ' ';
  }
}

/** _arguments takes these characters for the end of an explanation or a message. */
function escapedText(text: string): string {
  return text.replaceAll(/[\\:[\]]/g, '\\$&');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
