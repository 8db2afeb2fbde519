/** Direction of imports: the folder says where code may run and what it may touch. */
const node = { dependencyTypes: ['core'] }
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule('domain-imports-nothing', '^electron/domain/', {
      pathNot: '^electron/domain/|node_modules/((@types/)?picomatch|zod)/',
    }),
    door('zod in the domain', 'zod/', '^electron/(?!domain/)|^electron/domain/schema/'),
    // The page gets types from schemas, never zod itself: it compiles code, which the page's policy forbids.
    {
      ...rule(
        'schemas-stay-out-of-the-page',
        '^(renderer/src/(?!api/fake|design/)|electron/domain/(?!schema/))',
        {
          path: '^electron/domain/schema/',
          dependencyTypesNot: ['type-only'],
        },
      ),
    },
    rule('contract-imports-domain-and-zod', '^electron/contract/', {
      pathNot: '^electron/(contract|domain)/|node_modules/zod/',
    }),
    rule('preload-imports-names-only', '^electron/preload/', {
      pathNot: '^electron/(preload/|contract/(names|types|window))|node_modules/electron/|^electron$',
    }),
    rule('renderer-stays-in-the-page', '^renderer/', { path: '^electron/(?!domain/|contract/)' }),
    { ...rule('renderer-has-no-node', '^renderer/', node) },
    rule('services-know-no-host', '^electron/services/', {
      path: '^electron/(main|preload|contract|cli|local-cluster|inspection/(?!protocol|zip-reader)|language/(?!protocol)|bootstrap)/|node_modules/electron/|^electron$',
    }),
    rule('local-cluster-knows-no-app', '^electron/local-cluster/', {
      path: '^electron/(main|preload|contract|cli|services|bootstrap)/|node_modules/electron/|^electron$',
    }),
    // It is a package of its own: of the domain it takes the vocabulary, and nothing that leads to the studio's errors.
    rule('local-cluster-has-no-studio-errors', '^electron/local-cluster/', {
      path: '^electron/domain/(studio-error|error-codes)',
      reachable: true,
    }),
    rule('inspection-knows-no-app', '^electron/inspection/', {
      path: '^electron/(main|preload|contract|cli|services|bootstrap|local-cluster/(?!loading|engine|answers|process|time))/|node_modules/electron/|^electron$',
    }),
    rule('language-knows-no-app', '^electron/language/', {
      path: '^electron/(main|preload|contract|cli|services|bootstrap|inspection|local-cluster/(?!kql))/|node_modules/electron/|^electron$',
    }),
    rule('cli-has-no-electron', '^electron/cli/', {
      path: '^electron/(main|preload|contract)/|node_modules/electron/|^electron$',
    }),
    rule('main-talks-to-the-cluster-by-protocol', '^electron/main/', {
      path: '^electron/local-cluster/(?!process/protocol)',
    }),
    // What the studio runs on is in `dependencies`: the first start installs nothing else.
    {
      ...rule('runs-without-development-packages', '', {
        dependencyTypes: ['npm-dev'],
        pathNot: 'node_modules/@types/',
      }),
      // Packaging is for developers.
      from: {
        path: '^(electron|renderer)/',
        pathNot: '^electron/bootstrap/(package|pack-local-cluster|set-fuses)\\.mjs$',
      },
    },
    rule('features-do-not-know-each-other', '^renderer/src/features/([^/]+)/', {
      path: '^renderer/src/features/([^/]+)/',
      pathNot: '^renderer/src/features/$1/',
    }),
    door(
      'azure-kusto-* and storage',
      '(azure-kusto-|@azure/(storage|data-tables))',
      '^electron/services/kusto/|^electron/local-cluster/storage/',
    ),
    door('@azure/identity', '@azure/identity', '^electron/services/auth/'),
    door('DuckDB', '@duckdb/', '^electron/local-cluster/engine/duckdb-engine'),
    door('Azurite', 'azurite', '^electron/local-cluster/storage/azurite-services'),
    door('the Kusto parser', '@kusto/language-service', '^electron/local-cluster/kql/'),
    door('CodeMirror', '@codemirror/', '^renderer/src/features/query/editor/'),
    door('picomatch', '(@types/)?picomatch/', '^electron/domain/path-pattern'),
    door('libsql', 'libsql', '^electron/services/jobs/journal/'),
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^(electron|renderer)/' },
      to: { circular: true },
    },
    {
      name: 'the-clusters-rooms-need-each-other-one-way',
      severity: 'error',
      scope: 'folder',
      from: { path: '^electron/local-cluster/[^/]+$' },
      to: { circular: true, path: '^electron/local-cluster/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|release|\\.cache|electron/local-cluster/dist)/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.json', '.d.ts'] },
  },
}

function rule(name, from, to) {
  return { name, severity: 'error', from: { path: from }, to }
}

/** A package with one door: only the files that match `allowed` may import it. */
function door(what, packages, allowed) {
  return {
    name: `one-door-for-${what.replace(/[^a-zA-Z-]+/g, '-')}`,
    severity: 'error',
    from: { path: '^(electron|renderer)/', pathNot: allowed },
    to: { path: `node_modules/${packages}` },
  }
}
