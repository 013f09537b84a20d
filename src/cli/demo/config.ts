import { join } from 'node:path';
import type { Manifest, ManifestSchool } from './manifest.js';
import type { Sandbox, TargetsReady, VendorsReady } from './sandbox.js';

const YEAR = '2025-2026';

type SmasSchool = VendorsReady['smas']['schools'][number];

/** Sign-in of one SMAS school: both modes of the vendor occur in the demo. */
function smasAuth(school: SmasSchool): Record<string, unknown> {
  if (school.auth === 'partner')
    return {
      mode: 'partner',
      secretKey: school.secretKey,
      key: school.key,
      iv: school.iv,
      provinceCode: school.provinceCode,
    };
  const { username, password, clientId, clientSecret } = school;
  return { mode: 'password', username, password, clientId, clientSecret };
}

const smasSource = (url: string, school: SmasSchool): Record<string, unknown> => ({
  id: `smas-${school.code}`,
  adapter: 'smas',
  schools: [school.code],
  settings: {
    url,
    schoolCode: school.code,
    ethnicCodes: school.deployment === 'smas-2020' ? '1979' : '2008',
    auth: smasAuth(school),
  },
});

const folderSource = (
  adapter: 'vnedu' | 'misa-emis',
  school: { code: string; dir: string },
): Record<string, unknown> => ({
  id: `${adapter}-${school.code}`,
  adapter,
  schools: [school.code],
  settings: { dir: school.dir, year: YEAR },
});

function targetsOf(targets: TargetsReady): readonly Record<string, unknown>[] {
  const { soGddt, moetCsdl } = targets;
  return [
    {
      id: 'so-gddt',
      adapter: 'so-gddt',
      environment: 'test',
      settings: { url: soGddt.url, apiKey: soGddt.apiKey },
      concurrency: 4,
    },
    {
      id: 'moet-csdl',
      adapter: 'moet-csdl',
      environment: 'test',
      // Bộ gets a packet once the Sở accepted it: locking comes with the lifecycle.
      after: { target: 'so-gddt', state: 'accepted' },
      settings: { url: moetCsdl.url, accounts: moetCsdl.accounts },
      concurrency: 4,
    },
  ];
}

const schoolOf = (school: ManifestSchool): Record<string, unknown> => ({
  code: school.code,
  name: school.name,
  levels: [school.level],
  kind: 'public',
  ...(school.commune === undefined ? {} : { commune: school.commune }),
  ...(school.sourceYear === undefined || school.sourceYear === null ? {} : { figuresOf: school.sourceYear }),
});

/** The configuration of the demo: every simulated school with its vendor, both targets, retries quick enough to watch. */
export function demoConfig(sandbox: Sandbox, manifest: Manifest, dataDir: string): Record<string, unknown> {
  const { vendors, targets } = sandbox;
  const quick = { firstDelayMs: 100, maxDelayMs: 3_000, maxRetryAfterMs: 3_000, maxAttempts: 40 };
  return {
    environment: 'test',
    schoolYear: YEAR,
    signing: 'off',
    store: { kind: 'embedded', dataDir: join(dataDir, 'store') },
    codesDir: join(dataDir, 'codes'),
    schools: manifest.schools.map(schoolOf),
    sources: [
      ...vendors.smas.schools.map((school) => smasSource(vendors.smas.url, school)),
      ...vendors.vnedu.map((school) => folderSource('vnedu', school)),
      ...vendors.misa.map((school) => folderSource('misa-emis', school)),
    ],
    targets: targetsOf(targets).map((target) => ({ ...target, retry: quick })),
  };
}
