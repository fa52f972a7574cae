import path from 'node:path';

/** How a name is compared: the whole of it, a part, or a JavaScript regular expression. */
export type NameComparison = 'exact' | 'substring' | 'regex';

/** What a running script can be called by: not by its arguments. */
export interface NamedScript {
  /** The operand as the interpreter was given it. */
  readonly script: string | null;
  /** The resolved path, where that is known. */
  readonly path: string | null;
  /** A path that leads there from here, where that is known. */
  readonly address?: string | null;
  readonly module: string | null;
}

/** Whether a script goes by a name. */
export type ScriptNameTest = (script: NamedScript) => boolean;

/**
 * The test whether a script goes by `name`; undefined where `name` isn't a valid regular expression.
 *
 * Exactly: without a slash, the name is that of a file or directory, or of a module, where `pkg` and
 * `pkg.__main__` are the same; with a slash it is a path, and matches the operand as given, the resolved
 * file or its path from here, whatever redundant `./` and slashes either has. A part or an expression may match any of: the
 * operand, the resolved path, the last component of each, the module.
 */
export function parseScriptName(name: string, comparison: NameComparison): ScriptNameTest | undefined {
  switch (comparison) {
    case 'exact':
      return exactTest(name);
    case 'substring':
      return script => texts(script).some(text => text.includes(name));
    case 'regex': {
      const pattern = compile(name);
      return pattern && (script => texts(script).some(text => pattern.test(text)));
    }
  }
}

/**
 * The test whether `python -m MODULE` may run the file of this name: "my_daemon.py" runs as "my_daemon" and as
 * "pkg.my_daemon", "pkg/my_daemon.py" not as "other.my_daemon". Undefined for a name that isn't a Python file's.
 */
export function parseModuleOfFile(name: string): ((module: string) => boolean) | undefined {
  const [, stem] = /^(.+)\.py$/s.exec(name) ?? [];
  if (stem === undefined) return undefined;
  const folders = normalize(stem)
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .reverse();
  return module => {
    const parts = module.split('.').reverse();
    return folders.every((folder, at) => at >= parts.length || folder === parts[at]);
  };
}

function exactTest(name: string): ScriptNameTest {
  if (name.includes('/')) {
    const wanted = normalize(name);
    return script => script.module === name || paths(script).some(text => normalize(text) === wanted);
  }
  const wanted = plainModule(name);
  return script =>
    baseNames(script).includes(name) || (script.module !== null && plainModule(script.module) === wanted);
}

function compile(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

function texts(script: NamedScript): string[] {
  const all = [...paths(script), ...baseNames(script)];
  return script.module === null ? all : [...all, script.module];
}

function baseNames(script: NamedScript): string[] {
  return paths(script).map(text => path.posix.basename(text));
}

function paths({script, path: resolved, address}: NamedScript): string[] {
  return [...new Set([script, resolved, address])].filter(text => text !== null && text !== undefined);
}

function normalize(text: string): string {
  return path.posix.join(text, '.');
}

function plainModule(module: string): string {
  return module.replace(/\.__main__$/, '');
}
