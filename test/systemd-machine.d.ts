export function makeSystemdMachine(
  folder: string,
  name: string,
  units: Readonly<Record<string, readonly string[]>>,
): string[];
export function removeCgroups(name: string): boolean;
