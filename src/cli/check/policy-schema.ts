import * as z from 'zod/mini';
import {parseHolderTarget} from '../../parse/holder-target.ts';
import {parseNagiosRange} from '../../parse/nagios-range.ts';

/** What must stand at a place, for the message about what does not. */
const words = {
  list: 'a list of strings, such as ["zombies/*"]',
  range: 'a Nagios range in quotes, such as "0:5"',
  limit: 'a Nagios range in quotes, such as "0:5", or {warning = "0:5", critical = "0:10"}',
  count: 'a whole number, 0 or more',
} as const;

const text = z.string('a string in quotes').check(z.minLength(1, 'a string that is not empty'));
const texts = z.array(text, words.list);
const count = z.int(words.count).check(z.minimum(0, words.count));
const flag = z.boolean('true or false');

const range = z
  .string(words.range)
  .check(z.refine(given => parseNagiosRange(given) !== undefined, words.range));

/** A range alone is critical. */
const limit = z.pipe(
  z.transform(given => (typeof given === 'string' ? {critical: given} : given)),
  z
    .strictObject({warning: z.optional(range), critical: z.optional(range)}, words.limit)
    .check(z.refine(({warning, critical}) => warning !== undefined || critical !== undefined, words.limit)),
);

const conditions = {
  name: z.optional(text),
  user: z.optional(text),
  script: z.optional(text),
  cgroup: z.optional(text),
};

const allowance = z
  .strictObject({
    rule: z.union([texts, text], 'a rule, or a list of rules'),
    ...conditions,
    reason: z.optional(text),
  })
  .check(
    z.refine(
      ({name, user, script, cgroup}) => [name, user, script, cgroup].some(one => one !== undefined),
      'a name, user, script or cgroup; to allow it for every process, use "ignore"',
    ),
  );

const scriptRule = z
  .strictObject({
    name: text,
    min: z.optional(count),
    max: z.optional(count),
    fresh: z.optional(flag),
  })
  .check(z.refine(({min = 0, max = Number.POSITIVE_INFINITY}) => min <= max, 'a max that is at least min'));

/** A relative path would mean another file in every working directory. */
const absolutePath = text.check(z.refine(given => given.startsWith('/'), 'an absolute path'));

const port = text.check(
  z.refine(given => {
    const target = parseHolderTarget(given);
    return 'kind' in target && target.kind !== 'path';
  }, 'a port or socket, such as ":8080", "tcp:[::1]:80" or "unix:/run/x.sock"'),
);

const sigchldRule = z
  .strictObject({
    name: z.optional(text),
    pid: z.optional(z.int('a pid').check(z.minimum(1, 'a pid'))),
    disposition: z.optional(z.enum(['default', 'ignored', 'caught'], '"default", "ignored" or "caught"')),
  })
  .check(z.refine(({name, pid}) => (name === undefined) !== (pid === undefined), 'either a name or a pid'));

const list = <T extends z.core.$ZodType>(element: T, header: string) =>
  z.array(element, `one [[${header}]] each`);
const table = 'a table';

/** The content of a procdoc.toml. The messages say what would be right. */
export const policySchema = z.strictObject({
  'fail-on': z.optional(z.enum(['error', 'warning', 'info'], '"error", "warning" or "info"')),
  certainty: z.optional(z.enum(['proven', 'likely', 'unknown'], '"proven", "likely" or "unknown"')),
  unknown: z.optional(z.enum(['fail', 'pass'], '"fail" or "pass"')),
  fail: z.optional(texts),
  ignore: z.optional(texts),
  baseline: z.optional(text),
  allow: z.optional(list(allowance, 'allow')),
  limits: z.optional(
    z.strictObject(
      {
        zombies: z.optional(limit),
        'zombies-per-parent': z.optional(limit),
        'zombie-age': z.optional(limit),
        orphans: z.optional(limit),
      },
      table,
    ),
  ),
  expect: z.optional(
    z.strictObject(
      {
        script: z.optional(list(scriptRule, 'expect.script')),
        lock: z.optional(list(z.strictObject({path: absolutePath, holders: texts}), 'expect.lock')),
        port: z.optional(list(z.strictObject({address: port, holders: texts}), 'expect.port')),
        sigchld: z.optional(list(sigchldRule, 'expect.sigchld')),
      },
      table,
    ),
  ),
});

export type PolicyContent = z.infer<typeof policySchema>;

/** The keys that the schema has at a place, if any. */
export function keysAt(place: readonly PropertyKey[]): string[] {
  let schema: unknown = policySchema;
  for (const key of place) schema = childOf(schema, key);
  return Object.keys(definitionOf(schema)?.shape ?? {});
}

interface Definition {
  readonly shape?: Readonly<Record<PropertyKey, unknown>>;
  readonly element?: unknown;
  readonly innerType?: unknown;
  readonly out?: unknown;
}

/** The definition behind an optional or transformed one. */
function definitionOf(schema: unknown): Definition | undefined {
  const definition = (schema as {_zod?: {def: Definition}} | undefined)?._zod?.def;
  const inner = definition?.innerType ?? definition?.out;
  return inner === undefined ? definition : definitionOf(inner);
}

function childOf(schema: unknown, key: PropertyKey): unknown {
  const definition = definitionOf(schema);
  return typeof key === 'number' ? definition?.element : definition?.shape?.[key];
}
