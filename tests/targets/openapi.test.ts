import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { encodeBatch, encodeKeys } from '../../adapters/targets/so-gddt/codec.js';
import { KNOWN_ERRORS } from '../../adapters/targets/so-gddt/errors.js';
import { packageRoot } from '../../src/infra/files/package-root.js';
import { startSoGddt } from '../../src/sandbox/targets/so-gddt/start.js';
import { outboundItem, SCHOOL } from './support/records.js';
import { sendOptions, temporaryFolder } from './support/session.js';

type Operation = { responses: Record<string, unknown> };
interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const AT = new Date('2026-06-01T01:00:00Z');
const BATCH = encodeBatch([outboundItem(1)], sendOptions(), AT);
const LOCK = {
  moiTruong: 'test',
  maTruong: SCHOOL.code,
  namHoc: '2025-2026',
  dot: 'thang-6',
  items: BATCH.items.map(({ IdBanGhi, PhienBan, sha256 }) => ({ IdBanGhi, PhienBan, sha256 })),
};
const QUERY = `?maTruong=${SCHOOL.code}&namHoc=2025-2026`;

describe('schemas/so-gddt/openapi.yaml', () => {
  let document: OpenApi;
  let ajv: Ajv2020;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let target: Awaited<ReturnType<typeof startSoGddt>>;
  beforeAll(async () => {
    document = parse(await readFile(join(packageRoot(), 'schemas/so-gddt/openapi.yaml'), 'utf8')) as OpenApi;
    ajv = new Ajv2020({ strict: false, allErrors: true });
    ajv.addSchema(document, 'openapi');
    folder = await temporaryFolder();
    target = await startSoGddt({ stateDir: folder.path, verdictDelayMs: 0 });
  });
  afterAll(async () => {
    await target.close();
    await folder.remove();
  });

  const problems = (schema: string, value: unknown): unknown => {
    const validate = ajv.compile({ $ref: `openapi#/components/schemas/${schema}` });
    return validate(value) ? null : validate.errors;
  };
  const call = async (path: string, body?: unknown, key = target.apiKey): Promise<[number, unknown]> => {
    const headers = { authorization: `Bearer ${key}` };
    const wish = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${target.url}/api/hoc-ba/v1${path}`, wish);
    return [answer.status, await answer.json()];
  };

  it('describes what the adapter sends', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(problems('Lo', BATCH)).toBeNull();
    expect(problems('DanhSachKhoa', encodeKeys([outboundItem(1)]))).toBeNull();
    expect(BATCH.items[0]?.ThoiGianCapNhat).toBe('2026-06-01T08:00:00');
  });

  it('describes a request to lock by record or by class, never both', () => {
    expect(problems('YeuCauChot', LOCK)).toBeNull();
    const { items: _items, ...byClass } = { ...LOCK, lop: '6A', digest: 'f'.repeat(64) };
    expect(problems('YeuCauChot', byClass)).toBeNull();
    expect(problems('YeuCauChot', { ...byClass, items: LOCK.items })).not.toBeNull();
  });

  it.each([
    ['/goi-tin', BATCH, 202, 'BienNhanLo'],
    ['/tra-cuu-bien-nhan', encodeKeys([outboundItem(1), outboundItem(2)]), 200, 'KetQua'],
    [`/tom-tat${QUERY}`, undefined, 200, 'TomTat'],
    [`/ban-ghi${QUERY}`, undefined, 200, 'TrangBanGhi'],
    ['/chot', LOCK, 200, 'KetQuaChot'],
    ['/chot', { ...LOCK, items: [{ ...LOCK.items[0], sha256: 'f'.repeat(64) }] }, 200, 'KetQuaChot'],
    ['/chot', { ...LOCK, items: undefined, lop: '6A', digest: 'f'.repeat(64) }, 409, 'Loi'],
    ['/chot', { ...LOCK, dot: 'thang-7' }, 400, 'Loi'],
    [`/trang-thai-chot${QUERY}`, undefined, 200, 'TrangChot'],
    ['/thoi-gian-tiep-nhan', undefined, 200, 'ThoiGianTiepNhan'],
    ['/danh-muc-loi', undefined, 200, 'DanhMucLoi'],
    ['/suc-khoe', undefined, 200, 'SucKhoe'],
    ['/goi-tin', { items: [] }, 400, 'Loi'],
  ])('describes what the simulator answers: %s', async (path, body, status, schema) => {
    const [answered, json] = await call(path, body);
    expect(answered).toBe(status);
    expect(problems(schema, json)).toBeNull();
    const known = document.paths[path.split('?')[0] ?? ''];
    expect(Object.keys(known?.[body === undefined ? 'get' : 'post']?.responses ?? {})).toContain(
      String(status),
    );
  });

  it('describes a refused access key', async () => {
    const [status, json] = await call('/suc-khoe', undefined, 'wrong-key');
    expect([status, problems('Loi', json)]).toEqual([401, null]);
  });

  it('has every code of the simulator explained by the adapter and in the interface document', async () => {
    const [, json] = await call('/danh-muc-loi');
    const text = await readFile(join(packageRoot(), 'docs/so-gddt-interface.md'), 'utf8');
    for (const { ma } of (json as { items: { ma: string }[] }).items) {
      expect(KNOWN_ERRORS.has(ma)).toBe(true);
      expect(text).toContain(`| ${ma} |`);
    }
  });
});
