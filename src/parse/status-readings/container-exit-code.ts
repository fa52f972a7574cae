import {canKill} from '../signals/signal-actions.ts';
import type {Platform} from '../signals/signals.ts';
import {parseStatusNumber, quoted} from '../wait-status/status-number.ts';
import {
  accepted,
  announced,
  type Interpretation,
  type Interpreted,
  interpretExit,
  interpretKill,
  refused,
} from './interpretation.ts';

const SIGNALED = 128;

/**
 * The exit code of a container, as `docker inspect`, `kubectl describe pod` and `podman ps` show it: the exit status
 * of its main process, 128 + n where signal n killed that, or a code of the runtime. Sources: docker-run(1),
 * "Exit status"; containerd's CRI plugin (128 and 255).
 */
export function parseContainerExitCode(text: string, platform: Platform): Interpreted {
  const number = parseStatusNumber(text);
  if (!number.ok) return number;
  const {value} = number;
  if (value < 0 || value > 255) {
    return refused(`${quoted(text.trim())} is no exit code of a container: they go from 0 to 255.`);
  }
  return accepted(interpret(value, platform));
}

function interpret(value: number, platform: Platform): Interpretation {
  const signal = value - SIGNALED;
  const killed = canKill(signal, platform);
  const interpretation = killed ? interpretKill(signal, platform) : interpretExit(value, platform);
  const notation = `container exit code ${value}${killed ? ` is ${SIGNALED} + ${signal}` : ''}`;
  return announced({...interpretation, ...IN_CONTAINERS[value]}, notation);
}

const IN_CONTAINERS: Readonly<Record<number, Partial<Pick<Interpretation, 'meaning' | 'causes'>>>> = {
  125: {
    meaning: 'The container was not started: `docker run` or `podman run` failed itself.',
    causes: ['a bad option', 'a port or name that is taken', 'the daemon refused or failed'],
  },
  126: {
    meaning: "The container's command was found, but could not be executed.",
    causes: ['the file is not executable, or a directory', 'the image is for another architecture'],
  },
  127: {
    meaning: "The container's command was not found.",
    causes: [
      'a typo in the command, or it is not in the image or its PATH',
      'its interpreter or dynamic loader is not in the image (a glibc program on Alpine)',
    ],
  },
  128: {
    meaning: 'The container was not started, or its program has a meaning of its own for 128.',
    causes: ['containerd could not start it ("StartError" in Kubernetes)', 'a fatal error of git'],
  },
  137: {
    causes: [
      'out of memory: the OOM killer, at its memory limit (oom_kill in memory.events counts it)',
      '`docker stop` or Kubernetes, when the grace time after SIGTERM had passed',
      '`docker kill`, or kill -9 from the host',
      'its main process exited with 137, because a child of its own was killed by SIGKILL',
    ],
  },
  143: {
    meaning: 'SIGTERM ended its main process, which was killed by it, or caught it and exited with 143.',
    causes: [
      '`docker stop`, the deletion or eviction of a pod, a new rollout',
      'tini or another init, whose child was killed by SIGTERM: PID 1 itself ignores it without a handler',
    ],
  },
  255: {
    meaning: 'exit(-1) of its main process, or a container whose exit status was lost.',
    causes: [
      'an error that the program has no other code for',
      'containerd or the node restarted ("Unknown" in Kubernetes)',
    ],
  },
};
