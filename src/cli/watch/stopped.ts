const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Resolves on SIGINT or SIGTERM, or after so many seconds; until then, neither signal ends procdoc. `release` gives
 * them their usual effect again.
 */
export function stopped(seconds: number | undefined): {promise: Promise<void>; release: () => void} {
  let release = (): void => {};
  const promise = new Promise<void>(resolve => {
    const timer = seconds === undefined ? undefined : setTimeout(resolve, seconds * 1000);
    const stop = (): void => resolve();
    for (const signal of signals) process.on(signal, stop);
    release = () => {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, stop);
    };
  });
  return {promise, release};
}
