/** What the world knows of every look-alike it runs: where it is, what it saw, and how to make it misbehave. */
export interface LookAlike {
  readonly name: string;
  /** Base address on loopback, e.g. `http://127.0.0.1:4711`, or `unix:///…sock`. */
  readonly url: string;
  /** Everything it holds and every request that it answered, as plain JSON: the witness that tests count in. */
  snapshot(): unknown;
  /** Changes what goes wrong from now on; keys that are absent stay as they are. */
  setFaults(patch: Readonly<Record<string, unknown>>): void;
  close(): Promise<void>;
}
