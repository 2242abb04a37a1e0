import type { Actor, LedgerEvent } from '../../core/event.ts';
import type { Clock, Ledger } from '../../core/ports.ts';
import { narrate } from '../narrate.ts';
import { paint, say, type Style } from '../print.ts';

const COLOURS: Readonly<Record<Actor, Style>> = {
  atlas: 'blue',
  'ops-monitor': 'cyan',
  'jira-resolver': 'green',
  'demo-controller': 'magenta',
  operator: 'white',
  keeper: 'white',
  sandbox: 'gray',
};

/** Without a terminal, a waiting reader gets a sign of life this often. */
const SIGN_OF_LIFE_MS = 5_000;

/** Tells the ledger's story as it is written, with the seconds since the start. */
export interface Live {
  /** Prints what is new. */
  tell(): Promise<void>;
  /** Shows what is being waited for: a moving line on a terminal, a line now and then elsewhere. */
  waiting(for_what: string): void;
  heading(text: string): void;
}

export function createLive(ledger: Ledger, clock: Clock): Live {
  const start_ms = clock.now();
  const terminal = process.stdout.isTTY;
  let seen = 0;
  let last_said_ms = clock.monotonic_ms();
  let line_shown = false;

  function clear(): void {
    if (line_shown) process.stdout.write('\r\u001b[2K');
    line_shown = false;
  }

  function line(text: string): void {
    clear();
    say(text);
    last_said_ms = clock.monotonic_ms();
  }

  return {
    async tell() {
      for (const event of await ledger.events({ after_seq: seen })) {
        seen = event.seq;
        const words = narrate(event);
        if (words !== null) line(format(event, words, start_ms));
      }
    },
    waiting(for_what) {
      const elapsed = ((clock.now() - start_ms) / 1000).toFixed(0);
      if (terminal) {
        clear();
        process.stdout.write(paint('gray', `${elapsed.padStart(5)} s  … ${for_what}`));
        line_shown = true;
      } else if (clock.monotonic_ms() - last_said_ms >= SIGN_OF_LIFE_MS) {
        line(`${elapsed.padStart(5)} s  … ${for_what}`);
      }
    },
    heading(text) {
      line(`\n${paint('bold', text)}`);
    },
  };
}

function format(event: LedgerEvent, words: string, start_ms: number): string {
  const seconds = ((Date.parse(event.at) - start_ms) / 1000).toFixed(1);
  return `${paint('gray', `${seconds.padStart(5)} s`)}  ${paint(COLOURS[event.actor], event.actor.padEnd(15))} ${words}`;
}
