/** The candidate most like a mistyped word, if at most a third of its letters differ. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map(candidate => ({candidate, distance: editDistance(word, candidate)}))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  const prefixed = candidates.filter(candidate => word.length > 1 && candidate.startsWith(word));
  if (prefixed.length === 1) return prefixed[0];
  return best && isNear(word, best.candidate) ? best.candidate : undefined;
}

/** Whether a word may be a slip for another: at most a third of the letters differ. */
export function isNear(word: string, candidate: string): boolean {
  return editDistance(word, candidate) <= Math.max(1, Math.floor(candidate.length / 3));
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
function editDistance(from: string, to: string): number {
  const rows: number[][] = [Array.from({length: to.length + 1}, (_, i) => i)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= from.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= to.length; j++) {
      const changed = from[i - 1] === to[j - 1] ? 0 : 1;
      let cost = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + changed);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) cost = Math.min(cost, at(i - 2, j - 2) + 1);
      rows[i]?.push(cost);
    }
  }
  return at(from.length, to.length);
}
