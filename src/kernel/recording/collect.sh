# Writes a recording of this machine to stdout, for "procdoc COMMAND --from FILE" on another machine. It takes a POSIX
# shell (dash, busybox ash, bash) and the tools named in main, and reads only: /proc, /etc/passwd and the counters of
# cgroups. System calls, environments, memory and files on disks or servers are left out, and marked so.

# A body is printable ASCII: a backslash is \\, NUL is \0, any other byte \xNN. A line that ends in a newline begins
# with "|", bytes after the last newline with ">". Instead of a body, a heading can have an errno.
common='
BEGIN { for (i = 1; i < 256; i++) code[sprintf("%c", i)] = sprintf("\\x%02x", i); shell = "cat >&4" }
function escaped(text, plain,   out, i, c) {
  gsub(/\\/, "&&", text)
  if (text !~ ("[^" plain "]")) return text
  for (i = 1; i <= length(text); i++) { c = substr(text, i, 1); out = out (c ~ ("[" plain "]") ? c : code[c]) }
  return out
}
# The errno of a message, in the words of glibc and musl, and the file of /proc that the message names.
function errno(message) {
  if (message ~ /Permission denied$/) return "EACCES"
  if (message ~ /Operation not permitted$/) return "EPERM"
  if (message ~ /No such file or directory$/) return "ENOENT"
  return message ~ /No such process$/ ? "ESRCH" : message ~ /Invalid argument$/ ? "EINVAL" : "EIO"
}
function named(message) { return match(message, /\/proc\/[0-9]+(\/[a-z_0-9]+)*/) ? substr(message, RSTART + 6, RLENGTH - 6) : "" }
function section(heading, lines, count, failure,   i) {
  print heading (failure == "" ? "" : ": " failure); for (i = 1; i <= count && failure == ""; i++) print lines[i]
}'
# From the output of head -v. The shell gets mounts, the mounts of descriptors, zombies and cgroups. No content can look
# like a heading or a message: a comm is too short, and all else the kernel writes behind something of its own.
files='
function finish(   last, field) {
  if (count > 0 && lines[count] == "|") count--
  if (name ~ /^[0-9]+\/stat$/ && count > 0) {
    last = lines[count]; sub(/.*\) /, "", last); split(last, field, " ")
    if (field[1] == "Z") print "zombie", name, field[2] | shell
  }
  # Of a file that it could open, head of busybox says no more than that it could not read it.
  if (failure == "EIO") print "again", name | shell; else if (name != "") section("file " name, lines, count, failure)
  count = 0; failure = ""
}
function begin(file) { finish(); name = file; what = file; sub(/.*\/fdinfo\/.*/, "fdinfo", what); sub(/.*\//, "", what) }
function note(line,   field) {
  if (what == "cgroup") print "cgroup " line | shell
  if (what == "fdinfo" && line ~ /^mnt_id:/) { split(name, field, "/"); print "fd", field[1] "/fd/" field[3], substr(line, 9) | shell }
  if (what != "mountinfo" || !match(line, / - [^ ]+/)) return
  split(line, field, " "); print "mount", field[1], substr(line, RSTART + 3, RLENGTH - 3), field[4], field[5], $NF | shell
}
{ line = $0
  # A wait channel has no newline, so that what follows stands on its line.
  if (what == "wchan" && match(line, /(==> \/proc\/|head: )/) > 1) { lines[++count] = ">" substr(line, 1, RSTART - 1); line = substr(line, RSTART) }
  if (line ~ /^==> \/proc\/[0-9a-z_\/]+ <==$/) begin(substr(line, 11, length(line) - 14))
  else if (line ~ /^head: /) { if (named(line) != name) begin(named(line)); failure = errno(line) }
  else if (name != "") { lines[++count] = (what == "wchan" ? ">" : "|") escaped(line, "\t -~"); note(line) }
}
END { finish() }'
# From paths /proc/PID/FOLDER/NUMBER as the shell lists them, after messages of ls on those where it lists none.
folders='
/^ls: / { failures[named($0)] = ": " errno($0) }
/^\/proc/ { split($0, at, "/"); folder = at[3] "/" at[4]
  if (at[5] == "*") { print "directory " folder failures[folder]; next }
  if (folder != last) print "directory " folder
  last = folder; print "|" at[5] }'
# From the output of ls, which has a "?" for each byte that does not print, after what `files` gave to the shell. The
# shell gets links with a "?", and those whose file may be looked at: a file on a server (NFS, FUSE) may never answer.
links='
BEGIN { server = "^(virtiofs|nfs4?|cifs|smb3|smbfs|9p|ceph|afs|lustre|gpfs|beegfs|orangefs|pvfs2|coda|ncpfs|autofs|fuse(blk)?([.].*)?)$" }
$1 == "mount" { where[$2] = $3 ~ server ? "server" : "here"; if ($3 ~ server && $5 !~ /^\/proc\//) points[$5] }
$1 == "fd" { place["/proc/" $2] = where[$3 + 0] }
/^ls: / { print "link " named($0) ": " errno($0); if ($0 ~ /\/exe|\/fd\//) print "stat " named($0) ": " errno($0) }
/^l.* \/proc\/.* -> / {
  i = index($0, " /proc/"); j = index(substr($0, i), " -> "); path = substr($0, i + 1, j - 2); target = substr($0, i + j + 3)
  if (target ~ /\?/) print "odd", path | shell
  else print "link " substr(path, 7) "\n>" escaped(target, "\t -~")
  isHere = target !~ /^\// || target ~ /^\/(memfd:|SYSV|dev\/zero \(deleted\)|\[aio\])/ || place[path] == "here"
  if (path ~ /exe$/) { isHere = 1; for (point in points) if (index(target "/", point "/") == 1) isHere = 0 }
  if (path ~ /exe$|\/fd\// && isHere && place[path] != "server") print "stat", path | shell
}'
stats='
BEGIN { split("fifo character-device . directory . block-device . file . . . socket", kinds, " ") }
function decimal(digits,   i, n) {
  for (i = 1; i <= length(digits); i++) n = n * 16 + index("0123456789abcdef", substr(digits, i, 1)) - 1; return n + 0
}
function ms(seconds, time) { return seconds substr(time, 10, 3) "." substr(time, 13) "0" }
/^stat: / { print "stat " named($0) ": " errno($0); next }
{ kind = kinds[decimal(substr($7, 1, length($7) - 3))]; if (kind == "" || kind == ".") kind = "other"; minor = decimal($10)
  raw = kind ~ /device/ ? sprintf(" rawDevice=%.0f", minor % 256 + decimal($9) * 256 + int(minor / 256) * 1048576) : ""
  printf "stat %s\n|device=%s inode=%s%s size=%s allocated=%.0f mode=%d links=%s", substr($1, 7), $2, $3, raw, $4, $5 * $6, decimal($7), $8
  print " modifiedMs=" ms($11, $14) " changedMs=" ms($12, $17) " kind=" kind }'
# From "=HEADING" and the output of od.
bytes='
BEGIN { for (c in code) text[substr(code[c], 3)] = c ~ /[\t -~]/ ? c : code[c]; text["00"] = "\\0"; text["5c"] = "\\\\" }
function finish() {
  if (line != "") lines[++count] = ">" line
  if (heading != "") section(heading, lines, count, heading ~ /^link/ && count == 0 ? "ENOENT" : failure)
  count = 0; line = failure = ""
}
/^=/ { finish(); heading = substr($0, 2) }
/^(od|cat): / { failure = errno($0) }
/^ / { for (i = 1; i <= NF; i++) if ($i == "0a") { lines[++count] = "|" line; line = "" } else line = line text[$i] }
END { finish() }'
# The folders of the cgroups of all processes, and of those above, where they are mounted: escaped, and as they are.
cgroups='
$1 == "mount" && $3 ~ /^cgroup2?$/ { root[++n] = $4 == "/" ? "" : $4; point[n] = $5; own[n] = $3 == "cgroup2" ? ",," : "," $6 "," }
$1 == "cgroup" { sub(/^cgroup [0-9]+:/, ""); all[$0] }
END {
  for (line in all) for (k = 1; k <= n; k++) {
    i = index(line, ":"); path = substr(line, i + 1); if (path == "/") path = ""
    if (!index(own[k], "," substr(line, 1, i - 1) ",") || index(path "/", root[k] "/") != 1 || path ~ /\/\.\.(\/|$)/) continue
    for (rest = substr(path, length(root[k]) + 1); rest != ""; sub(/\/[^\/]*$/, "", rest)) seen[point[k] rest "/"]
    seen[point[k] "/"]
  }
  for (folder in seen) print escaped(folder, "!-~") " " folder
}'
# The eldest process of each mount namespace, rather one that sees all of it, and of each network namespace.
members='
{ i = index($0, " /proc/"); split(substr($0, i + 7), at, " -> "); split(at[1], name, "/"); link[name[1], name[2] name[3]] = at[2]; pids[name[1]] }
END {
  for (pid in pids) if (pid != self) {
    m = link[pid, "nsmnt"]; if (m == "") m = pid; rank = (link[pid, "root"] != "/") * 10000000 + pid
    if (!(m in least) || rank < least[m]) { least[m] = rank; mnt[m] = pid }
    n = link[pid, "nsnet"]; if (n != "" && (!(n in net) || pid + 0 < net[n] + 0)) net[n] = pid
  }
  for (m in mnt) print "mnt", mnt[m]; for (n in net) print "net", net[n]
}'
made() { awk "$common$1" 4>&1 >&3; } # sections by a program; what it has for the shell is the output
heads() { xargs -r head -v -c 99999999 -- 2>&1; }
each() { suffix=$1; shift; [ $# -eq 0 ] || printf "/proc/%s$suffix\n" "$@"; }
look() { echo "=$2"; od -An -v -tx1 "$1" 2>&1 || cat "$1" 2>&1 >/dev/null; }
say() { printf '%s\n' "$@"; }
numbers() { folder=$1; shift; for pid; do say /proc/"$pid"/"$folder"/*; done; }
main() {
  export LC_ALL=C TZ=UTC0 PATH="$PATH:/usr/sbin:/usr/bin:/sbin:/bin"
  unset QUOTING_STYLE TIME_STYLE BLOCK_SIZE POSIXLY_CORRECT
  for tool in awk cat head id ls od readlink stat uname xargs; do
    command -v "$tool" >/dev/null || { echo "procdoc record --script: $tool is missing here" >&2; return 3; }
  done
  self=; { read -r self rest </proc/self/stat && read -r uptime </proc/uptime; } 2>/dev/null
  [ -n "$self" ] || { echo "procdoc record --script: /proc is not a proc file system" >&2; return 3; }
  # The folder of a process that has just started is as old as this look at it, and date of busybox has whole seconds.
  now=$(stat -c %z /proc/self/. | awk '{ print $1 "T" substr($2, 1, 12) "Z" }')
  arch=$(uname -m); case $arch in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; armv*) arch=arm ;; i?86) arch=ia32 ;; esac
  q=; ls -dq / >/dev/null 2>&1 && q=q; exec 3>&1
  # Neither a kernel thread (PF_KTHREAD) nor a zombie has files. A main thread that exited leaves them to its threads.
  pids=; users=; holders=
  for folder in /proc/[0-9]*; do
    pid=${folder#/proc/} line= more=; pids="$pids $pid"
    { { read -r line; read -r more; } <"$folder/stat"; } 2>/dev/null
    # A comm with a newline hides what follows it: no zombie, as far as that goes.
    case $more${line##*) } in *[!A-Z0-9\ -]*) set -- S ;; *) set -- ${line##*) } ;; esac
    case $1 in
      Z | X) [ "${18:-0}" -gt 1 ] || continue; for task in "$folder"/task/*; do holders="$holders ${task##*/}"; done ;;
      *) [ $((${7:-0} / 2097152 % 2)) -eq 0 ] || continue; holders="$holders $pid" ;;
    esac
    users="$users $pid"
  done
  tasks=$(numbers task $pids) fds=$(numbers fd $holders)
  listed=$(say "$tasks" "$fds" | awk '!/\*$/') unlisted=$(say "$tasks" "$fds" | awk '/\*$/')
  chosen=$({ each /root $users; each /ns/mnt $users; each /ns/net $users; } | xargs -r ls -ldn$q 2>/dev/null | awk -v self="$self" "$members")
  mnt=$(say "$chosen" | awk '$1 == "mnt" { print $2 }') net=$(say "$chosen" | awk '$1 == "net" { print $2 }')
  say 'procdoc recording 1' '# procdoc record --script' host \
    "|platform=linux arch=$arch pid=$$ uid=$(id -u) now=$now mount=/proc" no-syscalls '>ENODATA' no-files '>ENODATA' \
    'file uptime' "|$uptime" 'link self' ">$self" file-system-type "|0x$(stat -f -c %t /proc)" 'directory .' '|self'
  printf '|%s\n' $pids
  seen=$({
    each /stat $pids; each /status $pids; each /cgroup $pids; each /mountinfo $self $mnt; each /maps $pids
    say "$listed" | awk '/task/ { print $0 "/stat\n" $0 "/status\n" $0 "/syscall\n" $0 "/wchan" } sub("/fd/", "/fdinfo/")'
    for table in tcp tcp6 udp udp6 udplite udplite6 raw raw6 icmp icmp6 packet netlink; do each "/net/$table" $self $net; done
  } | heads | made "$files")
  # When a zombie and its parent last ran.
  say "$seen" "$listed" | awk '$1 == "zombie" { sub("stat", "sched", $2); print "/proc/" $2; parents[$3] }
    /^\/proc.*task/ { split($0, at, "/"); if (at[3] in parents) print $0 "/sched" }' | heads | made "$files" >/dev/null
  { say "$unlisted" | awk 'sub("/\\*$", "")' | xargs -r ls -n 2>&1 >/dev/null; say "$unlisted" "$listed"; } | made "$folders"
  found=$({
    say "$seen"
    { for link in cwd root ns/ipc ns/mnt ns/net ns/pid; do each /$link $users; done
      each /exe $pids; say "$listed" | awk '/\/fd\//'; } | xargs -r ls -ldn$q -- 2>&1
  } | made "$links")
  say "$found" | awk '$1 == "stat" { print $2 }' |
    xargs -r stat -L -c '%n %d %i %s %b %B %f %h %t %T %Y %Z %y %z' -- 2>&1 | made "$stats"
  # A program for each of these, which may hold any byte, so that no content can look like the start of another.
  {
    say "$found" | awk '$1 == "odd" { print $2 }' | while read -r path; do
      echo "=link ${path#/proc/}"; readlink -n "$path" | od -An -v -tx1
    done
    look /etc/passwd passwd
    for file in locks swaps stat loadavg sysvipc/msg sysvipc/sem sys/kernel/osrelease sys/kernel/hostname sys/kernel/pid_max sys/kernel/threads-max \
      sys/kernel/yama/ptrace_scope $(say "$seen" | awk '$1 == "again" { print $2 }'); do look "/proc/$file" "file $file"; done
    for file in status mountinfo; do look "/proc/$self/$file" "file self/$file"; done
    for pid in $pids; do look "/proc/$pid/cmdline" "file $pid/cmdline"; done
    for pid in $self $net; do look "/proc/$pid/net/unix" "file $pid/net/unix"; done
  } | made "$bytes"
  for link in ns/pid ns/mnt ns/ipc; do target=$(readlink "/proc/$self/$link") && printf 'link self/%s\n>%s\n' "$link" "$target"; done
  say "$seen" | awk "$common$cgroups" | while read -r name folder; do
    for file in cgroup.events cgroup.freeze freezer.state pids.max pids.current pids.events; do
      [ -e "$folder$file" ] || { say "file self/root$name$file: ENOENT"; continue; }
      say "file self/root$name$file"; { while read -r line; do say "|$line"; done <"$folder$file"; } 2>/dev/null
    done
  done
  echo end
}
main "$@" </dev/null
