/** The arrows of the architecture: a folder imports from itself and from folders to its left on its own branch. */
const TRUNK = [
  'units',
  'random',
  'statistics',
  'engine',
  'kubernetes',
  'traffic',
  'scenario',
  'result',
  'run',
];
const MAKERS = ['simulator', 'replay'];
const READERS = ['analysis', 'report'];

const rightOf = (order, name) => order.slice(order.indexOf(name) + 1);
const folder = (names) => `^src/(${names.join('|')})/`;
const TESTS = '\\.(test|bench)\\.ts$|^src/testing/';

const trunkRules = TRUNK.map((name) => ({
  name: `trunk-${name}`,
  comment: 'The trunk is read from left to right: what is more basic never knows what is built on it.',
  severity: 'error',
  from: { path: `^src/${name}/`, pathNot: TESTS },
  to: { path: folder([...rightOf(TRUNK, name), ...MAKERS, ...READERS, 'cli', 'testing']) },
}));

const readerRules = READERS.map((name) => ({
  name: `reader-${name}`,
  comment: 'Readers know records, not the makers that wrote them, so a run is made once and read many times.',
  severity: 'error',
  from: { path: `^src/${name}/`, pathNot: TESTS },
  to: { path: folder([...rightOf(READERS, name), ...MAKERS, 'cli', 'testing']) },
}));

const makerRules = MAKERS.map((name) => ({
  name: `maker-${name}`,
  comment: 'A maker writes a RunRecord and knows nobody who reads it.',
  severity: 'error',
  from: { path: `^src/${name}/`, pathNot: TESTS },
  to: { path: folder([...READERS, 'cli', 'testing']) },
}));

const poolRules = [
  {
    name: 'pool-knows-no-work',
    comment:
      'Threads run what they are given: a pool that knew a plan or a record would be a second command line.',
    severity: 'error',
    from: { path: '^src/pool/', pathNot: TESTS },
    to: { path: folder([...TRUNK, ...MAKERS, ...READERS, 'cli', 'testing']) },
  },
  {
    name: 'threads-belong-to-the-cli',
    comment: 'Trunk, makers and readers are pure: whoever runs them decides where.',
    severity: 'error',
    from: { path: folder([...TRUNK, ...MAKERS, ...READERS]), pathNot: TESTS },
    to: { path: '^src/pool/' },
  },
];

const liveRules = [
  {
    name: 'live-makes-records',
    comment: 'A live run is a maker too: it writes a RunRecord and knows nobody who reads it.',
    severity: 'error',
    from: { path: '^src/live/', pathNot: TESTS },
    to: { path: folder([...READERS, ...MAKERS, 'cli', 'testing']) },
  },
  {
    name: 'sockets-belong-to-live',
    comment: 'Trunk, makers in virtual time and readers know no socket: only the cli starts a live run.',
    severity: 'error',
    from: { path: folder([...TRUNK, ...MAKERS, ...READERS, 'pool']), pathNot: TESTS },
    to: { path: '^src/live/' },
  },
  {
    name: 'processes-belong-to-the-embedded-server',
    comment: 'Only the server of our own is a process that live starts.',
    severity: 'error',
    from: { path: '^src/live/', pathNot: `${TESTS}|^src/live/embedded-redis\\.ts$` },
    to: { path: '^(node:)?child_process$' },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...trunkRules,
    ...readerRules,
    ...makerRules,
    ...poolRules,
    ...liveRules,
    {
      name: 'no-cycles',
      comment: 'A cycle means two files are one idea.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-io-in-the-core',
      comment: 'Trunk, simulator and readers are pure: files, sockets and clocks belong to the cli.',
      severity: 'error',
      from: { path: folder([...TRUNK, ...MAKERS, ...READERS]), pathNot: TESTS },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(buffer|crypto)$' },
    },
    {
      name: 'no-tests-in-the-product',
      comment: 'Nothing that ships imports a test, a bench or a test builder.',
      severity: 'error',
      from: { pathNot: TESTS },
      to: { path: TESTS },
    },
    {
      name: 'resolvable',
      comment: 'An import that resolves to nothing fails at run time only.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
