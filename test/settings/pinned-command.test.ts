import { expect, test } from 'vitest';
import { whyUnpinned } from '../../settings/cross-check/pinned-command.ts';

const DIGEST = `sha256:${'0'.repeat(64)}`;

test.each([
  ['signoz-mcp-server', []],
  ['/opt/mcp/bin/loki-mcp', ['--port', '1']],
  ['node', ['./vendor/loki-mcp/main.js']],
  ['node', ['node_modules/@xterm/mcp@1.2.3/main.js', 'team@example.com']],
  ['npm', ['run', 'mcp']],
  ['docker', ['run', '--rm', '-i', '-e', 'LOKI_URL', 'grafana/loki-mcp:1.4.2']],
  ['docker', ['run', '--rm', `grafana/loki-mcp@${DIGEST}`]],
])('%s %j is taken for pinned', (command, args) => {
  expect(whyUnpinned(command, args)).toBeNull();
});

test.each([
  ['npx', ['-y', 'loki-mcp']],
  ['npx', ['loki-mcp@1.2.3']],
  ['NPX.cmd', ['loki-mcp']],
  ['/usr/bin/npx', []],
  ['uvx', ['loki-mcp']],
  ['bunx', ['loki-mcp']],
  ['pnpm', ['--silent', 'dlx', 'loki-mcp']],
  ['npm', ['exec', '--', 'loki-mcp']],
  ['uv', ['tool', 'run', 'loki-mcp']],
  ['pipx', ['run', 'loki-mcp']],
  ['bash', ['-c', 'npx loki-mcp']],
  ['env', ['npx', 'loki-mcp']],
  ['npx loki-mcp', []],
  ['loki-mcp', ['--yes']],
  ['launcher', ['loki-mcp@latest']],
  ['launcher', ['loki-mcp@^1.2.3']],
  ['launcher', ['loki-mcp@1']],
  ['launcher', ['loki-mcp@1.x']],
  ['docker', ['run', '--rm', '-i', 'grafana/loki-mcp']],
  ['docker', ['run', '--rm', '-e', 'A=1', 'grafana/loki-mcp:latest']],
])('%s %j is refused', (command, args) => {
  expect(whyUnpinned(command, args)).not.toBeNull();
});
