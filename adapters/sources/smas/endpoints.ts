export interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** `{name}` is replaced by the parameter of that name, encoded. */
  readonly path: string;
  /** false: no public document shows it; the path is a guess in the vendor's style and configurable. */
  readonly verified: boolean;
}

/** Every call of the adapter. `endpoints` in the config replaces paths, never methods. */
export const ENDPOINTS = {
  years: { method: 'GET', path: '/api/danh-muc-truong/nam-hoc-nha-truong/tat-ca', verified: true },
  school: { method: 'GET', path: '/api/truong-hoc/public/current', verified: true },
  classes: {
    method: 'GET',
    path: '/api/hoc-tap/phan-cong-giao-vu/lay-khoi-lop-theo-user-login/{level}/{year}',
    verified: true,
  },
  students: { method: 'POST', path: '/api/hoc-sinh/lop-hoc/phan-trang', verified: true },
  classSubjects: {
    method: 'GET',
    path: '/api/hoc-tap/lop-mon-hoc/so-danh-gia/{classId}/{yearId}?semester=1',
    verified: true,
  },
  scoreBook: {
    method: 'GET',
    path: '/api/hoc-tap/so-diem/lop/{classId}/{yearId}?semester={semester}',
    verified: false,
  },
  yearResults: {
    method: 'GET',
    path: '/api/hoc-tap/ket-qua-cuoi-nam/lop/{classId}/{yearId}',
    verified: false,
  },
  attendance: {
    method: 'GET',
    path: '/api/hoc-tap/diem-danh-hoc-sinh/tong-hop/{classId}/{yearId}?semester={semester}',
    verified: false,
  },
  staff: { method: 'POST', path: '/api/can-bo/phan-trang', verified: false },
  assignments: {
    method: 'GET',
    path: '/api/hoc-tap/phan-cong-giao-vu/phan-cong-giang-day/{classId}/{yearId}',
    verified: false,
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

export type EndpointName = keyof typeof ENDPOINTS;

export const TOKEN_PATH = '/connect/token';
/** What stands in place of /api in partner mode. */
export const PARTNER_PREFIX = '/api/tich-hop';

/** Semesters of the score book: 1, 2, the year, after re-assessment. */
export const SEMESTERS = { hk1: '1', hk2: '2', year: '3', reassessment: '4' } as const;
