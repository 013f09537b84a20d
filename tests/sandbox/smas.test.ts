import { createCipheriv } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { SmasAccount } from '../../src/sandbox/smas/accounts.js';
import { type SmasSimulator, startSmas } from '../../src/sandbox/smas/server.js';
import { KPA_KLONG, NGO_MAY } from '../../src/sandbox/world/demo-schools.js';
import { buildWorld, type World } from '../../src/sandbox/world/world.js';

type Json = Record<string, unknown>;
const open: SmasSimulator[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((s) => s.close()));
});

const start = async (world: World = buildWorld({ seed: '7', dirt: 0, schoolYear: '2025-2026' })) => {
  const smas = await startSmas({ world });
  open.push(smas);
  return { smas, world };
};
const accountOf = <Mode extends SmasAccount['auth']>(smas: SmasSimulator, auth: Mode) => {
  const account = smas.accounts.find((a): a is Extract<SmasAccount, { auth: Mode }> => a.auth === auth);
  if (account === undefined) throw new Error('no such account');
  return account;
};
const token = async (smas: SmasSimulator, form: Record<string, string>) => {
  const response = await fetch(`${smas.url}/connect/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: (await response.json()) as Json };
};
const login = async (smas: SmasSimulator): Promise<Json> => {
  const { username, password, clientId, clientSecret } = accountOf(smas, 'password');
  const form = {
    grant_type: 'password',
    scope: 'StudentService',
    username,
    password,
    client_id: clientId,
    client_secret: clientSecret,
  };
  return (await token(smas, form)).body;
};
const knob = (smas: SmasSimulator, name: string, body: Json) =>
  fetch(`${smas.url}/__sandbox/${name}`, { method: 'POST', body: JSON.stringify(body) });

/** A small client: bearer, year header, parsed body or null. */
const client = async (smas: SmasSimulator) => {
  const { access_token: bearer } = await login(smas);
  const call = async (path: string, body?: Json, year = '2025-2026') => {
    const response = await fetch(`${smas.url}/api${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${String(bearer)}`, schoolyear: year },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  };
  const years = (await call('/danh-muc-truong/nam-hoc-nha-truong/tat-ca')).body as Json[];
  const yearId = String(years.find((y) => y.code === '2025-2026')?.schoolYearId);
  const grades = (await call('/hoc-tap/phan-cong-giao-vu/lay-khoi-lop-theo-user-login/02/2025-2026')).body;
  return { call, yearId, grades: grades as Record<string, Json[]> };
};
const paging = (extra: Json) => ({
  params: { sort: 'gradeLevelCode', sortDirection: 0, skipCount: 0, maxResultCount: 1000, ...extra },
});

describe('SMAS with a bearer token', () => {
  it('grants and refreshes tokens once, by urlencoded and multipart forms, and refuses wrong ones', async () => {
    const { smas } = await start();
    const { clientId, clientSecret, username, password } = accountOf(smas, 'password');
    const first = await login(smas);
    const refresh = {
      grant_type: 'refresh_token',
      refresh_token: String(first.refresh_token),
      client_id: clientId,
      client_secret: clientSecret,
    };
    expect((await token(smas, refresh)).status).toBe(200);
    expect((await token(smas, refresh)).body.error).toBe('invalid_grant');
    const form = new FormData();
    for (const [name, value] of Object.entries({
      grant_type: 'password',
      username,
      password,
      client_id: clientId,
      client_secret: clientSecret,
    }))
      form.set(name, value);
    expect((await fetch(`${smas.url}/connect/token`, { method: 'POST', body: form })).status).toBe(200);
    const wrong = await token(smas, {
      grant_type: 'password',
      username,
      password: 'no',
      client_id: clientId,
      client_secret: clientSecret,
    });
    expect([wrong.status, wrong.body.error]).toEqual([400, 'invalid_grant']);
    expect((await fetch(`${smas.url}/api/truong-hoc/public/current`)).status).toBe(401);
  });

  it('ends a token in the middle of a pull when told so', async () => {
    const { smas } = await start();
    await knob(smas, 'faults', { tokenCalls: 3 });
    const { call } = await client(smas);
    expect((await call('/truong-hoc/public/current')).status).toBe(200);
    expect((await call('/truong-hoc/public/current')).status).toBe(401);
  });

  it('keys classes by padded grade with unpadded codes inside', async () => {
    const { grades } = await client((await start()).smas);
    expect(Object.keys(grades).sort()).toEqual(['06', '07', '08', '09']);
    expect(grades['06']?.[0]).toMatchObject({ className: '6A', gradeLevelCode: '6', schoolLevelCode: '02' });
    expect(
      Object.values(grades)
        .flat()
        .reduce((n, c) => n + Number(c.numberOfStudents), 0),
    ).toBe(389);
  });

  it('gives the same pupils by class and by pages, sector code and quirks included', async () => {
    const { smas, world } = await start();
    const { call, grades, yearId } = await client(smas);
    const byClass: Json[] = [];
    for (const cls of Object.values(grades).flat()) {
      byClass.push(...((await call(`/hoc-sinh/lay-hoc-sinh-theo-lop/${cls.id}/${yearId}`)).body as Json[]));
    }
    const paged: Json[] = [];
    for (let skipCount = 0; ; skipCount += 100) {
      const page = await call(
        '/hoc-sinh/lop-hoc/phan-trang',
        paging({ skipCount, maxResultCount: 100, sort: 'id' }),
      );
      if (page.status === 204) break;
      expect(page.body.totalCount).toBe(world.school(NGO_MAY).pupils.length);
      paged.push(...page.body.items);
    }
    const ids = (rows: Json[]): unknown[] => rows.map((r) => r.id).sort();
    expect(ids(paged)).toEqual(ids(byClass));
    expect(byClass.every((r) => /^0\d{9}$/u.test(String(r.syncCode)))).toBe(true);
    expect(byClass.some((r) => String(r.fullName) !== String(r.fullName).normalize('NFC'))).toBe(true);
    expect(byClass.some((r) => String(r.fullName).includes('\u00D0'))).toBe(true);
    expect(byClass.some((r) => r.ethnicCode === '1' && r.ethnicName === 'Kinh')).toBe(true);
  });

  it('gives marks as numbers, with comma and with point, ratings as Đ and Đạt', async () => {
    const { smas, world } = await start();
    const { call, grades, yearId } = await client(smas);
    const cls = grades['07']?.[0];
    const page = (await call(`/hoc-tap/so-diem/lop/${cls?.id}/${yearId}?semester=3`)).body as {
      studentCode: string;
      subjects: Json[];
    }[];
    const school = world.school(NGO_MAY);
    for (const row of page) {
      const pupil = school.pupils.find((p) => p.vendorId === row.studentCode);
      const results = pupil && world.results(school, pupil);
      if (results?.kind !== 'secondary') throw new Error('unknown pupil');
      const marks = row.subjects
        .filter((s) => s.subjectType === 0)
        .map((s) => Math.round(Number(String(s.averageScore).replace(',', '.')) * 10));
      expect(marks).toEqual(results.scored.map((s) => s.year));
    }
    const marks = page.flatMap((row) => row.subjects.map((s) => s.averageScore));
    expect(marks.some((m) => typeof m === 'number')).toBe(true);
    expect(marks.some((m) => typeof m === 'string' && m.includes(','))).toBe(true);
    expect(marks.some((m) => typeof m === 'string' && m.includes('.'))).toBe(true);
    expect(new Set(page.flatMap((row) => row.subjects.map((s) => s.evaluation)))).toEqual(
      new Set([null, 'Đ', 'Đạt']),
    );
  });

  it('answers subjects, catalogue, year results, attendance, staff and assignments', async () => {
    const { call, grades, yearId } = await client((await start()).smas);
    const id = String(grades['06']?.[0]?.id);
    const list = async (path: string): Promise<Json[]> => (await call(path)).body as Json[];
    expect(await list(`/hoc-tap/lop-mon-hoc/so-danh-gia/${id}/${yearId}?semester=1`)).toHaveLength(12);
    expect((await list('/cau-hinh/danh-muc/loai-danh-muc/DM_MON_HOC/02?IsSort=true'))[0]).toMatchObject({
      cateCode: '15',
      cateName: 'Toán',
    });
    expect((await list(`/hoc-tap/ket-qua-cuoi-nam/lop/${id}/${yearId}`))[0]).toHaveProperty('promotion');
    expect((await list(`/hoc-tap/diem-danh-hoc-sinh/tong-hop/${id}/${yearId}?semester=3`))[0]).toHaveProperty(
      'withPermission',
    );
    expect(await list(`/hoc-tap/phan-cong-giao-vu/phan-cong-giang-day/${id}/${yearId}`)).toHaveLength(12);
    const staff = await call('/can-bo/phan-trang', paging({ sort: 'employeeCode' }));
    expect([staff.body.totalCount, staff.body.items[0].positionName]).toEqual([26, 'Hiệu trưởng']);
  });

  it('says 204 for nothing, 404 for an unknown class and 400 for a year that does not fit the header', async () => {
    const { call, grades, yearId } = await client((await start()).smas);
    const id = String(grades['06']?.[0]?.id);
    const path = `/hoc-sinh/lay-hoc-sinh-theo-lop/${id}/${yearId}`;
    expect((await call('/hoc-sinh/lop-hoc/phan-trang', paging({ skipCount: 5000 }))).status).toBe(204);
    expect((await call(path.replace(id, 'nobody'))).status).toBe(404);
    const wrong = await call(path, undefined, '2024-2025');
    expect([wrong.status, wrong.body.error.code]).toEqual([400, 'SchoolYearMismatch']);
  });
});

const secretKey = (account: Extract<SmasAccount, { auth: 'partner' }>, moment: number): string => {
  const time = new Date(moment + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const cipher = createCipheriv('aes-256-cbc', account.key, account.iv);
  return Buffer.concat([
    cipher.update(`${account.secretKey}||${account.code}||${time}`),
    cipher.final(),
  ]).toString('base64');
};

describe('SMAS in partner mode (older deployment)', () => {
  const partner = async (skewMs = 0) => {
    const { smas } = await start();
    const account = accountOf(smas, 'partner');
    return async (path: string, body: Json = {}): Promise<Json & { Responses: Json[] }> => {
      const head = {
        secretKey: secretKey(account, Date.now() + skewMs),
        provinceCode: account.provinceCode,
        schoolCode: KPA_KLONG,
        schoolYearCode: '2025-2026',
      };
      const response = await fetch(`${smas.url}${path}`, {
        method: 'POST',
        body: JSON.stringify({ ...head, ...body }),
      });
      return JSON.parse(await response.text());
    };
  };

  it('wraps every answer in the envelope, without SyncCode and with 1979 ethnic codes', async () => {
    const call = await partner();
    const school = await call('/api/tich-hop/truong-hoc/public/current');
    expect([school.IsSuccess, school.Responses[0]?.code]).toEqual([true, KPA_KLONG]);
    const page = await call(
      '/api/tich-hop/hoc-sinh/lop-hoc/phan-trang',
      paging({ sort: 'id', maxResultCount: 500 }),
    );
    expect(page.TotalCount).toBe(301);
    const sedang = page.Responses.find((r) => r.ethnicName === 'Xơ-đăng');
    expect(sedang?.ethnicCode).toBe('14');
    expect(page.Responses.some((r) => 'syncCode' in r)).toBe(false);
    expect(String(sedang?.birthDay)).toMatch(/^\d\d\/\d\d\/\d{4}$/u);
    const device = await call('/api/hoc-tap/diem-danh-hoc-sinh/lay-danh-sach-hoc-sinh-diem-danh-thiet-bi');
    expect(device.Responses).toHaveLength(301);
  });

  it('refuses under HTTP 200 what comes ten minutes late and takes two minutes', async () => {
    expect(await (await partner(-600_000))('/api/tich-hop/truong-hoc/public/current')).toMatchObject({
      IsSuccess: false,
      Responses: [],
    });
    expect(await (await partner(120_000))('/api/tich-hop/truong-hoc/public/current')).toMatchObject({
      IsSuccess: true,
    });
  });
});

describe('the knobs', () => {
  it.each([
    ['http500', 500],
    ['http503', 503],
    ['http429', 429],
    ['revoked', 401],
  ])('play %s once as %i', async (kind, status) => {
    const { smas } = await start();
    const { call } = await client(smas);
    await knob(smas, 'faults', { once: [{ kind, path: '/public/current' }] });
    const answer = await fetch(`${smas.url}/api/truong-hoc/public/current`, {
      headers: { authorization: `Bearer ${String((await login(smas)).access_token)}` },
    });
    expect(answer.status).toBe(status);
    if (status === 429) expect(answer.headers.get('retry-after')).toBe('1');
    expect((await call('/truong-hoc/public/current')).status).toBe(kind === 'revoked' ? 401 : 200);
  });

  it('break a page in its middle, say nothing, say an empty 200 and a 200 without success', async () => {
    const { smas } = await start();
    const { call } = await client(smas);
    await knob(smas, 'faults', {
      timeoutMs: 20,
      once: ['reset', 'timeout', 'empty200', 'notSuccess'].map((kind) => ({ kind, path: '/public/' })),
    });
    await expect(call('/truong-hoc/public/current')).rejects.toThrow();
    await expect(call('/truong-hoc/public/current')).rejects.toThrow();
    expect(await call('/truong-hoc/public/current')).toMatchObject({ status: 200, body: null });
    expect((await call('/truong-hoc/public/current')).body).toMatchObject({ IsSuccess: false });
    expect((await call('/truong-hoc/public/current')).body).toMatchObject({ code: NGO_MAY });
  });

  it('move rows between pages unless the sort ends in id', async () => {
    const { smas } = await start();
    const { call } = await client(smas);
    await knob(smas, 'faults', { movingRows: true });
    const ids = async (extra: Json): Promise<unknown[]> =>
      (await call('/hoc-sinh/lop-hoc/phan-trang', paging({ maxResultCount: 50, ...extra }))).body.items.map(
        (r: Json) => r.id,
      );
    expect(await ids({})).not.toEqual(await ids({}));
    const stable = { sortThenByItems: [{ sort: 'id', sortDirection: 0 }] };
    expect(await ids(stable)).toEqual(await ids(stable));
  });

  it('of the flaky preset let a client through that tries again', async () => {
    const { smas, world } = await start();
    const account = accountOf(smas, 'partner');
    await knob(smas, 'faults', { preset: 'flaky', seed: 3, timeoutMs: 20 });
    const ask = async (path: string, attempt = 0): Promise<Json[]> => {
      try {
        const body = {
          secretKey: secretKey(account, Date.now()),
          schoolCode: KPA_KLONG,
          schoolYearCode: '2025-2026',
          ...paging({ maxResultCount: 1, skipCount: Number(path.split('=')[1]), sort: 'id' }),
        };
        const url = `${smas.url}/api/tich-hop${path}`;
        const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
        const answer = JSON.parse(await response.text());
        if (response.status === 200 && answer.IsSuccess === true) return answer.Responses;
        throw new Error('not an answer');
      } catch (error) {
        if (attempt >= 3) throw error;
        return ask(path, attempt + 1);
      }
    };
    const found: Json[] = [];
    const pupils = world.school(KPA_KLONG).pupils;
    for (let n = 0; n < pupils.length; n += 1)
      found.push(...(await ask(`/hoc-sinh/lop-hoc/phan-trang?n=${n}`)));
    expect(new Set(found.map((r) => r.studentCode)).size).toBe(pupils.length);
    const { faults } = (await (await fetch(`${smas.url}/__sandbox/calls`)).json()) as { faults: Json };
    expect(Object.keys(faults).length).toBeGreaterThan(3);
  });

  it('change a mark and all that follows from it, add and remove pupils', async () => {
    const { smas, world } = await start();
    const pupil = world.school(NGO_MAY).pupils[0];
    const toan = (): number => {
      const school = world.school(NGO_MAY);
      const now = school.pupils.find((p) => p.number === 1);
      const results = now && world.results(school, now);
      return results?.kind === 'secondary' ? (results.scored[0]?.year ?? -1) : -1;
    };
    const before = toan();
    const change = {
      op: 'set-mark',
      school: NGO_MAY,
      pupil: pupil?.vendorId,
      subject: 'toan',
      term: 'hk2',
      test: 'final',
      value: '10',
    };
    expect((await knob(smas, 'mutate', change)).status).toBe(200);
    expect(toan()).toBeGreaterThan(before);
    expect(
      (await knob(smas, 'mutate', { op: 'remove-pupil', school: NGO_MAY, pupil: pupil?.sectorCode })).status,
    ).toBe(200);
    expect((await knob(smas, 'mutate', { op: 'add-pupil', school: NGO_MAY, className: '6A' })).status).toBe(
      200,
    );
    expect(world.school(NGO_MAY).pupils).toHaveLength(393);
    expect((await knob(smas, 'mutate', { op: 'remove-pupil', school: NGO_MAY, pupil: 'x' })).status).toBe(
      400,
    );
    expect((await knob(smas, 'mutate', { op: 'nothing' })).status).toBe(400);
  });

  it('switch the school to the next year while last year stays readable', async () => {
    const { smas } = await start();
    const { call, grades, yearId } = await client(smas);
    const id = String(grades['06']?.[0]?.id);
    await knob(smas, 'mutate', { op: 'switch-year', school: NGO_MAY });
    const years = (await call('/danh-muc-truong/nam-hoc-nha-truong/tat-ca')).body as Json[];
    expect(years.find((y) => y.isCurrent === true)?.code).toBe('2026-2027');
    expect((await call(`/hoc-tap/so-diem/lop/${id}/${yearId}?semester=3`)).status).toBe(200);
    const noHeader = await call(`/hoc-tap/so-diem/lop/${id}/${yearId}?semester=3`, undefined, '');
    expect(noHeader.status).toBe(400);
    const fresh = await call(
      '/hoc-tap/phan-cong-giao-vu/lay-khoi-lop-theo-user-login/02/2026-2027',
      undefined,
      '2026-2027',
    );
    expect(fresh.body['06'][0].numberOfStudents).toBe(0);
  });
});
