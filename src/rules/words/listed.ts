/** Names as a sentence has them: "a, b and c", or "a, b and 3 more" where there are more than `most`. */
export function listed(names: readonly string[], most: number, conjunction: 'and' | 'or' = 'and'): string {
  const more = names.length > most ? [`${names.length - most} more`] : [];
  const all = [...names.slice(0, most), ...more];
  return [all.slice(0, -1).join(', '), ...all.slice(-1)].filter(Boolean).join(` ${conjunction} `);
}
