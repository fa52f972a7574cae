/** PID_MAX_LIMIT of <linux/threads.h> on 64-bit machines: no pid is higher. */
export const PID_MAX_LIMIT = 4_194_304;

/** The pid that a text is, in decimal digits without leading zeros; undefined where it can be none. */
export function parsePid(text: string): number | undefined {
  return /^[1-9]\d{0,6}$/.test(text) && Number(text) <= PID_MAX_LIMIT ? Number(text) : undefined;
}
