import {
  type LsbStatus,
  type StartFailure,
  systemdExitCode,
} from '../../parse/wait-status/systemd-exit-codes.ts';
import type {Explanation} from './explanation.ts';

/** What an exit status means beyond the program's own use of it, when systemd reports it. */
export function systemdExplanation(code: number): Partial<Explanation> {
  const tag = systemdExitCode(code);
  switch (tag?.kind) {
    case 'start-failure': {
      const {failed, settings, causes = []} = START_FAILURES[tag.name];
      return {
        meaning: `systemd could not ${failed}; the program was never started.`,
        causes: [
          ...causes,
          ...(settings === undefined ? [] : [`${settings} of the unit`]),
          `the program was started after all, and exited with ${code} itself`,
        ],
      };
    }
    case 'lsb':
      return {
        meaning: `By the LSB's convention for init scripts: ${LSB[tag.name]}; other programs may mean something else.`,
      };
    default:
      return {};
  }
}

interface StartFailureWords {
  /** What failed, to follow "systemd could not". */
  readonly failed: string;
  /** The unit's settings to look at; undefined where none decides. */
  readonly settings?: string;
  /** What is usually wrong there. */
  readonly causes?: readonly string[];
}

const START_FAILURES: Readonly<Record<StartFailure, StartFailureWords>> = {
  CHDIR: {
    failed: 'change to the working directory',
    settings: 'WorkingDirectory=',
    causes: ['the directory is missing, or the user has no permission to enter it'],
  },
  NICE: {failed: 'set the nice level', settings: 'Nice='},
  FDS: {failed: 'close unwanted file descriptors, or pass on the others'},
  EXEC: {
    failed: 'execute the program',
    settings: 'ExecStart=',
    causes: ['the file is missing or not executable', 'the interpreter in its #! line is missing'],
  },
  MEMORY: {failed: 'allocate memory'},
  LIMITS: {failed: 'set the resource limits', settings: 'LimitCPU= and similar'},
  OOM_ADJUST: {failed: 'set the OOM score adjustment', settings: 'OOMScoreAdjust='},
  SIGNAL_MASK: {failed: 'set the signal mask'},
  STDIN: {failed: 'set up standard input', settings: 'StandardInput='},
  STDOUT: {failed: 'set up standard output', settings: 'StandardOutput='},
  CHROOT: {failed: 'change the root directory', settings: 'RootDirectory= or RootImage='},
  IOPRIO: {failed: 'set the I/O priority', settings: 'IOSchedulingClass= or IOSchedulingPriority='},
  TIMERSLACK: {failed: 'set the timer slack', settings: 'TimerSlackNSec='},
  SECUREBITS: {failed: 'set the secure bits', settings: 'SecureBits='},
  SETSCHEDULER: {
    failed: 'set the CPU scheduling',
    settings: 'CPUSchedulingPolicy= or CPUSchedulingPriority=',
  },
  CPUAFFINITY: {failed: 'set the CPU affinity', settings: 'CPUAffinity='},
  GROUP: {failed: 'find or change to the group', settings: 'Group= or SupplementaryGroups='},
  USER: {
    failed: 'find or change to the user, or set up user namespaces',
    settings: 'User= or PrivateUsers=',
    causes: ['the user does not exist'],
  },
  CAPABILITIES: {failed: 'set the capabilities', settings: 'CapabilityBoundingSet= or AmbientCapabilities='},
  CGROUP: {failed: "set up the service's control group"},
  SETSID: {failed: 'create a session'},
  CONFIRM: {
    failed: 'continue, because the user refused the start',
    causes: ['systemd.confirm_spawn= on the kernel command line'],
  },
  STDERR: {failed: 'set up standard error', settings: 'StandardError='},
  PAM: {failed: 'set up the PAM session', settings: 'PAMName='},
  NETWORK: {failed: 'set up the network namespace', settings: 'PrivateNetwork='},
  NAMESPACE: {
    failed: 'set up mount, UTS or IPC namespaces',
    settings: 'ReadOnlyPaths=, PrivateTmp= and similar',
    causes: ['a path that the unit names is missing'],
  },
  NO_NEW_PRIVILEGES: {failed: 'forbid new privileges', settings: 'NoNewPrivileges='},
  SECCOMP: {failed: 'set the system call filter', settings: 'SystemCallFilter='},
  SELINUX_CONTEXT: {failed: 'set the SELinux context', settings: 'SELinuxContext='},
  PERSONALITY: {failed: 'set the execution domain', settings: 'Personality='},
  APPARMOR: {failed: 'prepare the AppArmor profile', settings: 'AppArmorProfile='},
  ADDRESS_FAMILIES: {failed: 'restrict the address families', settings: 'RestrictAddressFamilies='},
  RUNTIME_DIRECTORY: {failed: 'set up the runtime directory', settings: 'RuntimeDirectory='},
  CHOWN: {failed: "change the owner of a socket unit's socket", settings: 'SocketUser= or SocketGroup='},
  SMACK_PROCESS_LABEL: {failed: 'set the SMACK label', settings: 'SmackProcessLabel='},
  KEYRING: {failed: 'set up the kernel keyring', settings: 'KeyringMode='},
  STATE_DIRECTORY: {failed: 'set up the state directory', settings: 'StateDirectory='},
  CACHE_DIRECTORY: {failed: 'set up the cache directory', settings: 'CacheDirectory='},
  LOGS_DIRECTORY: {failed: 'set up the logs directory', settings: 'LogsDirectory='},
  CONFIGURATION_DIRECTORY: {
    failed: 'set up the configuration directory',
    settings: 'ConfigurationDirectory=',
  },
  NUMA_POLICY: {failed: 'set the NUMA memory policy', settings: 'NUMAPolicy= or NUMAMask='},
  CREDENTIALS: {failed: 'set up the credentials', settings: 'LoadCredential= or SetCredential='},
  BPF: {failed: 'apply the BPF restrictions', settings: 'RestrictFileSystems='},
  KSM: {failed: 'set up kernel samepage merging', settings: 'MemoryKSM='},
};

/** Linux Standard Base, "Init Script Actions". */
const LSB: Readonly<Record<LsbStatus, string>> = {
  INVALIDARGUMENT: 'invalid or excess arguments',
  NOTIMPLEMENTED: 'not implemented',
  NOPERMISSION: 'no permission',
  NOTINSTALLED: 'not installed',
  NOTCONFIGURED: 'not configured',
  NOTRUNNING: 'not running',
};
