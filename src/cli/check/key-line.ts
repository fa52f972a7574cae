import {parse} from 'smol-toml';

/** A place in a TOML document, from its root: ["expect", "script", 0, "min"]. */
export type Place = readonly PropertyKey[];

/**
 * The line, from 1, of the statement that first says something of a place in a valid document; of the nearest
 * place around it that is spoken of, where it is not itself. The parser tells no positions of what it has
 * read, so it is given ever more lines of the document: those after which a place is there, and was not before,
 * are its statement.
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

/** Undefined where it ends within a statement. */
function parsed(document: string): unknown {
  try {
    return parse(document);
  } catch {
    return undefined;
  }
}

/** How many steps of a place there are in a value. */
function depthOf(content: unknown, place: Place): number {
  let value = content;
  for (const [depth, key] of place.entries()) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return depth;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return place.length;
}
