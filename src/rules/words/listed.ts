type Conjunction = 'and' | 'or';

/** Names as a sentence has them: "a, b and c", or "a, b and 3 more" where there are more than `most`. */
export function listed(names: readonly string[], most: number, conjunction: Conjunction = 'and'): string {
  return listedOf(names.slice(0, most), names.length, conjunction);
}

/** The first names of so many, as a sentence has them. */
export function listedOf(first: readonly string[], count: number, conjunction: Conjunction = 'and'): string {
  const more = count > first.length ? [`${grouped(count - first.length)} more`] : [];
  const all = [...first, ...more];
  return [all.slice(0, -1).join(', '), ...all.slice(-1)].filter(Boolean).join(` ${conjunction} `);
}

/** "4,000". Not by toLocaleString(), whose first call takes longer than reading a thousand processes. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
