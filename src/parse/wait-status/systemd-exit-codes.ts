/** An exit status as systemd names it after the slash of "status=203/EXEC". */
export interface SystemdExitCode {
  /** "EXEC" */
  readonly name: string;
  /** What failed, without a full stop; undefined for the names of other conventions (LSB, sysexits). */
  readonly failed: string | undefined;
  /** The unit's setting to look at: "WorkingDirectory="; undefined where none decides. */
  readonly setting: string | undefined;
}

type Entry = readonly [name: string, failed?: string, setting?: string];

/**
 * systemd.exec(5), "Process exit codes"; the numbers are those that `systemd-analyze exit-status` prints (the manual
 * page of some versions gives BPF as 245, where the enum says 244). 200 and above: systemd's child failed before execve(2).
 */
const CODES: Readonly<Record<number, Entry>> = {
  0: ['SUCCESS'],
  1: ['FAILURE'],
  2: ['INVALIDARGUMENT'],
  3: ['NOTIMPLEMENTED'],
  4: ['NOPERMISSION'],
  5: ['NOTINSTALLED'],
  6: ['NOTCONFIGURED'],
  7: ['NOTRUNNING'],
  64: ['USAGE'],
  65: ['DATAERR'],
  66: ['NOINPUT'],
  67: ['NOUSER'],
  68: ['NOHOST'],
  69: ['UNAVAILABLE'],
  70: ['SOFTWARE'],
  71: ['OSERR'],
  72: ['OSFILE'],
  73: ['CANTCREAT'],
  74: ['IOERR'],
  75: ['TEMPFAIL'],
  76: ['PROTOCOL'],
  77: ['NOPERM'],
  78: ['CONFIG'],
  200: ['CHDIR', 'change to the working directory', 'WorkingDirectory='],
  201: ['NICE', 'set the nice level', 'Nice='],
  202: ['FDS', 'close unwanted file descriptors, or pass on the others'],
  203: ['EXEC', 'execute the program', 'ExecStart='],
  204: ['MEMORY', 'allocate memory'],
  205: ['LIMITS', 'set the resource limits', 'LimitCPU= and its like'],
  206: ['OOM_ADJUST', 'set the OOM score adjustment', 'OOMScoreAdjust='],
  207: ['SIGNAL_MASK', 'set the signal mask'],
  208: ['STDIN', 'set up standard input', 'StandardInput='],
  209: ['STDOUT', 'set up standard output', 'StandardOutput='],
  210: ['CHROOT', 'change the root directory', 'RootDirectory= or RootImage='],
  211: ['IOPRIO', 'set the I/O priority', 'IOSchedulingClass= or IOSchedulingPriority='],
  212: ['TIMERSLACK', 'set the timer slack', 'TimerSlackNSec='],
  213: ['SECUREBITS', 'set the secure bits', 'SecureBits='],
  214: ['SETSCHEDULER', 'set the CPU scheduling', 'CPUSchedulingPolicy= or CPUSchedulingPriority='],
  215: ['CPUAFFINITY', 'set the CPU affinity', 'CPUAffinity='],
  216: ['GROUP', 'find or change to the group', 'Group= or SupplementaryGroups='],
  217: ['USER', 'find or change to the user, or set up user namespaces', 'User= or PrivateUsers='],
  218: ['CAPABILITIES', 'set the capabilities', 'CapabilityBoundingSet= or AmbientCapabilities='],
  219: ['CGROUP', "set up the service's control group"],
  220: ['SETSID', 'create a session'],
  221: ['CONFIRM', 'go on, because the user refused the start'],
  222: ['STDERR', 'set up standard error', 'StandardError='],
  224: ['PAM', 'set up the PAM session', 'PAMName='],
  225: ['NETWORK', 'set up the network namespace', 'PrivateNetwork='],
  226: ['NAMESPACE', 'set up mount, UTS or IPC namespaces', 'ReadOnlyPaths=, PrivateTmp= and their like'],
  227: ['NO_NEW_PRIVILEGES', 'forbid new privileges', 'NoNewPrivileges='],
  228: ['SECCOMP', 'set the system call filter', 'SystemCallFilter='],
  229: ['SELINUX_CONTEXT', 'set the SELinux context', 'SELinuxContext='],
  230: ['PERSONALITY', 'set the execution domain', 'Personality='],
  231: ['APPARMOR', 'prepare the AppArmor profile', 'AppArmorProfile='],
  232: ['ADDRESS_FAMILIES', 'restrict the address families', 'RestrictAddressFamilies='],
  233: ['RUNTIME_DIRECTORY', 'set up the runtime directory', 'RuntimeDirectory='],
  235: ['CHOWN', "change the owner of a socket unit's socket", 'SocketUser= or SocketGroup='],
  236: ['SMACK_PROCESS_LABEL', 'set the SMACK label', 'SmackProcessLabel='],
  237: ['KEYRING', 'set up the kernel keyring', 'KeyringMode='],
  238: ['STATE_DIRECTORY', 'set up the state directory', 'StateDirectory='],
  239: ['CACHE_DIRECTORY', 'set up the cache directory', 'CacheDirectory='],
  240: ['LOGS_DIRECTORY', 'set up the logs directory', 'LogsDirectory='],
  241: ['CONFIGURATION_DIRECTORY', 'set up the configuration directory', 'ConfigurationDirectory='],
  242: ['NUMA_POLICY', 'set the NUMA memory policy', 'NUMAPolicy= or NUMAMask='],
  243: ['CREDENTIALS', 'set up the credentials', 'LoadCredential= or SetCredential='],
  244: ['BPF', 'apply the BPF restrictions', 'RestrictFileSystems='],
  245: ['KSM', 'set up kernel samepage merging', 'MemoryKSM='],
  255: ['EXCEPTION'],
};

/** How systemd names this exit status; undefined where it has no name for it. */
export function systemdExitCode(code: number): SystemdExitCode | undefined {
  const entry = CODES[code];
  if (entry === undefined) return undefined;
  const [name, failed, setting] = entry;
  return {name, failed, setting};
}
