import type {ServerWait, SilentServer} from '../../snapshot/blocked-processes/silent-servers.ts';
import {lookAgainCommand} from '../commands/printed-commands.ts';
import {abortCommand} from '../remedies/abort-connection.ts';
import {endCommand} from '../remedies/end-command.ts';
import {letRun} from '../remedies/let-run.ts';
import type {Rule} from '../rule.ts';
import {edgeTargetText} from '../words/edge-target.ts';
import {lastingIf} from '../words/evidence.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';
import {stallEvidence, stallText} from '../words/stall.ts';
import {saidOfWait} from '../words/wait-evidence.ts';

/** How many processes a sentence names. */
const NAMED = 4;

/** Each look at such a file system sleeps until its server answers, and so does the next program that comes by. */
export const fuseServerSilent: Rule<SilentServer> = {
  id: 'families/fuse-server-silent',
  severity: 'warning',
  title: "processes are blocked on a FUSE file system whose server is stopped or doesn't answer",
  claims: 'lasting',
  needs: ['fd', 'fdinfo'],
  headline: several =>
    several
      .map(({server, stall, waiters}) => {
        const state = stall ? `is ${stall.kind}` : "doesn't answer";
        return `${namesOf(waiters)} blocked on ${placesOf(waiters)}: ${named(server)}, which serves it, ${state}.`;
      })
      .join(' '),
  check({server, stall, waiters, isLasting}) {
    const seconds = Math.floor(Math.max(...waiters.map(waiter => waiter.seconds ?? 0)));
    const since = seconds > 0 ? ` for ${seconds} s` : '';
    const edges = waiters.map(({edge}) => edge);
    const abort = abortCommand(edges, server);
    const fail = abort === undefined ? '' : ` To fail every request to it: ${abort}.`;
    return {
      unseen: 'something',
      why: `${namesOf(waiters)} blocked${since} until ${named(server)} answers for the file system at ${placesOf(waiters)}. ${stall ? stallText(server, stall) : `${named(server)} isn't stopped, and has left the request unanswered.`}`,
      evidence: lastingIf(isLasting ?? null, [
        ...(stall ? stallEvidence(stall) : []),
        ...edges.slice(0, NAMED).flatMap(({evidence}) => evidence.map(saidOfWait)),
      ]),
      remedy: `${stall ? letRun(server, stall) : `To see what ${server.comm} waits for: ${lookAgainCommand(server, 'why', server.pid)}. To end it: ${endCommand([server])}.`}${fail}`,
    };
  },
};

function namesOf(waiters: readonly ServerWait[]): string {
  const names = [...new Set(waiters.map(({process}) => named(process)))];
  return `${listed(names, NAMED)} ${names.length === 1 ? 'is' : 'are'}`;
}

function placesOf(waiters: readonly ServerWait[]): string {
  const places = new Set(waiters.map(({edge}) => edgeTargetText(edge.target ?? {kind: 'link', link: '?'})));
  return listed([...places], NAMED);
}
