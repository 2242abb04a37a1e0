/** Why a command is refused; `index` is the argument at fault, null: the command itself. */
export interface Unpinned {
  readonly index: number | null;
  readonly expected: string;
  readonly got: string;
}

const INSTALLED = 'a pinned program that is installed already';

/** Programs that fetch what they run, alone or with a word after them. */
const FETCHERS: Readonly<Record<string, readonly string[] | null>> = {
  npx: null, uvx: null, bunx: null, pnpx: null,
  npm: ['exec', 'x', 'init', 'create'], pnpm: ['dlx', 'exec', 'create'], yarn: ['dlx', 'create', 'exec'], bun: ['x', 'create'],
  uv: ['tool', 'run'], pipx: ['run'], deno: ['run', 'x'], go: ['run'], cargo: ['install'], nix: ['run', 'shell'],
};

/** Programs that hide what is run from whoever reads the configuration. */
const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'fish', 'cmd', 'powershell', 'pwsh', 'env', 'sudo', 'xargs', 'eval', 'curl', 'wget']);

const MOVING_TAG = /@(?:latest|next|beta|canary|main|master|\*|x|\d+(?:\.(?:\d+|x|\*)){0,1}|\d+\.\d+\.[x*])$|@[\^~><=]/;

/** Is this command fetched at its start, or not the same tomorrow? Pure; null: it is pinned as far as one can see. */
export function whyUnpinned(command: string, args: readonly string[]): Unpinned | null {
  const program = (command.split(/[\\/]/).at(-1) ?? command).replace(/\.(?:exe|cmd|bat|ps1)$/i, '').toLowerCase();
  const words = args.filter((arg) => !arg.startsWith('-'));
  const fetching = Object.hasOwn(FETCHERS, program) ? FETCHERS[program] : undefined;
  if (fetching === null || fetching?.includes(words[0] ?? '') === true) return { index: null, expected: INSTALLED, got: `${program}, which fetches at every start` };
  if (SHELLS.has(program)) return { index: null, expected: `${INSTALLED}, started directly`, got: `${program}, which starts something else` };
  if (/\s/.test(command) && !command.includes('/') && !command.includes('\\')) return { index: null, expected: `${INSTALLED}; its arguments belong into args`, got: 'a command with blanks' };
  const yes = args.findIndex((arg) => arg === '-y' || arg === '--yes');
  if (yes >= 0) return { index: yes, expected: 'no consent to installing', got: JSON.stringify(args[yes]) };
  const moving = args.findIndex((arg) => MOVING_TAG.test(arg));
  if (moving >= 0) return { index: moving, expected: 'an exact version', got: 'a version that moves' };
  return program === 'docker' || program === 'podman' ? whyUnpinnedImage(args) : null;
}

const TAKES_VALUE: ReadonlySet<string> = new Set(['-e', '--env', '--env-file', '-v', '--volume', '--mount', '--network', '--net', '--name', '-u', '--user', '-p', '--publish', '-w', '--workdir', '-l', '--label', '--memory', '-m', '--entrypoint', '--add-host', '--cap-drop', '--security-opt', '--pull', '--platform', '--tmpfs', '--cpus', '--pids-limit']);

/** An image is pinned by a digest, or by a tag that says a version. */
function whyUnpinnedImage(args: readonly string[]): Unpinned | null {
  const run = args.indexOf('run');
  if (run < 0) return null;
  let index = run + 1;
  while (index < args.length && (args[index] ?? '').startsWith('-')) index += TAKES_VALUE.has(args[index] ?? '') ? 2 : 1;
  const image = args[index];
  if (image === undefined) return null;
  const tag = /:([^/:@]+)$/.exec(image)?.[1];
  const pinned = /@sha256:[0-9a-f]{64}$/.test(image) || (tag !== undefined && /\d/.test(tag));
  return pinned ? null : { index, expected: 'an image with a version or a digest', got: 'an image that may change' };
}
