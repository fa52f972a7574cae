// What a start of procdoc costs, which a health check pays every few seconds.
import {existsSync} from 'node:fs';
import {holdContest, ratioOf} from '../contest.js';
import {race} from '../measure.js';
import {missing, procdoc, singleFile} from '../programs.js';

const NODE = {name: 'node -e 0', words: [process.execPath, '-e', '0']};

/** The single file, next to what npm installs; it is there once `npm run package` has made it. */
function startOfSingleFile(ask) {
  if (!existsSync(singleFile)) {
    missing.add('the single file of npm run package');
    return [];
  }
  const [single, installed] = race([{words: [singleFile, ...ask]}, {words: [...procdoc, ...ask]}], {
    rounds: 40,
  });
  return [
    ratioOf({
      what: `${ask.join(' ')}, single file`,
      ours: single,
      name: 'as npm installs it',
      theirs: installed,
      budget: 1.2,
      why: 'It has the same code with the same code cache in it, in a program of 100 MB of which a start reads what it needs.',
    }),
  ];
}

export function starts({revision}) {
  const decode = ['decode-status', '0x8000'];
  const [alone, run] = race([{words: [...procdoc, ...decode]}, {words: [...procdoc, 'run', '--', 'true']}], {
    rounds: 40,
  });
  return [
    ...holdContest(
      {
        what: 'decode-status 0x8000',
        ask: decode,
        rounds: 40,
        rivals: [{...NODE, budget: 1.6}],
        why: "Node's own start is what no program on it can save; an empty snapshot of V8 alone takes 1.1 to 1.3 of it, and oclif's parser and 100 KB of code have to be in the rest.",
      },
      revision,
    ),
    ...startOfSingleFile(decode),
    ratioOf({
      what: 'run -- true',
      ours: run,
      name: 'decode-status 0x8000',
      theirs: alone,
      budget: 1.5,
      why: 'A wrapper is around every command of a job. It loads the foreign function library and starts a process, which takes half a start.',
    }),
    ...['zombies', 'tree', 'diagnose'].flatMap(command =>
      holdContest(
        {
          what: `${command} -h`,
          ask: [command, '-h'],
          rivals: [{...NODE, budget: 2.2}],
          why: "oclif's help is three times as much code as its parser; a person waits for it, no loop does.",
        },
        revision,
      ),
    ),
  ];
}
