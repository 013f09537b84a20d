import type { Owner } from '../../../domain/issue.js';
import { lawOf, type Words } from '../law.js';
import type { Law } from '../types.js';

const law = (name: string, title: Words, expected: Words, fix: Words, owner: Owner = 'vendor'): Law =>
  lawOf({ id: `source.${name}`, basis: 'src/ports/source.ts', owner }, title, expected, fix);

/** The laws of a source, by name. The tests of every adapter and the runs against live systems hold the same ones. */
export const LAW = {
  health: law(
    'health',
    ['Trả lời lượt hỏi thăm và đóng được hai lần', 'Answers a health check and closes twice'],
    ['Bình thường với đúng tài khoản', 'Healthy with the right account'],
    ['Kiểm tra hệ thống và tài khoản', 'Check the system and the account'],
  ),
  access: law(
    'access-refused',
    ['Sai mật khẩu hoặc khóa: nói rõ là bị từ chối', 'Wrong credentials are told as refused'],
    [
      'Lỗi loại auth, không phải danh sách rỗng, không phải lỗi mạng',
      'An error of kind auth, neither an empty list nor a fault of the line',
    ],
    [
      'Trả 401 (hoặc lời từ chối theo giao diện) khi thông tin đăng nhập sai',
      'Answer 401, or the refusal of the interface, to wrong credentials',
    ],
  ),
  typedErrors: law(
    'typed-errors',
    ['Mọi lỗi đều có mã và câu giải thích', 'Every error has a code and a sentence'],
    ['GatewayError với thông báo tiếng Việt và tiếng Anh', 'A GatewayError with Vietnamese and English text'],
    ['Báo người phát triển bộ nối', 'Tell the developer of the adapter'],
    'gateway',
  ),
  pages: law(
    'pages-named',
    ['Trang và dòng có tên riêng, có chỗ', 'Pages and rows have names of their own and a place'],
    [
      'Mỗi khóa một lần; đúng luồng, trường, năm học; con trỏ tối đa 4 KB',
      'Each key once; right stream, school and year; cursors of at most 4 KB',
    ],
    ['Kiểm tra mã học sinh trùng nhau trong hệ thống nguồn', 'Check for doubled codes at the source'],
  ),
  sameKeys: law(
    'same-keys',
    ['Đọc hai lần được cùng các dòng theo cùng thứ tự', 'Two reads give the same rows in the same order'],
    ['Cùng khóa, cùng thứ tự khi dữ liệu không đổi', 'The same keys in the same order while nothing changes'],
    [
      'Phân trang phải có thứ tự cố định (sắp theo mã duy nhất)',
      'Paging needs a fixed order (sorted by a unique id)',
    ],
  ),
  resume: law(
    'resume',
    ['Đọc tiếp từ một con trỏ được đúng phần còn lại', 'Resuming from a cursor gives exactly the rest'],
    ['Đúng các trang sau trang đó', 'Exactly the pages after that one'],
    ['Kiểm tra thứ tự trang của hệ thống nguồn', "Check the order of the source's pages"],
  ),
  ownCursor: law(
    'own-cursor',
    ['Con trỏ lạ bị từ chối', 'A foreign cursor is refused'],
    ['Lỗi loại contract', 'An error of kind contract'],
    ['Báo người phát triển bộ nối', 'Tell the developer of the adapter'],
    'gateway',
  ),
  abort: law(
    'abort',
    ['Dừng trong vòng một trang khi được yêu cầu', 'Stops within one page when asked to'],
    ['Lỗi loại cancelled, không đọc thêm trang', 'An error of kind cancelled, no further page'],
    ['Báo người phát triển bộ nối', 'Tell the developer of the adapter'],
    'gateway',
  ),
  emptyTold: law(
    'empty-told',
    ['Rỗng là rỗng, từ chối là từ chối', 'Empty is empty, a refusal is a refusal'],
    [
      '204, danh sách rỗng và lớp không có: không có dòng, không lỗi; lời từ chối dưới HTTP 200: lỗi',
      '204, an empty list and an unknown class: no rows, no error; a refusal under HTTP 200: an error',
    ],
    [
      'Dùng 204 hoặc danh sách rỗng cho "không có"; đừng dùng nó cho "không được"',
      'Use 204 or an empty list for "none", never for "refused"',
    ],
  ),
  unknownTold: law(
    'unknown-told',
    ['Trường, năm học hoặc thư mục không có: nói rõ', 'An unknown school, year or folder is told'],
    ['Lỗi có mã, không phải danh sách rỗng', 'An error with a code, not an empty list'],
    [
      'Trả lỗi khi mã không tồn tại hoặc không có quyền',
      'Answer an error for what does not exist or is not allowed',
    ],
  ),
  failureTold: law(
    'failure-told',
    ['Hệ thống hỏng không bị hiểu là không có dữ liệu', 'A failing system is not read as having no data'],
    [
      'Lỗi có mã trong thời gian có hạn, sau đó đọc lại được như cũ',
      'An error with a code in bounded time, and the same rows once it is mended',
    ],
    [
      'Trả 5xx hoặc lời từ chối khi hỏng, không trả danh sách rỗng',
      'Answer 5xx or a refusal when broken, no empty list',
    ],
  ),
  retryAfter: law(
    'retry-after',
    ['Được bảo chờ thì chờ đủ', 'Waits as long as it is told to'],
    ['Không gọi lại trước Retry-After', 'No call before Retry-After is over'],
    ['429 phải kèm Retry-After; bộ nối phải chờ đủ', '429 must carry Retry-After, and the adapter must wait'],
  ),
  timeOut: law(
    'time-out',
    ['Mất câu trả lời thì thử lại hoặc báo lỗi', 'A lost answer is tried again or told'],
    [
      'Đủ các dòng sau khi thử lại, hoặc lỗi loại transient sau số lần có hạn',
      'All rows after another try, or a transient error after a bounded number',
    ],
    ['Báo người phát triển bộ nối', 'Tell the developer of the adapter'],
    'gateway',
  ),
  changeSeen: law(
    'change-seen',
    ['Sửa dữ liệu thì lần đọc sau thấy', 'A change is seen by the next read'],
    [
      'Dòng được sửa khác trước, khóa vẫn như cũ; các dòng khác không đổi khóa',
      'The changed row differs under its old key; no other key changes',
    ],
    ['Khóa của dòng phải cố định khi nội dung đổi', "A row's key must stay when its content changes"],
  ),
  withdrawalSeen: law(
    'withdrawal-seen',
    ['Học sinh rút khỏi lớp thì lần đọc sau thấy', 'A withdrawn pupil is seen by the next read'],
    [
      'Dòng không còn, hoặc mang trạng thái khác; các dòng khác còn nguyên',
      'The row is gone or has another status; the others stay',
    ],
    [
      'Học sinh thôi học phải biến mất hoặc đổi trạng thái, không giữ nguyên',
      'Who left must vanish or change status',
    ],
  ),
  privacy: law(
    'privacy',
    [
      'Không bí mật, không dữ liệu cá nhân trong nhật ký, lỗi và con trỏ',
      'No secret and no personal data in logs, errors and cursors',
    ],
    ['Không có', 'None'],
    ['Báo người phát triển bộ nối', 'Tell the developer of the adapter'],
    'gateway',
  ),
} as const;

export const SOURCE_LAWS: readonly Law[] = Object.values(LAW);
