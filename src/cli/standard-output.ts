import {mayBeTerminal, streams, writeWhole} from '../kernel/streams/standard-output.ts';
import {unwrittenText} from '../render/unwritten.ts';
import {exitStatus} from './failures.ts';
import {say} from './messages.ts';

/** As much as a pipe holds. */
const BLOCK_BYTES = 64 * 1024;

let isStreaming = false;

/** The terminal that procdoc prints to; undefined where standard output is none. */
export function outputTerminal(): NodeJS.WriteStream | undefined {
  return mayBeTerminal(streams.output) && process.stdout.isTTY ? process.stdout : undefined;
}

/**
 * Prints text, and waits for its reader. `procdoc … | head` closes the pipe: the reader has what it wanted, so procdoc
 * exits quietly. A full disk is a failure.
 */
export function print(text: string): void {
  printBytes(Buffer.from(text));
}

let block: Buffer | undefined;

/** Prints texts, many by one write(2), and no text but in order. */
export function printAll(texts: readonly Uint8Array[]): void {
  block ??= Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let filled = 0;
  for (const text of texts) {
    if (filled + text.length > block.length) {
      printBytes(block.subarray(0, filled));
      filled = 0;
    }
    if (text.length > block.length) printBytes(text);
    else {
      block.set(text, filled);
      filled += text.length;
    }
  }
  printBytes(block.subarray(0, filled));
}

function printBytes(bytes: Uint8Array): void {
  if (isStreaming) {
    process.stdout.write(Buffer.from(bytes));
    return;
  }
  const written = writeWhole(streams.output, bytes);
  if (!written.ok) exitOn(written.errno);
}

/**
 * Standard output as Node's stream, for what must not wait for the reader. Node makes a pipe non-blocking, also for the
 * other processes that share it.
 */
export function standardOutput(): NodeJS.WriteStream {
  if (!isStreaming) process.stdout.on('error', ({code = ''}: NodeJS.ErrnoException) => exitOn(code));
  isStreaming = true;
  return process.stdout;
}

function exitOn(errno: string): void {
  if (errno === 'EPIPE') process.exit();
  say(unwrittenText(errno, 'procdoc'));
  process.exit(exitStatus.cannotLook);
}
