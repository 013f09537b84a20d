import type { Issue, Place } from '../domain/issue.js';
import type { Page } from '../ports/source.js';
import type { PullId } from '../ports/store.js';

const BASIS = 'Quy tắc nhận dữ liệu của cổng kết nối';

/** A row of a class stream whose class could not be read. */
export const noClassIssue = (place: Place): Issue => ({
  rule: 'PULL-NO-CLASS',
  severity: 'error',
  path: 'class.name',
  value: null,
  expected: { vi: 'Tên lớp', en: 'The name of the class' },
  message: { vi: 'Không xác định được lớp của dòng này.', en: 'The class of this row is not known.' },
  fix: { vi: 'Bổ sung tên lớp rồi xuất lại.', en: 'Give the class and export again.' },
  basis: BASIS,
  owner: 'school',
  place,
});

/** A row from which nothing could be read although nothing refused it. */
export const unreadableRowIssue = (place: Place): Issue => ({
  rule: 'PULL-UNREADABLE-ROW',
  severity: 'error',
  path: '',
  value: null,
  expected: { vi: 'Một dòng dữ liệu', en: 'A row of data' },
  message: { vi: 'Không đọc được nội dung nào của dòng này.', en: 'Nothing of this row could be read.' },
  fix: { vi: 'Kiểm tra dòng này trong tệp gốc.', en: 'Check the row in the original file.' },
  basis: BASIS,
  owner: 'school',
  place,
});

function wrongPlace(
  rule: string,
  path: string,
  value: string,
  wanted: string,
  what: { vi: string; en: string },
): Issue {
  return {
    rule,
    severity: 'error',
    path,
    value,
    expected: { vi: wanted, en: wanted },
    message: {
      vi: `Dữ liệu của ${what.vi} ${value}, không phải ${wanted}; cả trang bị từ chối.`,
      en: `The data belong to ${what.en} ${value}, not ${wanted}; the page is refused as a whole.`,
    },
    fix: { vi: `Chọn đúng tệp hoặc đúng ${what.vi}.`, en: `Choose the right file or ${what.en}.` },
    basis: BASIS,
    owner: 'school',
  };
}

/** A page that speaks of another school or year than was asked for. */
export function wrongPlaceIssues(id: PullId, page: Page): Issue[] {
  const issues: Issue[] = [];
  if (page.school !== id.school)
    issues.push(
      wrongPlace('PULL-WRONG-SCHOOL', 'school', page.school, id.school, { vi: 'trường', en: 'school' }),
    );
  if (page.schoolYear !== id.schoolYear)
    issues.push(
      wrongPlace('PULL-WRONG-YEAR', 'schoolYear', page.schoolYear, id.schoolYear, {
        vi: 'năm học',
        en: 'school year',
      }),
    );
  if (page.stream !== id.stream)
    issues.push(
      wrongPlace('PULL-WRONG-STREAM', 'stream', page.stream, id.stream, { vi: 'loại dữ liệu', en: 'stream' }),
    );
  return issues;
}

/** Our own fault while checking or packing one record: the record is held, the others go on. */
export const internalIssue = (code: string): Issue => ({
  rule: 'PIPE-INTERNAL',
  severity: 'error',
  path: '',
  value: code,
  expected: { vi: 'Kiểm tra và đóng gói thành công', en: 'The record can be checked and packed' },
  message: {
    vi: 'Phần mềm gặp lỗi khi kiểm tra hoặc đóng gói học bạ này.',
    en: 'The software failed while checking or packing this record.',
  },
  fix: { vi: 'Gửi mã lỗi cho người phụ trách kỹ thuật.', en: 'Send the code to the technical contact.' },
  basis: BASIS,
  owner: 'gateway',
});
