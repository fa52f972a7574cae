/** Made by bin/server-thread.js. */
declare module 'procdoc:server-thread' {
  /** The program of a thread, for a worker to evaluate. */
  const text: string;
  export default text;
}
