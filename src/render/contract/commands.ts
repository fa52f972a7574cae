/** The commands whose answers are in the JSON contract: all but `exporter`, which answers in another language. Nothing here loads a schema. */
export const answeringCommands = [
  ...([
    'inspect',
    'diagnose',
    'explain',
    'zombies',
    'decode-status',
    'holders',
    'inherited-fds',
    'locks',
    'orphans',
  ] as const),
  ...([
    'scripts',
    'sigchld',
    'signals',
    'tree',
    'why',
    'check',
    'run',
    'watch',
    'reap',
    'record',
    'report',
    'schema',
    'completion',
  ] as const),
] as const;

export type AnsweringCommand = (typeof answeringCommands)[number];

/** What the key `schema` of an answer says: "procdoc/zombies@1". */
export function schemaName<Command extends string>(command: Command) {
  return `procdoc/${command}@1` as const;
}
