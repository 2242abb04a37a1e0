/**
 * Agents are many and idle most of the time: a small young generation and a heap that is collected rather than grown keep
 * five of them within the memory of one ordinary service.
 */
export const AGENT_NODE_FLAGS: readonly string[] = ['--max-semi-space-size=1', '--max-old-space-size=160', '--optimize-for-size'];
