import { lawOf, type Words } from '../law.js';
import type { Law } from '../types.js';

/** `section` of docs/so-gddt-interface.md. */
const law = (name: string, title: Words, expected: Words, fix: Words, section: number): Law =>
  lawOf(
    { id: `sender.${name}`, basis: `docs/so-gddt-interface.md, mục ${section}`, owner: 'vendor' },
    title,
    expected,
    fix,
  );

/** What a sender must keep, by name. */
export const LAW = {
  sends: law(
    'sends',
    ['Gửi khi được bảo gửi', 'Sends when told to'],
    ['Có ít nhất một gói tin đến nơi nhận trong thời hạn', 'At least one packet reaches the target in time'],
    ['Kiểm tra địa chỉ, khóa truy cập và lớp thử', 'Check address, access key and test class'],
    3,
  ),
  bound: law(
    'bound',
    ['Phong bì khớp gói tin', 'The envelope fits the packet'],
    [
      'SHA-256 của đúng các byte gửi đi, moiTruong = test, mỗi lô một lớp, tối đa 50 mục',
      'SHA-256 of the very bytes sent, moiTruong = test, one class and at most 50 items a batch',
    ],
    [
      'Tính SHA-256 trên chính các byte trước khi mã hóa base64',
      'Compute SHA-256 on the bytes before base64',
    ],
    3,
  ),
  key: law(
    'key-kept',
    ['Một lần phát hành, một khóa, một nội dung', 'One issue, one key, one content'],
    [
      'Mọi lần gửi lại của một phiên bản mang cùng khóa và cùng SHA-256',
      'Every resend of a version has the same key and SHA-256',
    ],
    [
      'Tạo khóa một lần, lưu cùng gói tin, không tạo lại khi gửi lại',
      'Make the key once and store it with the packet',
    ],
    1,
  ),
  settles: law(
    'settles',
    ['Mỗi gói tin đều đi đến kết quả', 'Every packet is followed up to its verdict'],
    [
      'Tra cứu hoặc gửi lại cho đến khi biết HOP_LE hay TU_CHOI',
      'Inquires or resends until HOP_LE or TU_CHOI is known',
    ],
    [
      'Coi DA_NHAN, mất trả lời và 5xx là "chưa rõ": hỏi lại bằng khóa',
      'Treat DA_NHAN, a lost answer and 5xx as unknown: inquire by key',
    ],
    4,
  ),
  asks: law(
    'asks-in-time',
    ['Hỏi lại không sớm hơn được bảo', 'Inquires no earlier than told'],
    ['Chờ đủ hoiLaiSauMs', 'Waits hoiLaiSauMs'],
    ['Dùng hoiLaiSauMs làm thời gian chờ', 'Use hoiLaiSauMs as the delay'],
    3,
  ),
  waits: law(
    'waits',
    ['Được bảo chờ thì chờ đủ', 'Waits as long as it is told to'],
    ['Không gửi lại trước Retry-After', 'No resend before Retry-After is over'],
    ['Đọc Retry-After của 429 và 503', 'Read Retry-After of 429 and 503'],
    2,
  ),
  doubts: law(
    'doubts',
    ['Không tin câu trả lời sai', 'Does not believe a wrong answer'],
    [
      'SHA-256 khác, trang HTML, rỗng, cụt: không phải là đã nhận; hỏi lại',
      'Another SHA-256, HTML, nothing or half an answer is no acknowledgement; it asks again',
    ],
    ['Chỉ coi là đã nhận khi đúng khóa và đúng SHA-256', 'Take only an answer bound to key and SHA-256'],
    1,
  ),
  partial: law(
    'partial',
    ['Hiểu lô được nhận một phần', 'Understands a batch that was taken in part'],
    [
      'Không gửi lại mục đã nhận; không gửi lại y nguyên mục bị từ chối',
      'Neither what was taken nor, unchanged, what was refused is sent again',
    ],
    [
      'Ghi kết quả từng mục; mục bị từ chối chờ người sửa',
      'Keep a verdict for each item; a refused one waits for a person',
    ],
    1,
  ),
  replaces: law(
    'replaces',
    ['Thay thế bằng phiên bản lớn hơn', 'Replaces by a larger version'],
    [
      'Cùng IdBanGhi và mã tra cứu, PhienBan lớn hơn, khóa mới',
      'The same IdBanGhi and look-up code, a larger PhienBan, a new key',
    ],
    [
      'Tăng PhienBan khi nội dung đổi, giữ mã tra cứu',
      'Raise PhienBan when the content changes, keep the look-up code',
    ],
    1,
  ),
  recalls: law(
    'recalls',
    ['Thu hồi bằng CANCEL', 'Recalls by CANCEL'],
    [
      'SuKien CANCEL, PhienBan lớn hơn, packet rỗng, SHA-256 của chuỗi rỗng',
      'SuKien CANCEL, a larger PhienBan, an empty packet and the SHA-256 of nothing',
    ],
    ['Gửi CANCEL như mục 3', 'Send CANCEL as section 3 says'],
    3,
  ),
  obeysLock: law(
    'obeys-lock',
    ['Đã chốt thì thôi', 'Locked means stop'],
    [
      'Sau SO-301 không gửi thêm UPDATE hay CANCEL của học bạ ấy',
      'No further UPDATE or CANCEL of the record after SO-301',
    ],
    ['Ghi nhớ học bạ đã chốt', 'Remember which records are locked'],
    7,
  ),
  window: law(
    'window',
    ['Ngoài thời gian tiếp nhận thì chờ', 'Waits outside the send window'],
    ['Không gửi trước lúc mở; sau đó gửi lại cùng khóa', 'Nothing before it opens; then the same key again'],
    [
      'Coi SO-005 (và code 403 của CSDL ngành) là "chờ", không phải "bị từ chối"',
      'Take SO-005 (and code 403 of the sector database) for "wait", not "refused"',
    ],
    8,
  ),
  stops: law(
    'stops-without-access',
    ['Khóa sai thì dừng', 'Stops when its key is refused'],
    ['Tối đa 3 lượt gọi sau 401', 'At most 3 calls after a 401'],
    ['Dừng nơi nhận này và báo người', 'Stop this target and tell a person'],
    2,
  ),
  order: law(
    'order',
    [
      'Trường, cán bộ, lớp, học sinh, kết quả trước, học bạ sau',
      'School, staff, class, pupil and result first, the record last',
    ],
    ['Không học bạ nào đến trước các phần của nó', 'No record before its parts'],
    ['Gửi theo thứ tự LoaiDuLieu 1 đến 5, rồi hoc-ba', 'Send LoaiDuLieu 1 to 5, then hoc-ba'],
    2,
  ),
  shows: law(
    'shows-error',
    ['Cho người dùng thấy lỗi', 'Shows the error to a person'],
    [
      'Mã lỗi, câu giải thích và học sinh nào, ở nơi người dùng thấy',
      'Code, sentence and which pupil, where the user sees it',
    ],
    ['Hiện kết quả từng học bạ trong phần mềm', "Show each record's verdict in the software"],
    6,
  ),
} as const;

export const SENDER_LAWS: readonly Law[] = Object.values(LAW);
