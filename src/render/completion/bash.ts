import {
  argumentValue,
  type CommandSyntax,
  type CommandSyntaxes,
  flagSpellings,
  flagValue,
  orderedFlags,
  type ValueSyntax,
} from '../command-syntax.ts';

/** One matching pid is completed bare. Several are listed with their names; only their common digits are typed. */
const functions = `_procdoc_words() {
  COMPREPLY=($(compgen -W "$1" -- "$2"))
}

_procdoc_paths() {
  compopt -o filenames 2>/dev/null
  local IFS=$'\\n'
  COMPREPLY=($(compgen "$1" -- "$2"))
}

_procdoc_pids() {
  [[ $1 == *[!0-9]* ]] && return
  local file pid name
  for file in /proc/"$1"*/comm; do
    pid=\${file#/proc/}
    pid=\${pid%/comm}
    [[ $pid == *[!0-9]* ]] && continue
    { read -r name <"$file"; } 2>/dev/null || continue
    COMPREPLY+=("$pid (\${name//[^[:print:]]/?})")
  done
  if ((\${#COMPREPLY[@]} == 1)) || [[ $COMP_TYPE == 37 ]]; then
    COMPREPLY=("\${COMPREPLY[@]%% *}")
  fi
}`;

/** The completion script of bash (3.2 and later), for all commands. */
export function bashCompletion(commands: CommandSyntaxes): string {
  const ids = Object.keys(commands).join(' ');
  return `# bash completion for procdoc, printed by "procdoc completion bash"

${functions}

_procdoc() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]}
  if [[ $word == = ]]; then
    word=
  elif [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _procdoc_words '${ids} help --help --version' "$word"
    return
  fi
  case \${COMP_WORDS[1]} in
    help) _procdoc_words '${ids}' "$word" ;;
${Object.values(commands).map(commandCase).join('\n')}
  esac
}

complete -F _procdoc procdoc
`;
}

function commandCase(command: CommandSyntax): string {
  const flags = orderedFlags(command);
  const spellings = flags.flatMap(({char, name}) => flagSpellings({char, name, type: 'boolean'}));
  const [argument] = Object.values(command.args);
  const values = flags.flatMap(flag => {
    const value = flagValue(flag);
    return value ? [`        ${flagSpellings(flag).join(' | ')}) ${candidates(value)} ;;`] : [];
  });
  return `    ${command.id})
      case $before in
${values.join('\n')}
        *)
          if [[ $word == -* ]]; then
            _procdoc_words '${[...spellings, '-h', '--help'].join(' ')}' "$word"
          else
            ${argument ? candidates(argumentValue(argument)) : ':'}
          fi
          ;;
      esac
      ;;`;
}

function candidates(value: ValueSyntax): string {
  if ('choices' in value) return `_procdoc_words '${value.choices.join(' ')}' "$word"`;
  if (value.name === 'PID') return '_procdoc_pids "$word"';
  if (value.name === 'DIR') return '_procdoc_paths -d "$word"';
  return value.name === 'FILE' ? '_procdoc_paths -f "$word"' : ':';
}
