import {seenIn} from '../../snapshot/evidence.ts';
import type {ScriptCase} from '../../snapshot/scripts/script-case.ts';
import {endCommand} from '../remedies/end-command.ts';
import type {Rule} from '../rule.ts';
import {pointing} from '../words/evidence.ts';
import {named} from '../words/named.ts';
import {startEvidence} from '../words/time-evidence.ts';

/** Where scripts are made to be run once: installers and CI steps remove theirs while it runs. */
const temporary = /^\/(?:tmp|var\/tmp|dev\/shm|run)\//;

/** A deploy that swapped the folder, or an uninstalled package, left the old process behind. */
export const deleted: Rule<ScriptCase> = {
  id: 'scripts/deleted',
  severity: 'warning',
  title: 'a script is running but its file is gone',
  claims: 'moment',
  needs: ['cmdline', 'cwd', 'root', 'uptime'],
  headline: ([{process, found}]) =>
    `${named(process)} is still running ${found.script.process.address(found.staleFiles[0] ?? '')}, which no longer exists.`,
  check({process, found, isLongRunning, root}) {
    const {script, freshness, staleFiles} = found;
    const [path] = staleFiles;
    if (freshness !== 'deleted' || path === undefined || temporary.test(path)) return undefined;
    // After chroot(2) the path that it was started by leads elsewhere.
    if (!isLongRunning || root() !== '/') return undefined;
    const {pid, startedAtMs = Number.NaN} = script.process;
    const opened = script.opened();
    const isOpen = opened?.link === `${path} (deleted)`;
    return {
      why: `${script.process.address(path)} no longer exists. ${named(process)} still runs the code from it, which nobody can read now, and can't be started again from that path.`,
      evidence: [
        startEvidence(process, startedAtMs),
        isOpen
          ? seenIn(pid, `fd/${opened.fd}`, null, opened.link)
          : pointing(seenIn(pid, `root${path}`, null, 'ENOENT')),
      ],
      remedy: `Start the script from where its code is now, then stop this process: ${endCommand([process])}. Have whatever moves or removes code (a deploy, an upgrade) restart the processes that run it.`,
    };
  },
};
