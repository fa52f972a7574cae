/** What the branches of a tree are drawn with. */
export interface BranchSigns {
  /** Before a child that has a later sibling, and before the last. */
  readonly child: string;
  readonly last: string;
  /** Before what is below each of these. */
  readonly past: string;
  readonly none: string;
  /** For what was left out. */
  readonly more: string;
  /** Before how many there are. */
  readonly times: string;
}

const boxDrawing: BranchSigns = {child: '├─ ', last: '└─ ', past: '│  ', none: '   ', more: '…', times: '×'};
const ascii: BranchSigns = {child: '|- ', last: '`- ', past: '|  ', none: '   ', more: '...', times: 'x'};

/** Box drawing where the locale's characters are UTF-8, by locale(7): LC_ALL, else LC_CTYPE, else LANG; ASCII elsewhere. */
export function branchSignsFor(env: NodeJS.ProcessEnv = process.env): BranchSigns {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /(?:^|\.)utf-?8(?:@|$)/i.test(locale) ? boxDrawing : ascii;
}
