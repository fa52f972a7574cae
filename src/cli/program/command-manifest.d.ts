/** Made by bin/build.js of the command classes. */
declare module 'procdoc:command-manifest' {
  import type {Command} from '@oclif/core/command';

  /** A command as oclif writes it into a manifest, and the columns that its -o takes. */
  type ManifestEntry = Command.Cached & {readonly columns: readonly string[]};

  /** Every command by its name, parsed when it is asked for. */
  export const manifest: Readonly<Record<string, () => ManifestEntry>>;
}
