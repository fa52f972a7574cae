const units: ReadonlyArray<readonly [name: string, seconds: number]> = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
];

/** Seconds for people, two units at most: "0.4 s", "12 s", "3 min 20 s", "2 d 4 h". */
export function durationText(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const at = units.findIndex(([, size]) => whole >= size);
  const [name, size] = units[at] ?? ['s', 1];
  const [lesser, lesserSize] = units[at + 1] ?? ['', 0];
  const rest = lesserSize === 0 ? 0 : Math.floor((whole % size) / lesserSize);
  return rest === 0
    ? `${Math.floor(whole / size)} ${name}`
    : `${Math.floor(whole / size)} ${name} ${rest} ${lesser}`;
}
