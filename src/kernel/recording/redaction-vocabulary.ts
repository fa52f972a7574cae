/** Words on which procdoc's answers depend, and which reveal nothing about the machine. */
export const vocabulary: ReadonlySet<string> = new Set(
  [
    // Folders and objects of every system.
    'bin sbin usr lib lib32 lib64 libx32 libexec local share etc var run tmp opt srv mnt media boot home root',
    'dev proc sys fd fdinfo map_files task ns net self thread shm pts ptmx tty console null zero full random urandom',
    'stdin stdout stderr memfd deleted heap stack vdso vvar vsyscall anon inode',
    // Words by which interpreters and their files are recognized.
    'python perl ruby node nodejs php java pypy sh bash dash ash zsh ksh rbash busybox toybox cpython jruby',
    'py pyc pyo pyz pyw zip egg whl so js mjs cjs ts jar class war rb pl pm php phar bat conf cfg json toml',
    '__main__ __init__ __pycache__ index main node_modules package packages site dist opt classpath inspect',
    // Words by which cgroups and units are recognized.
    'system user machine init app session slice scope service mount socket docker libpod crio cri containerd',
    'kubepods besteffort burstable lxc payload fs cgroup pids max pid unified',
    // Managers of containers and services, and inits, which are recognized by their names.
    'shim runc v1 v2 conmon conmonrs monitor start execute systemd nspawn runsvdir runsv s6 svscan supervise',
    'control bwrap finit runit openrc sysvinit',
    // The files of a cgroup that say whether it is frozen, and their words.
    'freezer freeze events state populated frozen FROZEN FREEZING THAWED',
  ].flatMap(line => line.split(' ')),
);

/** Interpreters with their version, and terminals with their number. */
export const versionedName =
  /^(?:(?:python|pypy|perl|ruby|php|node|nodejs|ksh|bash|lib)\d{1,3}|tty[A-Z]*\d{1,3})$/;
