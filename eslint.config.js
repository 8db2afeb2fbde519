import tseslint from 'typescript-eslint'
import reactHooks from 'eslint-plugin-react-hooks'

const bannedElectron = (names, where) => ({
  paths: [{ name: 'electron', importNames: names, message: `Use ${where}: it is the one door.` }],
})

export default tseslint.config(
  { ignores: ['out/', 'release/', '.cache/', 'node_modules/', '**/*.cjs'] },
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
  { files: ['renderer/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended-latest'] },
  {
    files: [
      'electron/bootstrap/**',
      'electron/cli/**',
      'electron/local-cluster/entry*.ts',
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
