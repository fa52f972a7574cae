import {listed} from '../../rules/words/listed.ts';
import type {ChainNode, WaitChain} from '../../snapshot/blocked-processes/wait-chain.ts';
import {isShell} from '../../snapshot/programs/pipeline-program.ts';
import type {Edge, Prompt} from '../../snapshot/wait-chain/edge.ts';
import type {Wait} from '../../snapshot/wait-chain/graph.ts';
import {fdsText, NAMED, nameOf, nameWithFds, nodeName} from './names.ts';

/** What a terminal is set for, as it is typed. */
const typed: Readonly<Record<Prompt, string>> = {
  line: 'a line typed on',
  'hidden-line': "a line that isn't shown, such as a password (ECHO is off), typed on",
  keys: 'a key typed (ICANON is off, as in a full-screen program or a line editor) on',
};

const OPTION = '-y, --yes or --batch, if it has such an option';

/** How a program runs that must not ask. */
const withoutAnswer: Readonly<Record<Prompt, string>> = {
  line: `To run it without an answer: \`</dev/null\`, or ${OPTION}`,
  'hidden-line':
    'To run it without an answer, give it the secret in another way (a key, a token, an askpass program), or start it by `setsid -w`, without a terminal',
  keys: `To run it without an answer: \`</dev/null >log 2>&1\`, or ${OPTION}; of a pager or editor: \`PAGER=cat\`, \`EDITOR=true\``,
};

/** Whether a wait is for input, and nothing but that. */
export function isForInput({edges}: Wait): boolean {
  return edges.length > 0 && edges.every(({kind}) => kind === 'waits-for-input');
}

/** What a process asks for, who has to answer, and how it runs without: sentences without their full stops. */
export function inputSentences(chain: WaitChain, asked: ChainNode, {edges}: Wait): string[] {
  const [first] = edges;
  const who = nodeName(asked);
  if (!first?.input) return [];
  if (first.input.kind === 'standard-input')
    return [
      `${who} ${inputText(first)} (likely): only ${nameWithFds(chain, first)} can write to it${first.input.seenTwice ? ", and hasn't between two looks" : ''}`,
      `${who} continues when ${nameOf(chain, first)} writes an answer, or closes ${fdsText(first)}`,
      withoutAnswer.line,
    ];
  const {prompt} = first.input;
  const isAtPrompt = prompt === 'keys' && isShell(asked.process);
  return [
    `${who} ${inputText(first)}, the terminal that it is in the foreground of`,
    answererText(chain, edges),
    ...(prompt === null ? ["What the terminal is set for can't be read"] : []),
    isAtPrompt ? `${who} is a shell: likely it is at its prompt` : withoutAnswer[prompt ?? 'line'],
  ];
}

/** What a process waits for: "waits for input: a line typed on /dev/pts/3". */
export function inputText({input}: Edge): string {
  if (input?.kind !== 'terminal') return 'waits for input on its standard input';
  return `waits for input: ${input.prompt === null ? 'something typed on' : typed[input.prompt]} ${input.path}`;
}

function answererText(chain: WaitChain, edges: readonly Edge[]): string {
  const seen = edges.filter(({to}) => to !== null);
  if (seen.length === 0) return "Which process has the other end isn't visible from here";
  const names = seen.map(edge => nameWithFds(chain, edge));
  return `The answer has to come through ${listed(names, NAMED, 'or')}, which ${names.length === 1 ? 'has' : 'have'} the other end`;
}
