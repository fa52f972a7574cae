import type {Platform} from '../signals/signals.ts';
import {killingSignal} from '../wait-status/exit-codes.ts';
import {parseStatusNumber} from '../wait-status/status-number.ts';
import {accepted, type Interpreted, interpretExit, interpretKill, refused} from './interpretation.ts';

/**
 * The exit code of a container, as `docker inspect`, `kubectl describe pod` and `podman ps` show it: the exit status
 * of its main process, 128 + n where signal n killed that process, or a code of the runtime. Sources: docker-run(1),
 * "Exit status"; containerd's CRI plugin (128 and 255).
 */
export function parseContainerExitCode(text: string, platform: Platform): Interpreted {
  const number = parseStatusNumber(text);
  if (!number.ok) return number;
  const {value} = number;
  if (value < 0 || value > 255) return refused({kind: 'container-range', text: text.trim()});
  const signalNumber = killingSignal(value, platform);
  const notation = {readAs: 'container', value, signalNumber} as const;
  return accepted(
    signalNumber === null
      ? interpretExit(value, platform, notation)
      : interpretKill(signalNumber, platform, notation),
  );
}
