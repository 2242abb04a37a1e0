/**
 * Who may import whom. A type-only import counts like any other: a type that leaks is a dependency of the mind.
 * Every rule has a case in test/tools/import-rules.test.ts that adds the forbidden import and sees the rule fail.
 */

/** Pure libraries that decisions may use. Add one here by name, with a reason in docs/decisions. */
const PURE_LIBRARIES = ['zod', 're2js'];

/** The vendor library of each door: nobody else in the product talks to that system. Tests and the sandbox judge each other with them. */
const VENDOR_LIBRARIES = {
  'jira.js': ['adapters/jira'],
  'discord.js': ['adapters/discord'],
  dockerode: ['adapters/docker'],
  '@modelcontextprotocol/client': ['adapters/mcp'],
  ioredis: ['adapters/store'],
  bullmq: ['adapters/store'],
};

const SOURCES = '^(agents|core|adapters|settings|gate|docker-gate|cli|sandbox|bench|tools|web)/';
const CLI_AND_TESTS = '^(cli|test)/';

function library(names) {
  return `^node_modules/(${names.map((name) => name.replaceAll('.', '\\.')).join('|')})/`;
}

function vendorRule([name, folders]) {
  return {
    name: `only-its-door-uses-${name.replaceAll(/[^a-z]+/g, '-').replaceAll(/^-|-$/g, '')}`,
    severity: 'error',
    comment: `${name} belongs to ${folders.join(', ')}.`,
    from: { path: '^(agents|core|adapters|settings|gate|docker-gate|cli)/', pathNot: `^(${folders.join('|')})/` },
    to: { path: library([name]) },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one idea, or hide a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that cannot be found cannot be checked either.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared-packages',
      severity: 'error',
      comment: 'A package that package.json does not name is there by luck.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-packages-in-the-service',
      severity: 'error',
      comment: 'The image is installed without development packages.',
      from: { path: '^(agents|core|adapters|settings|gate|docker-gate|cli|sandbox)/' },
      // A type-only import is erased: @types packages are fine.
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'core-is-alone',
      severity: 'error',
      comment: 'Decisions know no agent, no door, no settings file.',
      from: { path: '^core/' },
      to: { pathNot: '^(core|node_modules)/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'core-uses-pure-libraries',
      severity: 'error',
      comment: `Decisions use ${PURE_LIBRARIES.join(', ')} and nothing else from outside.`,
      from: { path: '^core/' },
      to: { path: '^node_modules/', pathNot: library(PURE_LIBRARIES) },
    },
    {
      name: 'core-opens-no-door',
      severity: 'error',
      comment: 'Time, files, network and randomness are handed in. Hashing is pure and may stand in a file named for it.',
      from: { path: '^core/', pathNot: ['^core/secret\\.ts$', '^core/.*(hash|digest|fingerprint)\\.ts$'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-secret-only-hides',
      severity: 'error',
      comment: 'The secret needs the hook of node:util by which it prints as [secret].',
      from: { path: '^core/secret\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?util$' },
    },
    {
      name: 'core-hash-only-hashes',
      severity: 'error',
      comment: 'A file named for hashing gets node:crypto and no other builtin.',
      from: { path: '^core/.*(hash|digest|fingerprint)\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'agents-stay-apart',
      severity: 'error',
      comment: 'One agent never imports another: they meet in the ledger.',
      from: { path: '^agents/([^/]+)/' },
      to: { path: '^agents/', pathNot: '^agents/($1|frame)/' },
    },
    {
      name: 'agents-get-their-doors',
      severity: 'error',
      comment: 'Agents know core, the types of settings and their own folder; every door is handed to them.',
      from: { path: '^agents/[^/]+/' },
      to: { pathNot: '^(core|settings|agents|node_modules)/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'agents-know-settings-as-types',
      severity: 'error',
      comment: 'Settings are loaded at the composition root and handed in.',
      from: { path: '^agents/[^/]+/' },
      to: { path: '^settings/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'agents-use-pure-libraries',
      severity: 'error',
      comment: 'An agent with a vendor library or a socket of its own goes round the gate.',
      from: { path: '^agents/[^/]+/' },
      to: { path: '^node_modules/', pathNot: library(PURE_LIBRARIES) },
    },
    {
      name: 'agents-open-no-door',
      severity: 'error',
      comment: 'Files, processes and network are handed in. Hashing and formatting are pure.',
      from: { path: '^agents/[^/]+/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util)$' },
    },
    {
      name: 'adapters-know-core-alone',
      severity: 'error',
      comment: 'A door knows core, its own folder and its library.',
      from: { path: '^adapters/' },
      to: { pathNot: '^(core|adapters|node_modules)/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'adapters-never-another-vendor',
      severity: 'error',
      comment: 'Vendors do not know each other. adapters/http is the one plain HTTP client of them all.',
      from: { path: '^adapters/([^/]+)/' },
      to: { path: '^adapters/', pathNot: ['^adapters/$1/', '^adapters/(http|mcp)/'] },
    },
    {
      name: 'mcp-is-for-telemetry',
      severity: 'error',
      comment: 'Only the sources that speak MCP share adapters/mcp.',
      from: { path: '^adapters/', pathNot: '^adapters/(mcp|signoz|grafana|tempo)/' },
      to: { path: '^adapters/mcp/' },
    },
    {
      name: 'settings-know-schemas',
      severity: 'error',
      comment: 'Settings know core and the settings.ts of each adapter.',
      from: { path: '^settings/' },
      to: { pathNot: '^(core/|settings/|node_modules/|adapters/[^/]+/settings\\.ts$)', dependencyTypesNot: ['core'] },
    },
    {
      name: 'gate-knows-core-alone',
      severity: 'error',
      comment: 'The gate wraps doors that are handed to it; it opens none.',
      from: { path: '^gate/' },
      to: { pathNot: '^(core|gate|node_modules)/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'gate-uses-pure-libraries',
      severity: 'error',
      comment: 'The gate decides and counts: no vendor library.',
      from: { path: '^gate/' },
      to: { path: '^node_modules/', pathNot: library(PURE_LIBRARIES) },
    },
    {
      name: 'gate-opens-no-door',
      severity: 'error',
      comment: 'The gate reaches the outside through the doors it wraps.',
      from: { path: '^gate/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util|timers/promises)$' },
    },
    {
      name: 'docker-gate-stands-alone',
      severity: 'error',
      comment: 'The one program with the socket is small enough to be read in an hour.',
      from: { path: '^docker-gate/' },
      to: { pathNot: '^(core|docker-gate|node_modules)/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'docker-gate-knows-core-as-types',
      severity: 'error',
      comment: 'Types of core are its contract; no code of core runs beside the socket.',
      from: { path: '^docker-gate/' },
      to: { path: '^core/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'docker-gate-few-packages',
      severity: 'error',
      comment: 'Every package beside the socket is a way to it.',
      from: { path: '^docker-gate/' },
      to: { path: '^node_modules/', pathNot: library(['json5', 'zod']) },
    },
    {
      name: 'nobody-needs-docker-gate',
      severity: 'error',
      comment: 'It is another program, reached over HTTP.',
      from: { path: SOURCES, pathNot: '^(docker-gate|cli|bench)/' },
      to: { path: '^docker-gate/' },
    },
    {
      name: 'sandbox-is-not-the-product',
      severity: 'error',
      comment: 'The offline world is started by the command line and by tests; nothing of the product leans on it.',
      from: { pathNot: ['^sandbox/', CLI_AND_TESTS] },
      to: { path: '^sandbox/' },
    },
    {
      name: 'nobody-needs-tests',
      severity: 'error',
      comment: 'What production code needs does not live under test.',
      from: { path: SOURCES },
      to: { path: '^test/' },
    },
    {
      name: 'nobody-needs-the-command-line',
      severity: 'error',
      comment: 'The composition root is the end of every path, never its middle.',
      from: { path: '^(agents/[^/]+|core|adapters|settings|gate|docker-gate|sandbox)/' },
      to: { path: '^(cli/|agents/[^/]+\\.ts$)' },
    },
    ...Object.entries(VENDOR_LIBRARIES).map(vendorRule),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(state|coverage|\\.atlas)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
