/**
 * A threshold of the Nagios plugin development guidelines (monitoring-plugins.org, "Threshold and ranges"): "10",
 * "10:", "~:10", "10:20", "@10:20". A range says when to raise an alert, not which values are good.
 */
export interface NagiosRange {
  /** As it was written, for messages and performance data. */
  readonly text: string;
  /** `start` and `end` belong to the range, and are infinite where the range is open. */
  readonly start: number;
  readonly end: number;
  /** Whether values inside the range raise an alert ("@"), rather than values outside. */
  readonly inside: boolean;
}

const NUMBER = String.raw`-?\d+(?:\.\d+)?`;
const range = new RegExp(`^(@?)(?:(~|${NUMBER})?:)?(${NUMBER})?$`);

/** Parses a range; undefined for text of another form, and where the end is lower than the start. */
export function parseNagiosRange(text: string): NagiosRange | undefined {
  const [, at, from, to] = range.exec(text) ?? [];
  if (at === undefined || (to === undefined && from === undefined)) return undefined;
  const start = from === '~' ? Number.NEGATIVE_INFINITY : Number(from ?? 0);
  const end = to === undefined ? Number.POSITIVE_INFINITY : Number(to);
  return start <= end ? {text, start, end, inside: at === '@'} : undefined;
}

/** Whether a value raises the alert of this range. */
export function raisesAlert(value: number, {start, end, inside}: NagiosRange): boolean {
  return (value >= start && value <= end) === inside;
}
