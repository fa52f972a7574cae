// Holds what procdoc says, as users see it at 80 columns, against the files in test/answers/: of each recording the
// commands that have something to say of it, and the help and messages of every command; and how some answers look on
// terminals of three widths, with colours and without. A glance at them, or at their diff in a review, shows every
// sentence.
// Usage: node test/answers.js           compares, says what differs, and exits with 1
//        npm run answers                writes all of them (node test/answers.js --write)
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {ask} from './support/ask.js';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'test/answers');
// By a path that is the same in every checkout: commands that are printed name it.
process.chdir(root);
const recordings = 'test/recordings';
/** How many processes of a recording are asked about one by one. */
const ASKED = 4;

// `ask` puts its own words in the place of these.
const isToWrite = process.argv.includes('--write');
const writeOut = process.stdout.write.bind(process.stdout);

/** The answer under the line that asks for it, as in a terminal. */
function shown(args, {stdout, stderr, status}) {
  const words = args.map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`));
  const line = ['$ procdoc', ...words].join(' ');
  const end = status === 0 ? '' : `[exit status ${status}]\n`;
  return `${line}\n${stdout}${stderr}${end}`;
}

/** Of a recording: what every command says of its processes. What was not recorded is not asked. */
async function answersOf(name) {
  const text = readFileSync(path.join(recordings, `${name}.txt`), 'latin1');
  const facts = JSON.parse(/^# (\{.*\})$/m.exec(text)?.[1] ?? '{}');
  const [, listed = ''] = /^directory \.\n((?:\|\d+\n)+)/m.exec(text) ?? [];
  const pids = new Set([...listed.matchAll(/\d+/g)].map(([pid]) => pid));
  const asked = [...new Set(Object.values(facts).flat().map(String))].filter(fact => pids.has(fact));
  const questions = [
    ...['zombies', 'sigchld', 'orphans', 'locks'].map(command => [command, '--evidence']),
    ['scripts'],
    ['tree'],
    ['diagnose', '--settle', '0s', '--evidence'],
    ...asked.slice(0, ASKED).flatMap(pid => [
      ['why', pid, '--evidence'],
      ['inherited-fds', pid, '--evidence'],
    ]),
    ...(facts.path ? [['holders', facts.path]] : []),
    ...(facts.port ? [['holders', `:${facts.port}`]] : []),
  ];
  const answers = [];
  for (const question of questions) {
    const {stdout, status} = await ask([...question, '-q', '--from', path.join(recordings, `${name}.txt`)]);
    if (status <= 1 && [...pids].some(pid => new RegExp(`\\b${pid}\\b`).test(stdout)))
      answers.push(shown(question, {stdout, stderr: '', status}));
  }
  return answers;
}

/** What needs no machine, or is said of one recording in every format. */
async function otherAnswers() {
  const commands = readdirSync(path.join(root, 'src/commands')).map(file => file.replace(/\.ts$/, ''));
  const {default: statuses} = await import('./answers-statuses.js');
  const incident = path.join(recordings, 'client-and-daemon.txt');
  const formats = ['text', 'github', 'nagios', 'tap', 'junit', 'prometheus'];
  const recorded = name => path.join(recordings, `${name}.txt`);
  const hosts = ['client-gone', 'ofd-lock-of-heirs', 'never-waits']
    .map(recorded)
    .concat('package.json')
    .flatMap(file => ['--from', file]);
  const questions = {
    inspect: [
      ['inspect', '23607', '--from', recorded('never-waits')],
      ['inspect', '23608', '--from', recorded('never-waits')],
      ['inspect', ':45223', '--from', recorded('orphan-with-port')],
      ['inspect', '3693', '--from', recorded('inherited-flock')],
      ['inspect', '2147', '--from', recorded('parent-stopped')],
      ['inspect', '25305', '--from', recorded('script-job')],
      ['inspect', '8219', '--all', '--from', recorded('changed-script')],
      ['inspect', '23739', '--from', recorded('init-does-not-reap')],
    ],
    drawings: [
      ['why', '23607', '--format', 'dot', '-q', '--from', recorded('never-waits')],
      ['why', '23607', '--format', 'mermaid', '-q', '--from', recorded('never-waits')],
      ['tree', '23607', '--format', 'mermaid', '-q', '--from', recorded('never-waits')],
      ['locks', '--format', 'mermaid', '-q', '--from', recorded('inherited-flock')],
      ['holders', ':45223', '--format', 'dot', '-q', '--from', recorded('orphan-with-port')],
      ['inherited-fds', '8686', '--format', 'dot', '-q', '--from', recorded('orphan-with-port')],
      ['tree', '--format', 'dot', '--json', '--from', recorded('never-waits')],
      ['locks', '--format', 'svg', '-n', '--from', recorded('inherited-flock')],
    ],
    signals: [
      ['signals', '25305', 'INT', '--from', recorded('script-job')],
      ['signals', '25305', '--from', recorded('script-job')],
      ['signals', '25412', 'TERM', '--from', recorded('term-blocked')],
      ['signals', '5047', '--from', recorded('pending-and-blocked')],
      ['signals', '32130', 'CHLD', '--from', recorded('sigchld-signalfd')],
      ['signals', '25501', 'HUP', '--from', recorded('hangup-inherited')],
      ['signals', '11955', 'TERM', '--from', recorded('init-without-handler')],
      ['signals', '32131', 'KILL', '--from', recorded('sigchld-signalfd')],
    ],
    help: [['-h'], ...commands.sort().map(command => [command, '-h'])],
    'decode-status': statuses,
    explain: [
      ['explain'],
      ['explain', 'locks/held-by-heir'],
      ['explain', 'too many open files'],
      ['explain', 'disk'],
      ['explain', 'umount'],
    ],
    'several-hosts': [
      ['diagnose', '--settle', '0s', ...hosts],
      ['diagnose', '--settle', '0s', '-o', 'host,rule,severity,certainty,count', ...hosts],
      ...['text', 'tap', 'junit'].map(format => [
        ...['check', '--settle', '0s', '--format', format],
        ...['--rule', 'locks', '--rule', 'zombies/parent-never-waits', ...hosts],
      ]),
      ['zombies', ...hosts],
      ['diagnose', '4711', ...hosts],
      ['check', '--format', 'nagios', ...hosts],
      ['check', '--scope', 'session', ...hosts],
    ],
    check: formats.map(format => ['check', '--settle', '0s', '--format', format, '--from', incident]),
    messages: [
      ['zombis'],
      ['frobnicate'],
      ['--json', 'zombies'],
      ['zombies', 'extra'],
      ['why', '1', '2'],
      ['orphans', '1'],
      ['locks', '/a', '/b c'],
      ['inspect', 'nobody-has-this-name'],
      ['zombies', '--sette', '1s'],
      ['zombies', 'json'],
      ['zombies', '-json'],
      ['zombies', '--parent', '0'],
      ['lsof'],
      ['version'],
      ['zombies', '-o', 'pid,stat'],
      ['zombies', '--settle', 'soon'],
      ['zombies', '--json', '--sort', 'age'],
      ['diagnose', '--severity', 'high'],
      ['diagnose', '--severity'],
      ['scripts', '--min', 'x'],
      ['scripts', '--min=-1'],
      ['scripts', '--min', '2', '--max', '1'],
      ['scripts', '--regex', '('],
      ['scripts', '--regex', '--substring', 'x'],
      ['record'],
      ['report'],
      ['report', '-o', '-', '--json'],
      ['why'],
      ['why', '0'],
      ['signals', '1', 'SIGNAL'],
      ['signals', 'INT', '4711'],
      ['locks', '4711'],
      ['run', 'ls', '-l', 'a b'],
      ['kill'],
      ['why', '4194304', '--from', incident],
      ['why', 'demon.py', '--from', incident],
      ['why', ':81', '--from', incident],
      ['why', '10 in web', '--from', incident],
      ['inspect'],
      ['inspect', ''],
      ['inspect', 'demon.py', '--from', incident],
      ['inspect', '/nowhere/at/all', '--from', incident],
      ['inspect', '@session', '--from', incident],
      ['holders', ''],
      ['holders', '81', '--from', incident],
      ['holders', 'tcp:no-such-service'],
      ['holders', 'pipe:x'],
      ['holders', 'web:80'],
      ['holders', 'tcp:web:80'],
      ['holders', '/nowhere/at/all'],
      ['locks', '/nowhere/at/all'],
      ['locks', '/nowhere/at/all', '--from', incident],
      ['explain', 'zombies/parent-stoped'],
      ['zombies', '--proc', '/nowhere'],
      ['zombies', '--from', '/nowhere/at/all'],
      ['zombies', '--from', '/dev/null'],
      ['zombies', '--from', '/etc/passwd'],
      ['check', '--from', incident, '--scope', 'job'],
      ['check', '--from', incident, '--zombies', '5:1'],
      ['check', '--from', incident, '--expect-script', 'daemon.py=x'],
      ['check', '--from', incident, '--expect-port', '/run/x=nginx'],
      ['check', '--from', incident, '--rule', 'zombies', '--ignore', 'zombies'],
      ['check', '--from', incident, '--config', '/dev/zero'],
      ['check', '--from', incident, '--baseline', '/nowhere/at/all'],
      ['check', '--from', incident, '--baseline', '/etc/passwd', '--write-baseline'],
      ['decode-status', 'x'],
      ['decode-status', '--as', 'shell', '256'],
      ['completion', 'csh'],
    ],
  };
  const answers = {};
  for (const [name, asked] of Object.entries(questions)) {
    const blocks = [];
    for (const question of asked) {
      const shownAs = question.map(word => word.replace(`${recordings}/`, ''));
      blocks.push(shown(shownAs, await ask(question)));
    }
    answers[name] = blocks;
  }
  return answers;
}

/** What shows how text is laid out: a sentence, a table, a long command line, a command to type, and the way in. */
const telling = [
  [],
  ['diagnose', '--settle', '0s', '--from', 'client-gone'],
  ['holders', ':45479', '--from', 'client-gone'],
  ['why', '11899', '--from', 'parent-held-up'],
  ['zombies', '--from', 'never-waits'],
  ['tree', '--from', 'changed-script'],
  ['scripts', '--from', 'changed-script'],
  ['scripts', '-o', 'pid,user,started,command', '--from', 'changed-script'],
];

/** How text looks on terminals: cut and wrapped at three widths, without colours and with them (ESC is written "␛"). */
async function layouts() {
  const files = new Map();
  for (const columns of [60, 80, 200])
    for (const color of ['never', 'always']) {
      const blocks = [];
      for (const words of telling) {
        const asked = words.map((word, at) =>
          words[at - 1] === '--from' ? `${recordings}/${word}.txt` : word,
        );
        const colored = words.length === 0 ? [] : ['--color', color];
        blocks.push(shown(words, await ask([...asked, ...colored], columns)));
      }
      const name = `terminal-${columns}${color === 'always' ? '-colour' : ''}.txt`;
      files.set(name, blocks.join('\n').replaceAll(`${recordings}/`, '').replaceAll('\x1b', '␛'));
    }
  return files;
}

/** The words of a page, a line for each block, with its links and without the pages of rules, drawings and JSON. */
function wordsOf(page) {
  const body = page.slice(page.indexOf('<body>'), page.indexOf('<script type='));
  return body
    .replaceAll(/<details class="rule"[\s\S]*?<\/details>|<svg[\s\S]*?<\/svg>/g, '')
    .replaceAll('\n', ' ')
    .replaceAll(/<h([1-6])[^>]*>/g, (_, level) => `\n\n${'#'.repeat(level)} `)
    .replaceAll(/<\/t[hd]>/g, '\t')
    .replaceAll(/<(?:p|li|tr|pre|summary|figcaption|option|button|label|div class="row)\b[^>]*>/g, '\n')
    .replaceAll(/<a [^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g, '$2 ($1)')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(
      /&(lt|gt|quot|#39|amp);/g,
      (_, name) => ({lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&'})[name],
    )
    .replaceAll(/ {2,}|[ \t]+(?=\n)/g, ' ')
    .replaceAll(/ *\n(?:[ \t]*\n)+ */g, '\n\n')
    .trim();
}

/** What pages say. */
async function reports() {
  const asked = [
    ['report', '-o', '-', '--settle', '0s', '--from', 'lock-queue'],
    ['report', '23607', '-o', '-', '--settle', '0s', '--from', 'never-waits'],
    ['report', '-o', '-', '--redact', '--from', 'orphan-with-port'],
  ];
  const blocks = [];
  for (const words of asked) {
    const {stdout, stderr, status} = await ask(
      words.map((word, at) => (words[at - 1] === '--from' ? `${recordings}/${word}.txt` : word)),
    );
    blocks.push(shown(words, {stdout: `${wordsOf(stdout)}\n`, stderr, status}));
  }
  return blocks.join('\n').replaceAll(`${recordings}/`, '');
}

async function all() {
  const files = new Map([['report.txt', await reports()]]);
  for (const file of readdirSync(recordings).sort()) {
    const name = file.replace(/\.txt$/, '');
    files.set(`${name}.txt`, (await answersOf(name)).join('\n').replaceAll(`${recordings}/`, ''));
  }
  for (const [name, blocks] of Object.entries(await otherAnswers()))
    files.set(`${name}.txt`, blocks.join('\n').replaceAll(`${recordings}/`, ''));
  for (const [name, text] of await layouts()) files.set(name, text);
  return files;
}

/** The first lines in which two texts differ. */
function difference(before, after) {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const at = now.findIndex((line, index) => line !== old[index]);
  const from = at < 0 ? now.length : at;
  return [`  line ${from + 1}`, `  - ${old[from] ?? ''}`, `  + ${now[from] ?? ''}`].join('\n');
}

const files = await all();
if (isToWrite) {
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(folder, {recursive: true});
  for (const [name, text] of files) writeFileSync(path.join(folder, name), text);
} else {
  const known = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of new Set([...known, ...files.keys()])) {
    const before = known.includes(name) ? readFileSync(path.join(folder, name), 'utf8') : '';
    const after = files.get(name) ?? '';
    if (before === after) continue;
    process.exitCode = 1;
    writeOut(
      `test/answers/${name} says something else now (npm run answers):\n${difference(before, after)}\n`,
    );
  }
}
