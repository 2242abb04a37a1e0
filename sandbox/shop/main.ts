import { randomUUID } from 'node:crypto';
import { runService } from './run-service.ts';
import { readShopSettings } from './settings.ts';
import { dieWithParent } from './die-with-parent.ts';

dieWithParent(process.stdin);
const stop = await runService(readShopSettings(process.env), randomUUID(), {
  out: (line) => { process.stdout.write(line); },
  err: (line) => { process.stderr.write(line); },
  exit: (code) => { process.exit(code); },
});
process.once('SIGTERM', () => { void stop().finally(() => { process.exit(143); }); });
