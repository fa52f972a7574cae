import {later} from '../../kernel/later.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/** What ends a watch from outside. */
export interface Stop {
  readonly promise: Promise<void>;
  /** Resolves the promise. */
  readonly stop: () => void;
  /** Gives the signals their usual effect again. */
  readonly release: () => void;
}

/** Resolves on SIGINT or SIGTERM, or after so many seconds; until it is released, neither signal ends procdoc. */
export function stopped(seconds: number | undefined): Stop {
  let [stop, release] = [(): void => {}, (): void => {}];
  const promise = new Promise<void>(resolve => {
    const cancel = seconds === undefined ? undefined : later(seconds, resolve);
    stop = () => resolve();
    const end = stop;
    for (const signal of signals) process.on(signal, end);
    release = () => {
      cancel?.();
      for (const signal of signals) process.off(signal, end);
    };
  });
  return {promise, stop, release};
}
