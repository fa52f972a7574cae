import type {Explanation} from './explanation.ts';

/** What an exit code means beyond the exit status, or the signal, when a container runtime reports it. */
export const containerMeanings: Readonly<Record<number, Partial<Explanation>>> = {
  125: {
    meaning: 'The container was not started: `docker run` or `podman run` failed itself.',
    causes: ['a bad option', 'a port or name that is already in use', 'the daemon refused or failed'],
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
    causes: ['containerd could not start the container ("StartError" in Kubernetes)', 'a fatal error of git'],
  },
  137: {
    causes: [
      'out of memory: the OOM killer, at its memory limit (oom_kill in memory.events counts it)',
      '`docker stop` or Kubernetes, once the grace period after SIGTERM was over',
      '`docker kill`, or kill -9 from the host',
      'the main process exited with 137, because a child of its own was killed by SIGKILL',
    ],
  },
  139: {
    causes: [
      'a crash of the main process: a null, dangling or corrupted pointer, a stack overflow',
      'abort() of PID 1 (a failed assert, an uncaught C++ exception, a fatal error of Node): its SIGABRT has no effect there, and it comes out as SIGSEGV',
      'a native extension or library that does not fit the image, such as glibc code on Alpine',
    ],
  },
  143: {
    meaning: 'The main process was killed by SIGTERM, or caught SIGTERM and exited with 143.',
    causes: [
      '`docker stop`, the deletion or eviction of a pod, a new rollout',
      'tini or another init, whose child was killed by SIGTERM: PID 1 itself ignores SIGTERM without a handler',
    ],
  },
  255: {
    meaning: 'exit(-1) of the main process, or a container whose exit status was lost.',
    causes: [
      'an error that the program has no other code for',
      'containerd or the node restarted ("Unknown" in Kubernetes)',
    ],
  },
};
