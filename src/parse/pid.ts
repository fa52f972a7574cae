/** PID_MAX_LIMIT of <linux/threads.h> on 64-bit machines: no pid is higher. */
export const PID_MAX_LIMIT = 4_194_304;

/** A pid from decimal digits without leading zeros; undefined for other text, 0, and numbers above the limit. */
export function parsePid(text: string): number | undefined {
  return /^[1-9]\d{0,6}$/.test(text) && Number(text) <= PID_MAX_LIMIT ? Number(text) : undefined;
}
