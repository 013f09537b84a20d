import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load.js';
import type { HocbaConfig } from '../../src/config/types.js';
import { packageRoot } from '../../src/infra/files/package-root.js';
import { configValidator } from '../../src/kit.js';

const SCORED = ['ngu-van', 'toan', 'ngoai-ngu-1', 'gdcd', 'ls-dl', 'khtn', 'cong-nghe', 'tin-hoc'];
const COMMENTED = ['gdtc', 'nghe-thuat', 'hdtn-hn', 'gddp'];
const CLASS = { name: '6A', grade: 6 };
const PUPILS = [1, 2];

export const schoolCode = (turn: number): string => `660100${String(turn).padStart(2, '0')}`;

const pupilOf = (turn: number, n: number) => {
  const serial = String(turn * 100 + n).padStart(6, '0');
  return { code: `6600${serial}`, number: `066214${serial}`, name: `Y Thử ${n === 1 ? 'Một' : 'Hai'}` };
};

/** Canonical fragments of one class; `mark` is the year mark of Toán. */
function fragments(turn: number, mark: string): string {
  const lines = PUPILS.flatMap((n) => {
    const { code, number, name } = pupilOf(turn, n);
    const pupil = { sectorCode: code };
    const subjects = (score: string) => [
      ...SCORED.map((subject) => ({ subject, score: subject === 'toan' ? score : '7.0' })),
      ...COMMENTED.map((subject) => ({ subject, rating: 'Đ' })),
    ];
    const results = (term: string, score: string) => ({
      stream: 'results',
      term,
      pupil,
      class: CLASS,
      data: { subjects: subjects(score), hocTap: 'K', renLuyen: 'T', ...(term === 'year' ? YEAR : {}) },
    });
    return [
      {
        stream: 'roster',
        pupil: { ...pupil, name },
        class: CLASS,
        data: {
          name,
          birthDate: '2014-03-20',
          sex: 'male',
          ethnicGroup: 'e-de',
          nationality: 'VN',
          identity: { kind: 'citizen', number },
          enrolment: { status: 'dang-hoc' },
        },
      },
      results('hk1', mark),
      results('hk2', mark),
      results('year', mark),
    ];
  });
  const teacher = {
    stream: 'classes',
    class: CLASS,
    data: { homeroomTeacher: { code: 'GV01', name: 'Cô Mẫu' } },
  };
  return [teacher, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}

const YEAR = { promotion: 'len-lop', absences: { withLeave: 1, withoutLeave: 0 } };

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

export interface PreparedGateway {
  readonly config: string;
  readonly portSo: number;
  readonly portMoet: number;
}

/** A gateway with one school for each scenario, files in their drop folders, targets on ports that are free now. */
export async function prepareGateway(dir: string, turns: number): Promise<PreparedGateway> {
  const [portSo, portMoet] = [await freePort(), await freePort()];
  const codes = Array.from({ length: turns }, (_, index) => schoolCode(index + 1));
  await mkdir(join(dir, 'corrected'), { recursive: true });
  for (const [index, code] of codes.entries()) {
    await mkdir(join(dir, 'drop', code), { recursive: true });
    await writeFile(join(dir, 'drop', code, 'data.ndjson'), fragments(index + 1, '7.0'));
    await writeFile(join(dir, 'corrected', `${code}.ndjson`), fragments(index + 1, '7.5'));
  }
  const retry = { firstDelayMs: 100, maxDelayMs: 1_000, maxRetryAfterMs: 5_000, maxAttempts: 20 };
  const target = (id: string, settings: object, more: object = {}) => ({
    id,
    adapter: id,
    environment: 'test',
    settings: { timeoutMs: 5_000, ...settings },
    retry,
    ...more,
  });
  const account = { school: '*', username: 'ketchuyen', password: 'ketchuyen-sandbox' };
  const config = {
    environment: 'test',
    schoolYear: '2025-2026',
    store: { kind: 'embedded', dataDir: join(dir, 'store') },
    schools: codes.map((code) => ({ code, name: `THCS Thử ${code}`, levels: ['THCS'], kind: 'public' })),
    sources: codes.map((code) => ({
      id: `files-${code}`,
      adapter: 'generic',
      schools: [code],
      settings: { dir: join(dir, 'drop', code), year: '2025-2026' },
    })),
    targets: [
      target('so-gddt', { url: `http://127.0.0.1:${portSo}`, apiKey: 'so-gddt-sandbox-key' }),
      target(
        'moet-csdl',
        { url: `http://127.0.0.1:${portMoet}`, accounts: [account] },
        { after: { target: 'so-gddt', state: 'accepted' } },
      ),
    ],
  };
  // JSON is YAML, too.
  await writeFile(join(dir, 'hocba.yaml'), JSON.stringify(config));
  return { config: join(dir, 'hocba.yaml'), portSo, portMoet };
}

/** The school's file with other marks in it. */
export const correct = (dir: string, turn: number): Promise<void> => {
  const code = schoolCode(turn);
  return copyFile(join(dir, 'corrected', `${code}.ndjson`), join(dir, 'drop', code, 'data.ndjson'));
};

/** The configuration as every command loads it. */
export async function gatewayConfig(file: string): Promise<HocbaConfig> {
  const { config } = await loadConfig({
    configDir: join(packageRoot(), 'config'),
    file,
    environment: { variables: {} },
    secrets: () => null,
    validate: await configValidator(),
  });
  return config;
}
