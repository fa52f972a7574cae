/** sizeof(struct sembuf) of <sys/sem.h>: sem_num, sem_op and sem_flg, of 16 bits each. */
export const SEMBUF_SIZE = 6;

/** The numbers of the semaphores that an array of struct sembuf is about, each once: semop(2). */
export function parseSemaphoreNumbers(bytes: Buffer): number[] {
  const count = Math.floor(bytes.length / SEMBUF_SIZE);
  return [...new Set(Array.from({length: count}, (_, at) => bytes.readUInt16LE(at * SEMBUF_SIZE)))];
}
