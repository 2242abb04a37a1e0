#!/usr/bin/env node
// The entry. Plain JavaScript that Node 18 can read, so that a Node which is too old to run Atlas can still start the one that is not.
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync } from 'node:fs';
import * as node from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;
const BAD_USAGE = 2;
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  enableCompileCache();
  await import('./main.ts');
} else {
  const newer = findNewerNode();
  if (newer === null) {
    console.error(`atlas needs Node ${NEEDED_MAJOR} or newer and this is ${process.version}: install it, or run \`npm ci\` in ${ROOT}.`);
    process.exitCode = BAD_USAGE;
  } else {
    runWith(newer);
  }
}

/** Starting is mostly compiling: agents that are started later find the work done. In a read-only image the temporary folder serves. */
function enableCompileCache() {
  const folder = process.env.NODE_COMPILE_CACHE ?? writableFolder();
  node.enableCompileCache(folder);
  process.env.NODE_COMPILE_CACHE = folder;
}

function writableFolder() {
  const own = join(ROOT, '.atlas', 'compile-cache');
  try {
    mkdirSync(own, { recursive: true });
    accessSync(own, constants.W_OK);
    return own;
  } catch {
    return join(tmpdir(), 'atlas-compile-cache');
  }
}

/** The Node that comes as a platform package, or null where there is none (macOS, or an installation without optional packages). */
function findNewerNode() {
  const path = join(ROOT, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    return null;
  }
}

/** @param {string} program */
function runWith(program) {
  // Listening begins before there is anything to tell: between the two a signal would end us and leave an orphan. The handlers run in the
  // loop, so `child` is there by then.
  const forwarders = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR2'].map((signal) => {
    // A terminal sends its own Ctrl-C and Ctrl-\ to both of us: passing them on would be a second one, which means "at once".
    const fromTerminal = process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT');
    const forward = () => {
      if (!fromTerminal) child.kill(signal);
    };
    process.on(signal, forward);
    return { signal, forward };
  });
  const child = spawn(program, [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' });
  child.once('error', (error) => {
    console.error(`atlas could not start ${program}: ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => {
    for (const { signal: name, forward } of forwarders) process.off(name, forward);
    // Whoever waits for us sees the same end.
    if (signal !== null) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}
