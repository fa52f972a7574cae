/**
 * What a wrapper exits with of its own accord: wrong usage, no permission, a lock that is taken, a time that is up. A
 * signal is one by which it ends itself ("s9"). Two words come before one: "busybox timeout" is not every busybox.
 */
export const OWN_STATUSES = `
env: 125
nice: 125
ionice: 1
nohup: 125
setsid: 1
timeout: 124 125 s9 129 130 137 138 143
busybox timeout: s9 s15
toybox timeout: 124 137
uu timeout: 124 125 137 143
uu env: 125
uu nohup: 125
stdbuf: 125
chroot: 125
xargs: 1 123 124 125
find: 1
flock: 1 64 65 66 69
flock -E: 99 64 65 66 69
script: 1
unshare: 1
nsenter: 1
setpriv: 1
runuser: 1
su: 1
sg: 1
sudo: 1
doas: 1
chpst: 100 111
s6-setsid: 100
setlock: 111
setuidgid: 111
envdir: 111
softlimit: 100
start-stop-daemon: 1 3
tini: 1
dumb-init: 1
catatonit: 1
ssh: 255
strace: 1
gdb: 1
valgrind: 1
time: 125
make: 2
ninja: 1
npm: 254
parallel: 255
watch: 1
bwrap: 1
lckdo: 75
firejail: 1
fakeroot: 1
faketime: 1
proot: 1
perf: 129
chronic: 255
entr: 1
taskset: 1
chrt: 1
prlimit: 1
numactl: 1
git: 1 128
ctest: 1
cmake: 1
node: 1 9 13
python: 1 2 s2
perl: 2 255
ruby: 1
php: 1 255
bash: 1 2 127
dash: 2
ksh: 3
zsh: 1
fish: 2
`;
