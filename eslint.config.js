import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Files that may read `process.env`: they hand what they read to everybody else. */
const READS_ENVIRONMENT = [
  'cli/**',
  'tools/**',
  'bench/**',
  'test/**',
  'agents/*.ts',
  'docker-gate/main.ts',
  'settings/generate-schemas.ts',
  'sandbox/main.ts',
  'sandbox/shop/**',
  '*.config.*',
];

const NO_ENVIRONMENT = 'process.env is read at the composition root and handed in.';
const NO_CLOCK = 'Decisions take `now` as an argument.';
const NO_CHANCE = 'Decisions take ids and randomness as arguments.';

const NAMED_EXPORTS = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };
const PATTERN_FROM_DATA = {
  selector: ":matches(NewExpression, CallExpression)[callee.name='RegExp'][arguments.0.type!='Literal'][arguments.0.type!='TemplateLiteral']",
  message: 'A pattern that comes from data may hang the process: use re2js.',
};
const ENVIRONMENT_IMPORT = {
  selector: "ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name='env']",
  message: NO_ENVIRONMENT,
};
const CURRENT_TIME = { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: NO_CLOCK };

export default defineConfig(
  { ignores: ['node_modules/', 'state/', 'coverage/', '.atlas/', 'config/schema/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // A port is asynchronous even where one implementation has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Ports are written as methods and made by functions: they know no `this` that could be lost.
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-syntax': ['error', NAMED_EXPORTS, PATTERN_FROM_DATA, ENVIRONMENT_IMPORT],
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: NO_ENVIRONMENT }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-constant-binary-expression': 'error',
      'no-param-reassign': 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unreachable-loop': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['core/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', NAMED_EXPORTS, PATTERN_FROM_DATA, ENVIRONMENT_IMPORT, CURRENT_TIME],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: NO_CLOCK },
        { object: 'performance', property: 'now', message: NO_CLOCK },
        { object: 'Math', property: 'random', message: NO_CHANCE },
        { object: 'crypto', property: 'randomUUID', message: NO_CHANCE },
      ],
      'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'console'],
    },
  },
  {
    files: ['agents/*/**/*.ts', 'gate/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', NAMED_EXPORTS, PATTERN_FROM_DATA, ENVIRONMENT_IMPORT, CURRENT_TIME],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: NO_ENVIRONMENT },
        { object: 'Date', property: 'now', message: NO_CLOCK },
        { object: 'Math', property: 'random', message: NO_CHANCE },
      ],
    },
  },
  { files: READS_ENVIRONMENT, rules: { 'no-restricted-properties': 'off', 'no-restricted-syntax': ['error', PATTERN_FROM_DATA] } },
  {
    files: ['test/**/*.ts'],
    rules: {
      // What a look-alike answers is judged by the assertions themselves, and a stub may be a bare method.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      'no-template-curly-in-string': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  // `${VAR}` in a plain string is what settings are about.
  { files: ['settings/**/*.ts'], rules: { 'no-template-curly-in-string': 'off' } },
  {
    files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
    rules: { eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error', 'no-unused-vars': 'error' },
  },
);
