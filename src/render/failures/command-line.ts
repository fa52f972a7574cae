import {shellWord} from '../../parse/shell-word.ts';
import {meant, meantQuoted} from './words.ts';

const SEE_HELP = 'see --help';

interface UnexpectedArgument {
  readonly argument: string;
  readonly like: string | undefined;
  readonly instead: string | undefined;
}

/** What is wrong with the words of a command line, as such: commands, flags, arguments. */
export const commandLineWords = {
  'pid-and-expect': () =>
    'give either PID or --expect SCRIPT: with --expect, the processes of the script are watched',
  /** `isName`: whether no process goes by that name, either, where no command is like it. */
  'unknown-command': ({
    command,
    like,
    isName,
  }: {
    command: string;
    like: string | undefined;
    isName: boolean;
  }) =>
    like === undefined
      ? `unknown command "${command}"${isName ? ', and no process goes by that name' : ''}: \`procdoc\` lists the commands`
      : `unknown command "${command}": ${meantQuoted(`procdoc ${like}`)}`,
  'flag-before-command': ({flag}: {flag: string}) =>
    `unexpected ${flag} before a command; options go after the command: \`procdoc zombies --json\``,
  'unknown-flag': ({flag, like}: {flag: string; like: string | undefined}) =>
    `unknown flag ${flag}: ${meant(like) ?? SEE_HELP}`,
  /** `word`: an argument or a flag, and `description`, as the help has them. */
  'missing-word': ({word, description = SEE_HELP}: {word: string; description: string | undefined}) =>
    `${word} is missing: ${description}`,
  /** `like`: a flag of that name; `instead`: a command that takes such an argument. */
  'unexpected-argument': ({argument, like, instead}: UnexpectedArgument) => {
    const command = instead === undefined ? undefined : `\`${instead} ${shellWord(argument)}\``;
    const hint = meant(like) ?? (command === undefined ? undefined : `try ${command}`);
    return `unexpected argument "${argument}"${hint === undefined ? ` (${SEE_HELP})` : `: ${hint}`}`;
  },
  /** `values`: what the flag takes; undefined: any text. */
  'value-missing': ({flag, values}: {flag: string; values: string | undefined}) =>
    values === undefined ? `${flag} needs a value` : `${flag} needs a value: ${values}`,
  'not-one-of': ({given, values}: {given: string; values: string}) => `${given} isn't one of ${values}`,
  'not-a-whole-number': ({text}: {text: string}) => `"${text}" isn't a whole number`,
  'below-minimum': ({text, minimum}: {text: string; minimum: string}) => `${text} is less than ${minimum}`,
  'above-maximum': ({text, maximum}: {text: string; maximum: string}) => `${text} is more than ${maximum}`,
  'flag-needs-another': ({flag, needed}: {flag: string; needed: string}) => `${flag} needs ${needed}`,
  'flags-exclude-each-other': ({flags}: {flags: readonly [string, string]}) =>
    `${flags.join(' and ')} exclude each other`,
  'flag-given-twice': ({flag}: {flag: string}) => `${flag} is given twice: give it once`,
  /** `message`: of the parser of the command line, in a form that is not known. */
  'parser-message': ({message}: {message: string}) => message.replaceAll(/\s*\n\s*/g, '; '),
  'min-above-max': ({min, max}: {min: number; max: number}) => `--min ${min} is more than --max ${max}`,
  'json-with-table-flags': () => '--json prints everything; -o, --sort, -n and --format are for tables',
  'one-file-twice': ({flags: [one, other], file}: {flags: readonly [string, string]; file: string}) =>
    `${one} and ${other} name one file, ${file}: give each a file of its own`,
  'drawing-with-table-flags': ({format}: {format: string}) =>
    `--format ${format} draws the answer; -o, --sort and -n are for tables`,
  'json-and-file-on-stdout': () => '--json prints a summary: write to a file (-o FILE)',
  'recording-on-terminal': () =>
    'a recording is for a file or a program, not for a terminal: write to a file (-o host.procdoc), or pipe it (-o - | gzip > host.procdoc.gz)',
  'page-on-terminal': () => 'a page is for a browser, not for a terminal: write to a file (-o report.html)',
};
