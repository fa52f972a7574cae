/** What `procdoc record -h` and procdoc-record(1) say of the command as a whole. */
export const recordDescription = `With --from FILE, every command that reads processes answers from the file as it would have answered where and when the file was made, on any machine. With PID, the file holds only that process and the processes that questions about it lead to: ancestors, descendants, process groups, tracers, processes it waits for, and processes that share a descriptor, pipe, socket or lock with it.

FILES

A recording is text: a section for each question, with its answer or errno. It holds command lines, paths and user names, but no environments and no memory: what poll(2) and select(2) watch is not known from it.

With --redact, each word of arguments, paths and user names is replaced by a token, the same token for the same word. Not replaced are names of flags, interpreters, well-known folders, and programs in /bin, /sbin, /usr/bin and /usr/sbin; single letters; numbers of up to three digits; and network addresses.

WITHOUT PROCDOC THERE

--script prints a POSIX shell script that writes a recording of the machine it runs on, where there is no Node. It takes a shell (dash, busybox ash, bash), awk, xargs, and what busybox and coreutils both have. It writes to standard output only and reads /proc, /etc/passwd and the counters of cgroups. What takes system calls (which descriptors share an open file description, SA_NOCLDWAIT, ends of UNIX sockets) and files beyond /proc (scripts, pid files) are marked as not looked at, so that answers are less certain and not complete. Its recordings are not redacted: \`procdoc record --from FILE --redact\` does that.`;
