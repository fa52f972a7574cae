import {named} from '../../rules/words/named.ts';
import type {SignalRow} from '../../snapshot/signal-origins/signal-report.ts';

/** Since which ancestor a process ignores a signal; null where it does not. */
export function originText({origin, wasStartedSo, parent}: SignalRow): string | null {
  if (!origin) return null;
  const certainty = `(${origin.certainty})`;
  switch (origin.how) {
    case 'inherited':
    case 'related':
      return `inherited from ${named(origin.process)} ${certainty}`;
    case 'gone':
      return `inherited from a process that has exited ${certainty}`;
    case 'unclear':
      return 'inherited, or set by itself (unknown)';
    case 'own':
      if (origin.certainty === 'proven') return `set by itself ${certainty}`;
      if (!wasStartedSo) return 'set by itself, or by what started it (unknown)';
      return parent
        ? `started so by ${named(parent)} or an earlier program of this process (likely)`
        : 'started so (proven)';
  }
}
