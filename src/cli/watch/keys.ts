/** The keys ^C and ^Z, which a terminal in raw mode does not turn into signals. */
const INTERRUPT = '\u0003';
const SUSPEND = '\u001a';

/** Calls `quit` when q or ^C is typed; ^Z stops procdoc, as ever. Without a terminal to read, nothing is read. */
export function readKeys(quit: () => void): {release: () => void} {
  const {stdin} = process;
  if (!stdin.isTTY) return {release: () => {}};
  const resume = (): void => {
    stdin.setRawMode(true);
  };
  const press = (keys: Buffer): void => {
    const text = keys.toString('latin1');
    if (text.includes('q') || text.includes(INTERRUPT)) quit();
    else if (text.includes(SUSPEND)) {
      stdin.setRawMode(false);
      process.kill(process.pid, 'SIGTSTP');
    }
  };
  process.on('SIGCONT', resume);
  stdin.on('data', press);
  resume();
  return {
    release: () => {
      process.off('SIGCONT', resume);
      stdin.off('data', press);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
