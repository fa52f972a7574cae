// Starts real programs, at work, and asks procdoc about each at random moments, as root and as an ordinary user: no
// healthy program may be accused. Exits with 1 if one was, with 3 if one could not be asked about, else with 0.
// Usage: npm run healthy -- [--runs NUMBER] [PROGRAM...]
// What it needs is installed by: npm run test-setup -- healthy
import {setTimeout as sleep} from 'node:timers/promises';
import {closeInherited} from '../close-inherited.js';
import {complain, readOptions} from '../options.js';
import {missingTools} from '../tools.js';
import {endAllAtOnce, Place} from './place.js';
import {Procdoc} from './procdoc.js';
import {alive} from './processes.js';
import {programs} from './programs/index.js';
import {printReport, summaryOf} from './report.js';
import {tools} from './tools.js';

const COMMANDS = {diagnose: pid => ['diagnose', `${pid}`], check: pid => ['check', '--scope', `${pid}`]};
const USERS = ['root', 'nobody'];

const USAGE = `usage: npm run healthy -- [--runs NUMBER] [PROGRAM...]
  --runs   how often each question is asked: 20 times by default
  PROGRAM  only these programs, of: ${programs.map(({name}) => name).join(' ')}`;

const {values, positionals} = readOptions('healthy', USAGE, {runs: {type: 'string', default: '20'}});
const runs = Number(values.runs);

function chosenPrograms() {
  const unknown = positionals.find(name => !programs.some(program => program.name === name));
  if (unknown !== undefined) complain('healthy', `there is no program ${unknown}`, USAGE);
  if (!(runs > 0)) complain('healthy', `--runs ${values.runs} is no number of times`, USAGE);
  return programs.filter(({name}) => positionals.length === 0 || positionals.includes(name));
}

/** Asks one command as one user as often as is wanted, each time after a random pause. */
async function askOften(procdoc, {place, pid, start}, user, command) {
  const answers = [];
  for (let run = 0; run < runs; run++) {
    await sleep(800 * Math.random());
    const findings = await procdoc.findings(user, COMMANDS[command](pid));
    const gone = alive(pid)?.start !== start ? `process ${pid} has exited` : place.exited();
    if (gone) throw new Error(gone);
    answers.push({user, command, findings});
  }
  return answers;
}

/** What was answered about a program that runs as `user`; or why it could not be asked about. */
async function examine(procdoc, program, user) {
  const place = new Place(program.name, user);
  try {
    const pid = await program.start(place);
    const start = alive(pid)?.start;
    const asked = USERS.flatMap(asker =>
      Object.keys(COMMANDS).map(command => askOften(procdoc, {place, pid, start}, asker, command)),
    );
    const answers = (await Promise.all(asked)).flat();
    const idle = place.idle();
    if (idle) throw new Error(idle);
    return {user, answers};
  } catch (error) {
    return {user, answers: [], failure: error.message};
  } finally {
    await place.end();
  }
}

async function versionOf({version}) {
  const place = new Place('version', 'nobody');
  try {
    const printed = await place.run(version);
    return (/\d+(?:\.\d+)+(?:p\w+)?/.exec(printed) ?? /\d+/.exec(printed))?.[0] ?? '?';
  } catch {
    return '?';
  } finally {
    await place.end();
  }
}

if (process.getuid() !== 0) {
  console.error('as root: programs run, and procdoc is asked, as several users');
  process.exit(2);
}
closeInherited();
const missing = new Set(missingTools(tools).map(({name}) => name));
const procdoc = new Procdoc();
process.once('exit', () => procdoc.remove());
const examined = [];
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(name, () => {
    endAllAtOnce();
    printReport(examined);
    process.exit(1);
  });

for (const program of chosenPrograms()) {
  const lacking = program.needs.filter(name => missing.has(name));
  const version = lacking.length > 0 ? '' : await versionOf(program);
  for (const user of program.users) {
    process.stderr.write(`${program.name}, run by ${user}: `);
    const failure = `needs ${lacking.join(', ')}: npm run test-setup -- healthy`;
    const result = lacking.length > 0 ? {user, answers: [], failure} : await examine(procdoc, program, user);
    examined.push({program: program.name, version, ...result});
    process.stderr.write(`${summaryOf(examined.at(-1))}\n`);
  }
}
process.exitCode = printReport(examined);
