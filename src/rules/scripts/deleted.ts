import {isoTime} from '../../parse/iso-time.ts';
import type {ScriptCase} from '../../snapshot/scripts/script-case.ts';
import type {Rule} from '../rule.ts';

/** Where scripts are made to be run once: installers and CI steps remove theirs while it runs. */
const temporary = /^\/(?:tmp|var\/tmp|dev\/shm|run)\//;

/** A deploy that swapped the folder, or an uninstalled package, left the old process behind. */
export const deleted: Rule<ScriptCase> = {
  id: 'scripts/deleted',
  severity: 'warning',
  title: 'a script runs on whose file is not on disk any more',
  needs: ['cmdline', 'cwd', 'root', 'uptime'],
  check(scriptCase) {
    const {script, freshness, because, staleFiles} = scriptCase.found;
    const [path] = staleFiles;
    if (freshness !== 'deleted' || path === undefined || temporary.test(path)) return undefined;
    // After chroot(2) the path that it was started by leads elsewhere.
    if (!scriptCase.isLongRunning || scriptCase.root() !== '/') return undefined;
    const {pid, startedAtMs = Number.NaN} = script.process;
    const open = script.line.interpreter === 'shell' ? script.process.bashScript() : undefined;
    const isOpen = open === `${path} (deleted)`;
    return {
      certainty: isOpen ? 'proven' : 'likely',
      why: `${because}: it runs on with code that nobody can see, and cannot be started again from there.`,
      evidence: [
        `/proc/${pid}/stat: starttime (22) is ${scriptCase.process.stat.startTicks}, which is ${isoTime(startedAtMs)}`,
        isOpen ? `/proc/${pid}/fd/255: ${open}` : `/proc/${pid}/root${path}: ENOENT`,
      ],
      remedy:
        'Start it from where its code is now, and end this one. What moves or removes code (a deploy, an upgrade) has to restart what runs it.',
    };
  },
};
