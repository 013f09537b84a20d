// The architecture as data (docs: "Direction of imports"). A folder may import itself, what stands here, and schemas/types.

const BASE = ['domain', 'ports'];
const LEAVES = ['mapping', 'validation', 'rules', 'packet', 'assembly'];
const WORK = [
  'pipeline',
  'signing',
  'delivery',
  'lifecycle',
  'reconciliation',
  'evidence',
  'conformance',
  'scheduling',
];

/** Folder or file of src -> what it may import besides itself. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  ports: ['domain'],
  mapping: BASE,
  validation: BASE,
  // A rule may look at a packet as read, never at its writer.
  rules: [...BASE, 'packet/read.ts', 'packet/twin.ts'],
  packet: BASE,
  assembly: BASE,
  ...Object.fromEntries(WORK.map((folder) => [folder, [...BASE, ...LEAVES]])),
  infra: BASE,
  config: [...BASE, 'validation', 'infra/files'],
  'sdk.ts': BASE,
  sandbox: [],
};

/** Composition roots: they know everything but their own callers, the simulators and the adapters (those are injected). */
export const ROOTS = ['gateway.ts', 'kit.ts', 'composition'];
export const ROOTS_MAY_NOT = ['cli', 'api', 'sandbox', 'dashboard'];

/** The outside: what stands before it in the chain, but infra only through the roots (files, clock and log are no system). */
export const OUTSIDE = ['cli', 'api'];
export const OUTSIDE_MAY = [
  ...BASE,
  ...LEAVES,
  ...WORK,
  ...ROOTS,
  'config',
  'sdk.ts',
  'infra/files',
  'infra/system',
  'infra/logging',
];

/** Package -> folders of src (or adapters) that may import it. */
export const FENCED: Readonly<Record<string, readonly string[]>> = {
  express: ['api', 'sandbox'],
  axios: ['infra/http'],
  ajv: ['validation', 'sandbox'],
  'ajv-formats': ['validation', 'sandbox'],
  bullmq: ['infra/redis'],
  ioredis: ['infra/redis'],
  kysely: ['infra/postgres', 'infra/embedded'],
  pg: ['infra/postgres', 'infra/embedded'],
  '@electric-sql/pglite': ['infra/postgres', 'infra/embedded'],
  mysql2: ['infra/postgres', 'infra/embedded'],
  saxes: ['infra/xml', 'sandbox'],
  'libxml2-wasm': ['infra/xml', 'sandbox'],
  xml2js: ['infra/xml', 'sandbox'],
  '@e965/xlsx': ['infra/spreadsheet', 'sandbox'],
  exceljs: ['infra/spreadsheet', 'sandbox'],
  pkijs: ['infra/crypto', 'sandbox'],
  asn1js: ['infra/crypto', 'sandbox'],
  jose: ['infra/crypto'],
  koffi: ['infra/crypto'],
  winston: ['infra/logging'],
  commander: ['cli'],
  'cli-progress': ['cli'],
  'node-cron': ['scheduling'],
};

/** Hard limits of the house rules. */
export const LIMITS = { fileLines: 400, functionLines: 60, complexity: 10 };

/** Where time, chance, the environment and the console may be touched. */
export const FENCES = {
  clock: ['infra', 'sandbox'],
  environment: ['config'],
  console: ['cli'],
};
