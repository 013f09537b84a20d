import type { Answer, Call } from './answer.js';
import { attendanceSums, scoreBook, studentPage, studentsOfClass, yearResults } from './pupil-views.js';
import {
  classAssignments,
  classesByGrade,
  classSubjects,
  schoolView,
  staffPage,
  subjectCatalogue,
} from './school-views.js';
import { yearList } from './years.js';

interface Route {
  readonly method: 'GET' | 'POST';
  readonly pattern: RegExp;
  readonly handle: (call: Call) => Answer;
}

const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
  method,
  pattern: new RegExp(`^/api${path.replaceAll('{}', '([^/]+)')}$`, 'u'),
  handle,
});

const ROUTES: readonly Route[] = [
  route('GET', '/danh-muc-truong/nam-hoc-nha-truong/tat-ca', yearList),
  route('GET', '/truong-hoc/public/current', schoolView),
  route('GET', '/hoc-tap/phan-cong-giao-vu/lay-khoi-lop-theo-user-login/{}/{}', classesByGrade),
  route('GET', '/hoc-sinh/lay-hoc-sinh-theo-lop/{}/{}', studentsOfClass),
  route('POST', '/hoc-sinh/lop-hoc/phan-trang', studentPage),
  route('GET', '/cau-hinh/danh-muc/loai-danh-muc/DM_MON_HOC/{}', subjectCatalogue),
  route('GET', '/hoc-tap/lop-mon-hoc/so-danh-gia/{}/{}', classSubjects),
  route('GET', '/hoc-tap/so-diem/lop/{}/{}', scoreBook),
  route('GET', '/hoc-tap/ket-qua-cuoi-nam/lop/{}/{}', yearResults),
  route('GET', '/hoc-tap/diem-danh-hoc-sinh/tong-hop/{}/{}', attendanceSums),
  route('POST', '/can-bo/phan-trang', staffPage),
  route('GET', '/hoc-tap/phan-cong-giao-vu/phan-cong-giang-day/{}/{}', classAssignments),
];

/** The handler of a path with its parameters; in partner mode every path is posted, so the method is not looked at. */
export const findRoute = (
  path: string,
  method: string | null,
): { readonly handle: Route['handle']; readonly params: readonly string[] } | null => {
  for (const { pattern, handle, method: own } of ROUTES) {
    const match = method === null || method === own ? pattern.exec(path) : null;
    if (match !== null) return { handle, params: match.slice(1).map(decodeURIComponent) };
  }
  return null;
};
