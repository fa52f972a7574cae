/** A line of a tree, the lines that say more about it, and what branches off it. */
export interface Branch {
  readonly text: string;
  readonly notes: readonly string[];
  readonly branches: readonly Branch[];
}

/** A tree as text: its trunk at the margin, the rest drawn below it with box characters. */
export function branchLines({text, notes, branches}: Branch): string[] {
  const stem = branches.length > 0 ? '│  ' : '   ';
  return [text, ...notes.map(note => `${stem}${note}`), ...branches.flatMap(drawn)];
}

function drawn(branch: Branch, at: number, all: readonly Branch[]): string[] {
  const isLast = at === all.length - 1;
  return branchLines(branch).map((line, row) =>
    row === 0 ? `${isLast ? '└─ ' : '├─ '}${line}` : `${isLast ? '   ' : '│  '}${line}`,
  );
}
