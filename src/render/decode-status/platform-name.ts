import type {Platform} from '../../parse/signals/signals.ts';

/** How sentences name a platform. */
export const platformName: Readonly<Record<Platform, string>> = {
  linux: 'Linux',
  'linux-mips': 'Linux on MIPS',
  darwin: 'macOS',
  freebsd: 'FreeBSD',
  solaris: 'Solaris',
};
