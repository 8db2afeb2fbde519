import tseslint from 'typescript-eslint'
import reactHooks from 'eslint-plugin-react-hooks'

const bannedElectron = (names, where) => ({
  paths: [{ name: 'electron', importNames: names, message: `Use ${where}: it is the one door.` }],
})

export default tseslint.config(
  { ignores: ['out/', 'release/', '.cache/', 'node_modules/', '**/dist/', '**/*.cjs'] },
  ...tseslint.configs.strict,
  {
    languageOptions: { parserOptions: { ecmaVersion: 2022 } },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'max-lines': ['error', { max: 400 }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['electron/main/**/*.ts'],
    ignores: ['electron/main/ipc/register.ts'],
    rules: { 'no-restricted-imports': ['error', bannedElectron(['ipcMain'], 'main/ipc/register.ts')] },
  },
  {
    files: ['electron/**/*.ts'],
    ignores: ['electron/services/**', 'electron/main/window.ts', 'electron/main/draw-picture.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name=/^(BrowserWindow|BrowserView|WebContentsView)$/]',
          message: 'Use main/window.ts: it sets the preferences that keep a page from the machine.',
        },
        {
          selector:
            'Property[key.name=/^(webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures)$/]',
          message: 'Keep the default, which is the safe one.',
        },
      ],
    },
  },
  {
    files: ['electron/services/jobs/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Use the Clock that was passed in.' },
        { object: 'performance', property: 'now', message: 'Use the Clock that was passed in.' },
      ],
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
          name,
          message: 'Use the Clock that was passed in.',
        })),
      ],
    },
  },
  {
    files: ['electron/services/**/*.ts'],
    ignores: ['electron/services/jobs/kinds/**', 'electron/services/inspection/source-place.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...['BinaryExpression', 'SwitchCase'].map((parent) => ({
          selector: `${parent} > Literal[value=/^(file|paste|blob)$/]`,
          message: 'What depends on the kind of a source belongs in jobs/kinds.',
        })),
      ],
    },
  },
  { files: ['renderer/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended-latest'] },
  {
    files: [
      'electron/bootstrap/**',
      'electron/cli/**',
      'electron/local-cluster/entry*.ts',
      'electron/inspection/entry.ts',
      'test/**',
      '*.ts',
      '*.js',
      '**/*.mjs',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    rules: { '@typescript-eslint/explicit-function-return-type': 'off' },
  },
)
