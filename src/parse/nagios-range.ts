/**
 * A threshold as the Nagios plugin development guidelines have it (monitoring-plugins.org, "Threshold and
 * ranges"): "10", "10:", "~:10", "10:20", "@10:20". It says when to raise an alert, not what is well.
 */
export interface NagiosRange {
  /** As it was written, for messages and performance data. */
  readonly text: string;
  /** Both belong to the range; infinite where it is open. */
  readonly start: number;
  readonly end: number;
  /** Whether to alert inside of it ("@") rather than outside. */
  readonly inside: boolean;
}

const NUMBER = String.raw`-?\d+(?:\.\d+)?`;
const range = new RegExp(`^(@?)(?:(~|${NUMBER})?:)?(${NUMBER})?$`);

/** Parses a range; undefined where it is none, or ends before it starts. */
export function parseNagiosRange(text: string): NagiosRange | undefined {
  const [, at, from, to] = range.exec(text) ?? [];
  if (at === undefined || (to === undefined && from === undefined)) return undefined;
  const start = from === '~' ? Number.NEGATIVE_INFINITY : Number(from ?? 0);
  const end = to === undefined ? Number.POSITIVE_INFINITY : Number(to);
  return start <= end ? {text, start, end, inside: at === '@'} : undefined;
}

/** Whether a value raises the alert of a range. */
export function raisesAlert(value: number, {start, end, inside}: NagiosRange): boolean {
  return (value >= start && value <= end) === inside;
}
