/** Signals that rules are about, by the numbers they have on every architecture Node runs on (signal(7)): MIPS has others, but no Node. */
export const SIGHUP = 1;
export const SIGINT = 2;
export const SIGQUIT = 3;
export const SIGPIPE = 13;
export const SIGTERM = 15;
export const SIGCHLD = 17;
export const SIGTSTP = 20;
