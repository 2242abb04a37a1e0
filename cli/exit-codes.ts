/** What the command line's exit codes mean; the same for every command. */
export const EXIT = { fine: 0, failed: 1, usage: 2, unreachable: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
