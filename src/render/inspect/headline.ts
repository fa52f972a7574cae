import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import {stateName} from '../../rules/words/activity.ts';
import {named} from '../../rules/words/named.ts';
import {waitStatusText} from '../../rules/words/wait-status.ts';
import type {Card} from '../../snapshot/cards/card.ts';
import {originClause} from '../introductions/starter-text.ts';
import {counted} from '../page.ts';
import type {JudgedCard} from './judged-card.ts';

/** What a process is, and whether it is all right: "nginx (411) runs /usr/sbin/nginx, in the unit nginx.service. …" */
export function headline(judged: JudgedCard): string {
  const {card} = judged;
  const origin = originText(card);
  const what = [`${named(card.process)} ${whatText(card)}`, ...(origin === undefined ? [] : [origin])];
  return [`${what.join(', ')}.`, ...stateSentence(card), healthText(judged)].join(' ');
}

function whatText({process, script, program, waitStatus}: Card): string {
  if (process.isZombie()) {
    const how = waitStatus === null ? '' : `: ${waitStatusText(decodeWaitStatus(waitStatus))}`;
    return `is a zombie${how}`;
  }
  if (process.stat.kernelThread) return 'is a kernel thread';
  const {module = null} = script?.script.line ?? {};
  const name = module === null ? script?.script.address() : `-m ${module}`;
  if (name != null) return `runs ${name}`;
  return program === null ? "runs a program that can't be seen from here" : `runs ${program}`;
}

function originText({process, orphanhoods, starters, isDaemon}: Card): string | undefined {
  const origin = originClause(starters);
  const orphanhood = orphanhoods.get(process);
  if (!orphanhood) return origin;
  const orphan = isDaemon
    ? 'and outlived the process that started it, as a daemon (likely)'
    : `and outlived the process that started it (${orphanhood.certainty})`;
  return origin === undefined ? orphan : `${origin}, ${orphan}`;
}

/** A state in which a process does nothing, whoever waits for it. */
function stateSentence({process: {stat}, chain}: Card): string[] {
  if (chain.deadlocked.has(stat.pid)) return ['It is in a deadlock.'];
  return ['T', 't', 'D'].includes(stat.state) ? [`It is ${stateName(stat.state)}.`] : [];
}

/** The rules look at no thread of the kernel, and not at procdoc itself. */
function healthText({diagnosis: {findings, skipped, asked, lookedAt}}: JudgedCard): string {
  if (lookedAt === 0) return 'No rule is about it.';
  const [worst, ...others] = findings;
  const more = others.length === 0 ? '' : ` And ${counted(others.length, 'more finding')}.`;
  if (worst && worst.severity !== 'info') return `Something is wrong: ${worst.what}${more}`;
  const rules = counted(asked.length, 'rule');
  const blind = new Set(skipped.map(({rule}) => rule)).size;
  const nothing = worst ? 'Nothing wrong found' : 'Nothing found';
  const hedge = blind === 0 ? undefined : `${nothing}, but ${blind} of ${rules} couldn't look everywhere.`;
  if (!worst) return hedge ?? `${rules} found nothing wrong.`;
  return [...(hedge === undefined ? [] : [hedge]), `Worth knowing: ${worst.what}${more}`].join(' ');
}
