/** The longest delay of setTimeout(), which takes a longer one for none at all. */
const LONGEST_MS = 2 ** 31 - 1;

/** Calls after so many seconds, however many; gives what cancels that. */
export function later(seconds: number, call: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (ms: number): void => {
    const rest = ms - LONGEST_MS;
    timer = rest > 0 ? setTimeout(() => wait(rest), LONGEST_MS) : setTimeout(call, ms);
  };
  wait(seconds * 1000);
  return () => clearTimeout(timer);
}
