import {type CommandSyntax, flagSpellings, orderedFlags} from '../command-syntax.ts';
import {
  type Completable,
  type CompletedValue,
  completedArgument,
  completedFlag,
  interpreters,
} from './completable.ts';
import {heading} from './heading.ts';

/**
 * One matching pid is completed bare. Several are listed with their names; only their common digits are typed, and where
 * a name was typed, nothing: the blank among the candidates leaves them no common beginning.
 */
const functions = `_procdoc_words() {
  COMPREPLY=($(compgen -W "$1" -- "$2"))
}

_procdoc_columns() {
  local before= last=$2
  [[ $last == *,* ]] && before=\${last%,*}, last=\${last##*,}
  [[ $last == [+-]* ]] && before+=\${last:0:1} last=\${last:1}
  compopt -o nospace 2>/dev/null
  COMPREPLY=($(compgen -P "$before" -W "$1" -- "$last"))
}

_procdoc_paths() {
  compopt -o filenames 2>/dev/null
  local IFS=$'\\n'
  COMPREPLY+=($(compgen "$1" -- "$2"))
}

# Sets comm, name and script of a process; fails for a thread of the kernel (PF_KTHREAD).
_procdoc_name() {
  local pid=$1 stat= arg first=
  script=
  { IFS= read -r -d '' stat <"/proc/$pid/stat"; } 2>/dev/null
  [[ $stat == *'('*')'* ]] || return 1
  comm=\${stat#*\\(}
  comm=\${comm%)*}
  name=$comm
  set -- \${stat##*) }
  (($7 & 0x200000)) && return 1
  {
    while IFS= read -r -d '' arg; do
      if [[ -z $first ]]; then
        first=\${arg##*/}
        case $first in ${interpreters.join(' | ')}) ;; *) break ;; esac
      elif [[ $arg == -[ce] ]]; then
        break
      elif [[ -n $arg && $arg != -* ]]; then
        script=\${arg##*/} name=\${arg##*/}
        break
      fi
    done <"/proc/$pid/cmdline"
  } 2>/dev/null
  return 0
}

_procdoc_processes() {
  local folder pid comm name script
  for folder in /proc/[1-9]*; do
    pid=\${folder#/proc/}
    [[ $2 == [0-9]* && $pid != "$2"* ]] && continue
    _procdoc_name "$pid" || continue
    [[ $2 == [0-9]* || $name == "$2"* || $comm == "$2"* ]] || continue
    COMPREPLY+=("$pid (\${name//[^[:print:]]/?})")
  done
  if ((\${#COMPREPLY[@]} == 1)) || [[ $COMP_TYPE == 37 ]]; then
    COMPREPLY=("\${COMPREPLY[@]%% *}")
  elif ((\${#COMPREPLY[@]} > 1)) && [[ $2 == [!0-9]* ]]; then
    COMPREPLY+=(' ')
  fi
  [[ -n $1 ]] && COMPREPLY+=($(compgen -W "$1" -- "$2"))
}

_procdoc_scripts() {
  local folder comm name script
  for folder in /proc/[1-9]*; do
    _procdoc_name "\${folder#/proc/}" || continue
    [[ -n $script && $script == "$1"* && $script != *[![:graph:]]* ]] && COMPREPLY+=("$script")
  done
}

# A colon begins a word of its own in bash: what follows it is completed without.
_procdoc_targets() {
  local table address state ports= typed=$1 colon=:
  [[ $typed == : ]] && typed= colon=
  [[ $2 == : ]] && colon=
  for table in /proc/net/tcp /proc/net/tcp6; do
    while read -r _ address _ state _; do
      [[ $state == 0A ]] && ports+=" $colon$((16#\${address##*:}))"
    done <"$table"
  done 2>/dev/null
  COMPREPLY=($(compgen -W "$ports" -- "$typed"))
  [[ -n $colon ]] && _procdoc_paths -f "$typed"
}`;

/** The completion script of bash (3.2 and later), for all commands. */
export function bashCompletion(all: Completable): string {
  const ids = Object.keys(all.commands).join(' ');
  return `${heading('bash')}

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
${Object.values(all.commands)
  .map(command => commandCase(all, command))
  .join('\n')}
  esac
}

complete -F _procdoc procdoc
`;
}

function commandCase(all: Completable, command: CommandSyntax): string {
  const flags = orderedFlags(command);
  const spellings = flags.flatMap(({char, name}) => flagSpellings({char, name, type: 'boolean'}));
  const [first, second] = Object.values(command.args).map(argument =>
    candidates(completedArgument(all, argument)),
  );
  const values = flags.flatMap(flag => {
    const value = completedFlag(all, command, flag);
    return value ? [`        ${flagSpellings(flag).join(' | ')}) ${candidates(value)} ;;`] : [];
  });
  return `    ${command.id})
      case $before in
${values.join('\n')}
        *)
          if [[ $word == -* ]]; then
            _procdoc_words '${[...spellings, '-h', '--help'].join(' ')}' "$word"
          else
            ${second === undefined ? (first ?? ':') : `if ((COMP_CWORD == 2)); then ${first}; else ${second}; fi`}
          fi
          ;;
      esac
      ;;`;
}

function candidates(value: CompletedValue): string {
  switch (value.kind) {
    case 'words':
      return `_procdoc_words '${value.words.join(' ')}' "$word"`;
    case 'columns':
      return `_procdoc_columns '${value.words.join(' ')}' "$word"`;
    case 'process':
      return `_procdoc_processes '${value.words.join(' ')}' "$word"`;
    case 'target':
      return '_procdoc_targets "$word" "$before"';
    case 'script':
      return '_procdoc_scripts "$word"';
    case 'folder':
      return '_procdoc_paths -d "$word"';
    case 'file':
      return '_procdoc_paths -f "$word"';
    case 'text':
      return ':';
  }
}
