import {parse} from 'smol-toml';

/** A place in a TOML document, from its root: ["expect", "script", 0, "min"]. */
export type Place = readonly PropertyKey[];

/**
 * The line, from 1, of the statement that first sets a place in a valid document, or else the nearest place around
 * it. The parser gives no positions, so it is run on ever more lines of the document: the lines that make the place
 * appear are its statement.
 */
export function lineOfPlace(document: string, place: Place): number {
  const lines = document.split('\n');
  let best = {depth: 0, line: 1};
  let start = 1;
  for (let count = 1; count <= lines.length; count++) {
    const content = parsed(`${lines.slice(0, count).join('\n')}\n`);
    if (content === undefined) continue;
    const depth = depthOf(content, place);
    if (depth > best.depth) best = {depth, line: start};
    start = count + 1;
  }
  return best.line;
}

/** Undefined where the text ends within a statement. */
function parsed(document: string): unknown {
  try {
    return parse(document);
  } catch {
    return undefined;
  }
}

/** How many steps of a place exist in a value. */
function depthOf(content: unknown, place: Place): number {
  let value = content;
  for (const [depth, key] of place.entries()) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return depth;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return place.length;
}
