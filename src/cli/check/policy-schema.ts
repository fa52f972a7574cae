import * as z from 'zod/mini';
import {parseNagiosRange} from '../../parse/nagios-range.ts';
import {parseSocketTarget} from '../../parse/targets/holder-target.ts';
import type {PolicyForm} from '../../render/failures/policy.ts';

/** What must stand at a place, as the message about what does not. */
function form(name: PolicyForm): PolicyForm {
  return name;
}

const text = z.string(form('string')).check(z.minLength(1, form('filled-string')));
const texts = z.array(text, form('strings'));
const count = z.int(form('count')).check(z.minimum(0, form('count')));
const flag = z.boolean(form('boolean'));

const range = z
  .string(form('range'))
  .check(z.refine(given => parseNagiosRange(given) !== undefined, form('range')));

/** A range alone is critical. */
const limit = z.pipe(
  z.transform(given => (typeof given === 'string' ? {critical: given} : given)),
  z
    .strictObject({warning: z.optional(range), critical: z.optional(range)}, form('limit'))
    .check(z.refine(({warning, critical}) => warning !== undefined || critical !== undefined, form('limit'))),
);

const conditions = {
  name: z.optional(text),
  user: z.optional(text),
  script: z.optional(text),
  cgroup: z.optional(text),
};

const allowance = z
  .strictObject(
    {
      rule: z.union([texts, text], form('rules')),
      ...conditions,
      reason: z.optional(text),
    },
    form('table'),
  )
  .check(
    z.refine(
      ({name, user, script, cgroup}) => [name, user, script, cgroup].some(one => one !== undefined),
      form('condition'),
    ),
  );

const scriptRule = z
  .strictObject(
    {
      name: text,
      min: z.optional(count),
      max: z.optional(count),
      fresh: z.optional(flag),
    },
    form('table'),
  )
  .check(z.refine(({min = 0, max = Number.POSITIVE_INFINITY}) => min <= max, form('max-from-min')));

/** A relative path would mean another file in every working directory. */
const absolutePath = text.check(z.refine(given => given.startsWith('/'), form('absolute-path')));

const port = text.check(
  z.refine(given => {
    const target = parseSocketTarget(given);
    return 'kind' in target && target.kind !== 'path';
  }, form('port')),
);

const sigchldRule = z
  .strictObject(
    {
      name: z.optional(text),
      pid: z.optional(z.int(form('pid')).check(z.minimum(1, form('pid')))),
      disposition: z.optional(z.enum(['default', 'ignored', 'caught'], form('disposition'))),
    },
    form('table'),
  )
  .check(z.refine(({name, pid}) => (name === undefined) !== (pid === undefined), form('name-or-pid')));

/** The content of a procdoc.toml. The messages name the form that would be right. */
export const policySchema = z.strictObject({
  'fail-on': z.optional(z.enum(['error', 'warning', 'info'], form('severity'))),
  certainty: z.optional(z.enum(['proven', 'likely', 'unknown'], form('certainty'))),
  unknown: z.optional(z.enum(['fail', 'pass'], form('verdict'))),
  fail: z.optional(texts),
  ignore: z.optional(texts),
  baseline: z.optional(text),
  allow: z.optional(z.array(allowance, form('allow-tables'))),
  limits: z.optional(
    z.strictObject(
      {
        zombies: z.optional(limit),
        'zombies-per-parent': z.optional(limit),
        'zombie-age': z.optional(limit),
        orphans: z.optional(limit),
      },
      form('table'),
    ),
  ),
  expect: z.optional(
    z.strictObject(
      {
        script: z.optional(z.array(scriptRule, form('script-tables'))),
        lock: z.optional(
          z.array(z.strictObject({path: absolutePath, holders: texts}, form('table')), form('lock-tables')),
        ),
        port: z.optional(
          z.array(z.strictObject({address: port, holders: texts}, form('table')), form('port-tables')),
        ),
        sigchld: z.optional(z.array(sigchldRule, form('sigchld-tables'))),
      },
      form('table'),
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
