import {canKill, defaultAction} from '../signals/signal-actions.ts';
import type {Platform} from '../signals/signals.ts';
import {parseStatusNumber, quoted} from '../wait-status/status-number.ts';
import {
  accepted,
  announced,
  type Interpreted,
  interpretExit,
  interpretKill,
  interpretWaitStatus,
  refused,
} from './interpretation.ts';

/**
 * `$?` of sh, bash, dash and zsh: the exit status, or 128 + n for a command that signal n killed, or (after Ctrl-Z
 * in an interactive shell) stopped. Source: POSIX, Shell Command Language 2.8.2.
 */
export function parseShellStatus(text: string, platform: Platform): Interpreted {
  const number = parseStatusNumber(text);
  if (!number.ok) return number;
  const {value} = number;
  if (value < 0 || value > 255) return refused(`${quoted(text.trim())} is no $?: a shell gives 0 to 255.`);
  const signal = value - 128;
  const notation = `$? ${value} is 128 + ${signal}`;
  if (canKill(signal, platform)) {
    const killed = interpretKill(signal, platform);
    const causes = [
      ...killed.causes,
      ...(OTHER_CAUSES[value] ?? []),
      `the command itself exited with ${value}`,
    ];
    return accepted(announced({...killed, causes}, notation));
  }
  if (defaultAction(signal, platform) === 'stop') {
    return accepted(announced(interpretWaitStatus((signal << 8) | 0x7f, platform), notation));
  }
  return accepted(announced(interpretExit(value, platform), `$? ${value}`));
}

const OTHER_CAUSES: Readonly<Record<number, readonly string[]>> = {
  142: ["bash's `read -t` ran out of its time"],
};
