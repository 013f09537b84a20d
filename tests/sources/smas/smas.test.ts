import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encryptSecretKey, vietnamTime } from '../../../adapters/sources/smas/auth.js';
import { adapter } from '../../../adapters/sources/smas/index.js';
import type { GatewayError } from '../../../src/domain/errors.js';
import { isGatewayError } from '../../../src/domain/errors.js';
import { createClock } from '../../../src/infra/system/clock.js';
import type { Clock } from '../../../src/ports/clock.js';
import type { LogFields, Logger } from '../../../src/ports/logger.js';
import type { Mode, Vendor } from './fixture.js';
import {
  accountOf,
  configOf,
  contextOf,
  openSmas,
  outline,
  pullAll,
  rowsOf,
  scopeOf,
  startVendor,
} from './fixture.js';

let vendor: Vendor;
beforeEach(async () => {
  vendor = await startVendor();
});
afterEach(() => vendor.stop());

const faults = (body: object) => vendor.knob('faults', body);
const once = (kind: string, path: string, times = 1) => faults({ once: [{ kind, path, times }] });

async function failure(work: Promise<unknown>): Promise<GatewayError> {
  try {
    await work;
  } catch (error) {
    if (isGatewayError(error)) return error;
    throw error;
  }
  throw new Error('no failure');
}

const pupilsOf = (mode: Mode) => vendor.world.school(accountOf(vendor, mode).code).pupils;

describe('the roster', () => {
  it('is every pupil of the school once, one page per class', async () => {
    const session = await openSmas(vendor, 'password');
    const pages = await pullAll(session, 'roster', scopeOf(vendor, 'password'));
    const wanted = pupilsOf('password').map((pupil) => pupil.vendorId);
    expect(
      rowsOf(pages)
        .map((row) => row.key)
        .sort(),
    ).toEqual([...wanted].sort());
    expect(pages.map((page) => page.className)).toEqual(
      vendor.world.school(accountOf(vendor, 'password').code).classes.map((cls) => cls.name),
    );
    expect(pages[0]).toMatchObject({
      mapping: 'smas/roster',
      codeSets: { 'ethnic-groups': '2008' },
      grade: 6,
    });
  });

  it('comes without syncCode and in the numbering of 1979 from an older deployment', async () => {
    const session = await openSmas(vendor, 'partner');
    const pages = await pullAll(session, 'roster', scopeOf(vendor, 'partner'));
    expect(rowsOf(pages)).toHaveLength(pupilsOf('partner').length);
    expect(rowsOf(pages).some((row) => 'syncCode' in row.values)).toBe(false);
    expect(pages[0]?.codeSets).toEqual({ 'ethnic-groups': '1979' });
  });

  it('is neither short nor doubled over many pages while rows of equal keys move', async () => {
    await faults({ movingRows: true });
    const session = await openSmas(vendor, 'password', { pageSize: 60 });
    const small = await pullAll(session, 'roster', scopeOf(vendor, 'password'));
    const whole = await pullAll(await openSmas(vendor, 'password'), 'roster', scopeOf(vendor, 'password'));
    expect(outline(small)).toEqual(outline(whole));
    expect(new Set(rowsOf(small).map((row) => row.key)).size).toBe(pupilsOf('password').length);
  });

  it('is read again when a pupil is added or removed between two pages', async () => {
    const { code } = accountOf(vendor, 'password');
    const leaver = pupilsOf('password')[3]?.vendorId;
    let pages = 0;
    const http = {
      ...vendor.http,
      request: async (request: Parameters<Vendor['http']['request']>[0]) => {
        const answer = await vendor.http.request(request);
        if (!request.url.includes('phan-trang')) return answer;
        pages += 1;
        if (pages === 3) await vendor.knob('mutate', { op: 'remove-pupil', school: code, pupil: leaver });
        if (pages === 9) await vendor.knob('mutate', { op: 'add-pupil', school: code, className: '6A' });
        return answer;
      },
    };
    const session = await adapter.open(configOf(vendor, 'password', { pageSize: 50 }), {
      ...contextOf(vendor),
      http,
    });
    const keys = rowsOf(await pullAll(session, 'roster', scopeOf(vendor, 'password'))).map((row) => row.key);
    const now = pupilsOf('password').map((pupil) => pupil.vendorId);
    expect([...keys].sort()).toEqual([...now].sort());
    expect(keys).not.toContain(leaver);
    expect(pages).toBeGreaterThan(9);
  });

  it('narrows to one class', async () => {
    const session = await openSmas(vendor, 'password');
    const pages = await pullAll(session, 'roster', { ...scopeOf(vendor, 'password'), className: ' 6a ' });
    expect(pages.map((page) => page.key)).toEqual(['6A']);
  });
});

describe('results', () => {
  it('are one page per class and term, with the year’s ratings beside the year’s marks', async () => {
    const session = await openSmas(vendor, 'password');
    const scope = { ...scopeOf(vendor, 'password'), className: '6A' };
    const pages = await pullAll(session, 'results', scope);
    const keys = pages.map((page) => [page.key, page.term, page.mapping]);
    expect(keys).toEqual(
      expect.arrayContaining([
        ['6A/hk1', 'hk1', 'smas/results'],
        ['6A/hk2', 'hk2', 'smas/results'],
        ['6A/year', 'year', 'smas/results'],
        ['6A/year/final', 'year', 'smas/year-results'],
      ]),
    );
    const hk2 = await pullAll(session, 'results', { ...scope, term: 'hk2' });
    expect(hk2.map((page) => page.key)).toEqual(['6A/hk2']);
  });

  it('of last year are still pulled after the vendor switched years', async () => {
    const scope = { ...scopeOf(vendor, 'password'), className: '6A' };
    const before = await pullAll(await openSmas(vendor, 'password'), 'results', scope);
    await vendor.knob('mutate', { op: 'switch-year', school: scope.school });
    const after = await pullAll(await openSmas(vendor, 'password'), 'results', scope);
    expect(after.map((page) => page.records)).toEqual(before.map((page) => page.records));
    expect(before.length).toBeGreaterThanOrEqual(4);
  });

  it('of a year that the vendor does not have are a clear error', async () => {
    const scope = { ...scopeOf(vendor, 'password'), schoolYear: '2019-2020' };
    const error = await failure(pullAll(await openSmas(vendor, 'password'), 'results', scope));
    expect([error.kind, error.code]).toEqual(['data', 'SMAS_YEAR_NOT_FOUND']);
  });
});

describe('an answer', () => {
  it('204 is no rows: the new year has classes and no pupils', async () => {
    const scope = scopeOf(vendor, 'password');
    await vendor.knob('mutate', { op: 'switch-year', school: scope.school });
    const session = await openSmas(vendor, 'password');
    const next = { ...scope, schoolYear: '2026-2027' };
    expect(await pullAll(session, 'roster', next)).toEqual([]);
    expect(await pullAll(session, 'results', next)).toEqual([]);
    expect((await pullAll(session, 'classes', next)).length).toBeGreaterThan(0);
  });

  it('IsSuccess=false under 200 is an error with its code, never no rows', async () => {
    await once('notSuccess', 'phan-trang', 100);
    for (const mode of ['password', 'partner'] as const) {
      const session = await openSmas(vendor, mode);
      const error = await failure(pullAll(session, 'roster', scopeOf(vendor, mode)));
      expect([error.kind, error.code, error.details.endpoint]).toEqual([
        'transient',
        'SMAS_NOT_SUCCESS',
        'students',
      ]);
    }
  });

  it('200 with nothing in it is an error, never no rows', async () => {
    await once('empty200', 'phan-trang', 100);
    const session = await openSmas(vendor, 'password');
    const error = await failure(pullAll(session, 'roster', scopeOf(vendor, 'password')));
    expect(error.code).toBe('SMAS_EMPTY_ANSWER');
  });

  it.each(['http500', 'http502', 'http503', 'reset', 'empty200', 'notSuccess', 'revoked'])(
    '%s for a while is got over without a trace in the data',
    async (kind) => {
      const scope = { ...scopeOf(vendor, 'password'), className: '6A' };
      const calm = await pullAll(await openSmas(vendor, 'password'), 'results', scope);
      await once(kind, '/so-diem/', 2);
      const rough = await pullAll(await openSmas(vendor, 'password'), 'results', scope);
      expect(rough).toEqual(calm);
      expect(await vendor.knob('calls')).toMatchObject({ faults: { [kind]: 2 } });
    },
  );

  it('that never comes ends at the deadline and is tried again', async () => {
    await faults({ timeoutMs: 5_000, once: [{ kind: 'timeout', path: '/so-diem/', times: 1 }] });
    const scope = { ...scopeOf(vendor, 'password'), className: '6A', term: 'hk1' as const };
    const session = await openSmas(vendor, 'password', { timeoutMs: 300 });
    expect(await pullAll(session, 'results', scope)).toHaveLength(1);
  });

  it('that is a refusal of the path is the vendor’s business, not tried again', async () => {
    const session = await openSmas(vendor, 'password', {
      endpoints: { scoreBook: '/api/khong-co/{classId}' },
    });
    const before = (await vendor.knob('calls')) as { calls: number };
    const error = await failure(pullAll(session, 'results', scopeOf(vendor, 'password')));
    expect([error.kind, error.code, error.details.status]).toEqual(['contract', 'SMAS_NOT_FOUND', 404]);
    const after = (await vendor.knob('calls')) as { calls: number };
    // token, school, years, three levels at most, and one refused call
    expect(after.calls - before.calls).toBeLessThanOrEqual(7);
  });
});

/** Remembers what it was asked to wait and does not wait. */
function patientClock(): { clock: Clock; waits: number[] } {
  const waits: number[] = [];
  const real = createClock();
  return { waits, clock: { now: () => real.now(), sleep: async (ms) => void waits.push(ms) } };
}

describe('429', () => {
  it('is waited for as long as Retry-After says', async () => {
    await faults({ retryAfterSeconds: 3, once: [{ kind: 'http429', path: '/so-diem/', times: 1 }] });
    const { clock, waits } = patientClock();
    const session = await openSmas(vendor, 'password', {}, clock);
    await pullAll(session, 'results', { ...scopeOf(vendor, 'password'), className: '6A', term: 'hk1' });
    expect(waits).toEqual([3000]);
  });

  it('with a longer wait than allowed is handed up, with the wait', async () => {
    await faults({ retryAfterSeconds: 900, once: [{ kind: 'http429', path: '/so-diem/', times: 1 }] });
    const { clock, waits } = patientClock();
    const session = await openSmas(vendor, 'password', {}, clock);
    const error = await failure(pullAll(session, 'results', scopeOf(vendor, 'password')));
    expect([error.kind, error.code, error.retryAfterMs]).toEqual(['throttled', 'SMAS_THROTTLED', 900_000]);
    expect(waits).toEqual([]);
  });

  it('for ever is given up after the configured tries', async () => {
    await once('http429', '/so-diem/', 100);
    const { clock, waits } = patientClock();
    const session = await openSmas(vendor, 'password', { retry: { attempts: 3 } }, clock);
    const error = await failure(pullAll(session, 'results', scopeOf(vendor, 'password')));
    expect(error.code).toBe('SMAS_THROTTLED');
    expect(waits).toHaveLength(2);
  });

  it('is kept away from by the adapter’s own brake', async () => {
    const { clock, waits } = patientClock();
    const session = await openSmas(vendor, 'password', { requestsPerSecond: 2 }, clock);
    await pullAll(session, 'school', scopeOf(vendor, 'password'));
    expect(waits).toHaveLength(2);
    expect(Math.max(...waits)).toBeGreaterThan(400);
  });
});

describe('the session', () => {
  it('renews its token in mid-pull, by refresh token', async () => {
    await faults({ tokenCalls: 4 });
    const session = await openSmas(vendor, 'password');
    const pages = await pullAll(session, 'results', scopeOf(vendor, 'password'));
    expect(rowsOf(pages).length).toBeGreaterThan(1000);
  });

  it('renews its token before it ends by the clock', async () => {
    await faults({ tokenSeconds: 60 });
    const real = createClock();
    let ahead = 0;
    const clock: Clock = { sleep: real.sleep, now: () => new Date(real.now().getTime() + ahead) };
    const session = await openSmas(vendor, 'password', {}, clock);
    await pullAll(session, 'school', scopeOf(vendor, 'password'));
    ahead = 3_600_000;
    expect(await pullAll(session, 'school', scopeOf(vendor, 'password'))).toHaveLength(1);
  });

  it('logs in anew when its refresh token is dead too', async () => {
    const session = await openSmas(vendor, 'password');
    await pullAll(session, 'school', scopeOf(vendor, 'password'));
    await once('revoked', '/truong-hoc/', 1);
    expect(await pullAll(session, 'school', scopeOf(vendor, 'password'))).toHaveLength(1);
  });

  it('with a wrong password is an auth error at once, and health says so without throwing', async () => {
    const config = configOf(vendor, 'password');
    const wrong = { ...config, auth: { ...config.auth, password: 'sai-mat-khau' } } as typeof config;
    const session = await adapter.open(wrong, contextOf(vendor));
    const error = await failure(pullAll(session, 'school', scopeOf(vendor, 'password')));
    expect([error.kind, error.code]).toEqual(['auth', 'SMAS_LOGIN_FAILED']);
    expect(await session.health(new AbortController().signal)).toMatchObject({
      ok: false,
      code: 'SMAS_LOGIN_FAILED',
    });
  });

  it('of another school’s account is refused', async () => {
    const session = await openSmas(vendor, 'password', { schoolCode: '99999999' });
    const scope = { ...scopeOf(vendor, 'password'), school: '99999999' };
    expect((await failure(pullAll(session, 'school', scope))).code).toBe('SMAS_WRONG_SCHOOL');
  });

  it('closes twice and stays quiet when the vendor is down', async () => {
    const session = await openSmas(vendor, 'password', { retry: { attempts: 1 } });
    await vendor.simulator.close();
    expect(await session.health(new AbortController().signal)).toMatchObject({
      ok: false,
      code: 'HTTP_CONNECT',
    });
    await session.close();
    await session.close();
    vendor = await startVendor();
  });
});

describe('partner mode', () => {
  it('encrypts key, school and Vietnamese time as the vendor decrypts them', () => {
    expect(vietnamTime(new Date('2026-05-31T17:00:00Z'))).toBe('2026-06-01 00:00:00');
    const auth = {
      mode: 'partner',
      provinceCode: '62',
      secretKey: 'bi-mat',
      key: '0123456789abcdef0123456789abcdef',
      iv: '0123456789abcdef',
    } as const;
    // Computed with: printf '%s' 'bi-mat||62612503||2026-06-01 00:00:00' | openssl enc -aes-256-cbc -K … -iv … -base64 -A
    expect(encryptSecretKey(auth, '62612503', new Date('2026-05-31T17:00:00Z'))).toBe(
      'Sv7ihSOVTEmXg1xvDw6AjIjoM5O92Bfof5iBx4cSZlx7BlhazcZnTZfM8wom9Am2',
    );
  });

  it.each([-7_200_000, 7_200_000])('works on a machine whose clock is %i ms off', async (off) => {
    const real = createClock();
    const clock: Clock = { sleep: real.sleep, now: () => new Date(real.now().getTime() + off) };
    const session = await openSmas(vendor, 'partner', {}, clock);
    expect(await pullAll(session, 'school', scopeOf(vendor, 'partner'))).toHaveLength(1);
  });

  it('with a wrong key is an auth error, after one more try', async () => {
    const config = configOf(vendor, 'partner');
    const wrong = { ...config, auth: { ...config.auth, secretKey: 'sai' } } as typeof config;
    const session = await adapter.open(wrong, contextOf(vendor));
    const error = await failure(pullAll(session, 'school', scopeOf(vendor, 'partner')));
    expect([error.kind, error.code]).toEqual(['auth', 'SMAS_KEY_REFUSED']);
    expect(await vendor.knob('calls')).toMatchObject({ calls: 2 });
  });

  it('gives the same pages as any other mode would, for every stream', async () => {
    const session = await openSmas(vendor, 'partner', { pageSize: 40 });
    const scope = scopeOf(vendor, 'partner');
    for (const stream of [
      'school',
      'staff',
      'classes',
      'subjects',
      'assignments',
      'roster',
      'results',
      'attendance',
    ] as const)
      expect((await pullAll(session, stream, scope)).length).toBeGreaterThan(0);
  });
});

describe('a flaky vendor', () => {
  it.each(['password', 'partner'] as const)('gives the same data in the end (%s)', async (mode) => {
    const scope = scopeOf(vendor, mode);
    const calm = await pullAll(await openSmas(vendor, mode), 'results', scope);
    await faults({ preset: 'flaky', seed: 7, timeoutMs: 200, retryAfterSeconds: 0 });
    const session = await openSmas(vendor, mode, { pageSize: 30, timeoutMs: 2_000 });
    expect(await pullAll(session, 'results', scope)).toEqual(calm);
    const { faults: met } = (await vendor.knob('calls')) as { faults: Record<string, number> };
    expect(Object.values(met).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  });
});

describe('logs and errors', () => {
  it('hold no secret and no personal data', async () => {
    const lines: string[] = [];
    const write = (event: string, fields?: LogFields) => void lines.push(event + JSON.stringify(fields));
    const logger: Logger = { debug: write, info: write, warn: write, error: write, child: () => logger };
    await once('http500', '/so-diem/', 3);
    const config = configOf(vendor, 'password');
    const session = await adapter.open(config, contextOf(vendor, { logger }));
    const pages = await pullAll(session, 'results', scopeOf(vendor, 'password'));
    const bad = await openSmas(vendor, 'password', { endpoints: { roster: '/x' } as never });
    await once('http500', 'phan-trang', 100);
    const error = await failure(pullAll(bad, 'roster', scopeOf(vendor, 'password')));
    const written = `${lines.join('\n')}${JSON.stringify([error, error.stack, error.details])}`;
    expect(lines).toHaveLength(3);
    const auth = config.auth as { password: string; clientSecret: string };
    const secrets = [auth.password, auth.clientSecret, ...rowsOf(pages).map((row) => row.key)];
    expect(secrets.filter((text) => written.includes(text))).toEqual([]);
  });
});
