import {constants, fstatSync, openSync} from 'node:fs';
import {attempt, O_PATH, withDescriptor} from './descriptor.ts';
import type {Libc} from './libc.ts';
import {mapRead, type Read, unreadable} from './read.ts';

/** How a terminal is set: termios(3). */
export interface TerminalSettings {
  /** Input comes in lines (ICANON); else key by key. */
  readonly canonical: boolean;
  /** What is typed is shown (ECHO). */
  readonly echo: boolean;
}

/** Without becoming the terminal's process, and without waiting for a carrier. */
const O_LOOK = constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK;

/** More than sizeof(struct termios) of any C library. */
const TERMIOS_BYTES = 128;
/** The place of c_lflag in struct termios: after c_iflag, c_oflag and c_cflag. */
const LOCAL_FLAGS = 3;

/** <termios.h>, on each architecture that procdoc makes system calls on. */
const ICANON = 0x2;
const ECHO = 0x8;

/** Major numbers of Documentation/admin-guide/devices.txt. */
const TTY_MAJOR = 4;
const FIRST_PTS_MAJOR = 136;
const LAST_PTS_MAJOR = 143;
/** Below it are virtual consoles, above serial ports, whose lines an open(2) may change. */
const FIRST_SERIAL_MINOR = 64;

/**
 * How a terminal that a process has open is set. It is opened once more for a moment, which changes nothing of it: the
 * process has it open, too. ENOTTY: no pseudoterminal or virtual console. Other errnos are those of open(2).
 */
export function readTerminalSettings(libc: Libc, pid: number, fd: number): Read<TerminalSettings> {
  const path = attempt(() => openSync(`/proc/${pid}/fd/${fd}`, O_PATH));
  return withDescriptor(path, place => {
    const device = attempt(() => fstatSync(place));
    if (!device.ok) return device;
    if (!device.value.isCharacterDevice() || !isTerminal(device.value.rdev)) return unreadable('ENOTTY');
    // What stands under the number of the process may have changed meanwhile, what the path led to may not.
    const opened = attempt(() => openSync(`/proc/self/fd/${place}`, O_LOOK));
    return withDescriptor(opened, terminal => {
      const termios = new Uint8Array(TERMIOS_BYTES);
      return mapRead(libc.terminalAttributes(terminal, termios), () => settingsIn(termios));
    });
  });
}

function settingsIn(termios: Uint8Array): TerminalSettings {
  const flags = new Uint32Array(termios.buffer)[LOCAL_FLAGS] ?? 0;
  return {canonical: (flags & ICANON) !== 0, echo: (flags & ECHO) !== 0};
}

/** By the number of a device, as makedev(3) makes it. */
function isTerminal(device: number): boolean {
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00);
  if (major >= FIRST_PTS_MAJOR && major <= LAST_PTS_MAJOR) return true;
  return major === TTY_MAJOR && minor < FIRST_SERIAL_MINOR;
}
