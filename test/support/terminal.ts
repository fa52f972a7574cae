/** A launcher that runs a command on a terminal of 80 columns of its own, and passes on what it prints there. */
export const ON_A_TERMINAL = onATerminal('');

/** A launcher as {@link ON_A_TERMINAL}, of a terminal at which this text has been typed ahead. */
export function onATerminal(typed: string): readonly string[] {
  return [
    process.env.PYTHON3 ?? 'python3',
    '-c',
    `
import fcntl, os, pty, struct, sys, termios
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
os.write(terminal, ${JSON.stringify(typed)}.encode())
try:
    while printed := os.read(terminal, 65536):
        os.write(1, printed)
except OSError:
    pass  # the other end is closed
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`,
  ];
}
