import {asSentence, type CommandSyntax, type CommandSyntaxes, exampleText} from '../command-syntax.ts';
import {symptomLines} from '../symptoms.ts';
import {alwaysSeeAlso, environmentSection, exitStatusSection, pageName} from './common-sections.ts';
import {literal, macroArgument, manualPage, prose, referenceList, tagged} from './mdoc.ts';

const description = [
  'Finds out from /proc and the kernel what is wrong among processes and their children, and says what, why, and what to do.',
  'Every verdict has its evidence and its certainty: proven, likely or unknown.',
  'What could not be read is reported on standard error, and never shown as 0, as none, or as clean.',
  'procdoc only looks: it stops, signals and changes no process, except where a flag of procdoc-reap(1) or procdoc-run(1) asks for that.',
];

const json = [
  'With --json (-J) the answer is one JSON object.',
  'Its key "schema" names its shape: "procdoc/zombies@1"; procdoc-schema(1) prints the JSON Schema.',
  'Its key "complete" is false if something could not be read; "unreadable" lists what, with the errno and the pids.',
  'Keys may be added, never renamed or dropped.',
];

const processesText =
  'Where a command takes a PID, it takes any of these. What they lead to is said on standard error, and in JSON by the key "resolved".';

const processForms = [
  {term: '4711', lines: prose('The pid.')},
  {
    term: '4711:81234',
    lines: prose(
      'The pid and the start of the process, as the column "key" of a listing shows it, or the pid and the inode of its pidfd, as util-linux writes it. No other process that has the pid later is meant.',
    ),
  },
  {term: 'worker.py', lines: prose('A script or module, as procdoc-scripts(1) knows it, or a program.')},
  {
    term: ':8080',
    lines: prose('The process that listens there; every form of a port that procdoc-holders(1) takes.'),
  },
  {
    term: 'nginx.service',
    lines: prose('The processes in a unit of systemd, or in a cgroup, given by its path.'),
  },
  {
    term: 'web',
    lines: prose('The processes in a container, by its name or the beginning of its id.'),
  },
  {
    term: macroArgument('10 in web'),
    lines: prose(
      'The pid that it has in a container, which is given by its name or the beginning of its id.',
    ),
  },
];

const processesMore =
  'Where several processes go by one name, a command that takes several answers for all of them; others list them, with status 2. procdoc itself, what runs it, and its pipeline are never meant by a name.';

/** The page procdoc(1), in mdoc(7). */
export function programPage(commands: CommandSyntaxes, version: string): string {
  const all = Object.values(commands);
  return manualPage({name: 'procdoc', purpose: 'a doctor for child processes', version, section: 1}, [
    {
      title: 'SYNOPSIS',
      lines: [
        '.Nm',
        '.Ar command',
        '.Op Ar argument ...',
        '.Op Ar flags',
        '.Nm',
        '.Ar target ...',
        '.Op Ar flags',
        '.Nm',
        '.Fl h | V',
      ],
    },
    {title: 'DESCRIPTION', lines: [...description.flatMap(prose), '.Pp', ...json.flatMap(prose)]},
    {
      title: 'SYMPTOMS',
      lines: literal(symptomLines()),
    },
    {
      title: 'COMMANDS',
      lines: tagged(
        all.map(({id, summary = ''}) => ({
          term: `Xr ${macroArgument(pageName(id))} 1`,
          lines: prose(asSentence(summary)),
        })),
      ),
    },
    {
      title: 'PROCESSES',
      lines: [...prose(processesText), ...tagged(processForms), '.Pp', ...prose(processesMore)],
    },
    {
      title: 'OPTIONS',
      lines: tagged([
        {
          term: 'Fl h , Fl \\-help',
          lines: prose('List the commands; after a command, show its help.'),
        },
        {term: 'Fl V , Fl \\-version', lines: prose('Print the version.')},
      ]),
    },
    environmentSection,
    exitStatusSection(),
    {title: 'EXAMPLES', lines: literal(all.flatMap(firstExample))},
    {
      title: 'SEE ALSO',
      lines: referenceList([
        ...all.map(({id}) => ({name: pageName(id), section: 1})),
        {name: 'ps', section: 1},
        {name: 'signal', section: 7},
        ...alwaysSeeAlso,
      ]),
    },
  ]);
}

function firstExample({id, examples: [first] = []}: CommandSyntax): string[] {
  return typeof first === 'object' ? [`$ ${exampleText(first.command, id)}`] : [];
}
