import * as z from 'zod/mini';

/** A host that an answer from several recordings is about. */
export const host = z.strictObject({
  /** Its name, by which every entry about it goes; with the file in parentheses where two hosts have one name. */
  host: z.string(),
  /** The file of its recording. */
  recording: z.nullable(z.string()),
  recordedAt: z.nullable(z.string()),
  lookedAt: z.int(),
  complete: z.boolean(),
});

export type HostContent = z.infer<typeof host>;

/** The name of a host; missing in an answer about one machine. */
export const ofHost = {host: z.optional(z.string())};
