import { lawOf, type Words } from '../law.js';
import type { Law } from '../types.js';

/** `section` of docs/so-gddt-interface.md. */
const law = (name: string, title: Words, expected: Words, fix: Words, section: number): Law =>
  lawOf(
    { id: `target.${name}`, basis: `docs/so-gddt-interface.md, mục ${section}`, owner: 'department' },
    title,
    expected,
    fix,
  );

/** What a Sở's records database must keep, by name. */
export const LAW = {
  shape: law(
    'shape',
    ['Câu trả lời đúng cấu trúc đã công bố', 'Answers have the published shape'],
    [
      'Mã HTTP và nội dung như schemas/so-gddt/openapi.yaml',
      'Status and body as in schemas/so-gddt/openapi.yaml',
    ],
    ['Sửa câu trả lời cho đúng tệp openapi.yaml', 'Make the answer fit openapi.yaml'],
    2,
  ),
  environmentTold: law(
    'environment-told',
    ['Máy chủ nói rõ mình là môi trường nào', 'The server says which environment it is'],
    ['moiTruong là test hoặc production', 'moiTruong is test or production'],
    ['Thêm moiTruong vào GET /suc-khoe', 'Add moiTruong to GET /suc-khoe'],
    2,
  ),
  dictionary: law(
    'dictionary',
    [
      'Mọi mã lỗi đã dùng có trong danh mục, bằng hai thứ tiếng',
      'Every code is in the dictionary, in both languages',
    ],
    ['Mã, mô tả và cách xử lý trong GET /danh-muc-loi', 'Code, meaning and remedy in GET /danh-muc-loi'],
    ['Bổ sung mã thiếu vào danh mục lỗi', 'Add the missing code to the dictionary'],
    6,
  ),
  accessKey: law(
    'access-key',
    ['Không có khóa truy cập đúng thì không vào được', 'No entry without the right access key'],
    ['HTTP 401, không đọc và không ghi được gì', 'HTTP 401, nothing read and nothing written'],
    [
      'Kiểm tra khóa truy cập trước mọi việc khác, ở mọi địa chỉ',
      'Check the access key first, on every path',
    ],
    2,
  ),
  receiptBound: law(
    'receipt-bound',
    ['Biên nhận gắn với đúng khóa và đúng SHA-256', 'A receipt is bound to key and SHA-256'],
    [
      'Mỗi khóa đã gửi có đúng một dòng, lặp lại khóa và SHA-256, có mã biên nhận',
      'One row per key sent, repeating key and SHA-256, with a receipt number',
    ],
    [
      'Trả đúng khóa và SHA-256 của gói tin đã lưu; đừng lấy của gói khác',
      'Answer key and SHA-256 of the packet that was stored, never of another one',
    ],
    1,
  ),
  verdict: law(
    'verdict',
    ['Mọi gói tin có kết quả trong thời hạn', 'Every packet gets its verdict in time'],
    [
      'HOP_LE hoặc TU_CHOI khi tra cứu, hoặc DA_NHAN kèm hoiLaiSauMs',
      'HOP_LE or TU_CHOI by inquiry, or DA_NHAN with hoiLaiSauMs',
    ],
    ['Kiểm tra hàng đợi xử lý gói tin', 'Check the queue that judges packets'],
    3,
  ),
  takesGood: law(
    'takes-good',
    ['Gói tin đúng được nhận', 'A good packet is taken'],
    ['HOP_LE', 'HOP_LE'],
    [
      'Xem mã lỗi mà máy chủ trả về; gói tin thử chưa ký số và dùng trường thử (--school)',
      'See the code that the server gave; test packets are unsigned and use a test school (--school)',
    ],
    3,
  ),
  resendAnswer: law(
    'resend-answer',
    ['Gửi lại cùng khóa, cùng nội dung: trả lời như lần trước', 'The same key and bytes get the same answer'],
    [
      'Kết quả và mã biên nhận như lần đầu, trong lô nào cũng vậy',
      'The first verdict and receipt number, in whatever batch',
    ],
    [
      'Tìm khóa trước khi xử lý; đã có thì trả kết quả đã lưu',
      'Look the key up first; if known, give the stored answer',
    ],
    1,
  ),
  resendEffect: law(
    'resend-effect',
    ['Gửi lại không ghi thêm', 'A resend has no second effect'],
    ['Số học bạ và mã băm của lớp không đổi', 'Count and digest of the class stay the same'],
    ['Một khóa chỉ được ghi một lần', 'One key is written once'],
    1,
  ),
  keyReuse: law(
    'key-reuse',
    ['Cùng khóa, khác nội dung: từ chối', 'The same key with other bytes is refused'],
    ['XUNG_DOT, bản đang giữ không đổi', 'XUNG_DOT, and what is held stays'],
    ['So SHA-256 với lần đầu của khóa này', "Compare SHA-256 with the key's first use"],
    1,
  ),
  versionOrder: law(
    'version-order',
    ['Chỉ phiên bản lớn hơn được áp dụng', 'Only a larger version is applied'],
    [
      'Phiên bản nhỏ hơn hoặc cùng số nhưng khác nội dung: TU_CHOI',
      'A smaller version, or the same with other bytes: TU_CHOI',
    ],
    [
      'So PhienBan với bản đang giữ trong cùng một giao dịch',
      'Compare PhienBan with what is held, in one transaction',
    ],
    1,
  ),
  itemByItem: law(
    'item-by-item',
    ['Một học bạ sai không làm hỏng cả lô', 'One bad record does not spoil its batch'],
    ['Mỗi mục một kết quả riêng', 'A verdict for each item'],
    ['Xử lý từng mục riêng; đừng hủy cả lô vì một mục', 'Judge items one by one; do not roll the batch back'],
    1,
  ),
  packetChecked: law(
    'packet-checked',
    ['Gói tin sai bị từ chối', 'A faulty packet is refused'],
    ['TU_CHOI, không giữ gì', 'TU_CHOI, and nothing is held'],
    [
      'Đọc và kiểm tra gói tin như mục 6 trước khi giữ',
      'Read and check the packet as section 6 says before holding it',
    ],
    6,
  ),
  refusalExplained: law(
    'refusal-explained',
    ['Từ chối có mã và câu giải thích', 'A refusal has a code and a sentence'],
    ['loi có ít nhất một mục với ma và moTa', 'loi holds at least one entry with ma and moTa'],
    ['Thêm mã và mô tả vào câu trả lời', 'Add code and sentence to the answer'],
    6,
  ),
  environmentKept: law(
    'environment-kept',
    ['Dữ liệu của môi trường khác không vào được', 'Data of the other environment does not get in'],
    ['Từ chối, không giữ gì', 'Refused, and nothing is held'],
    [
      'So moiTruong của lô và MOI_TRUONG của gói tin với môi trường của máy chủ',
      'Compare batch and packet with the environment of the server',
    ],
    2,
  ),
  inquireUnknown: law(
    'inquire-unknown',
    ['Khóa chưa từng thấy: nói rõ là không có', 'A key never seen is said to be unknown'],
    ['KHONG_CO, không bao giờ là đã nhận', 'KHONG_CO, never an acknowledgement'],
    ['Chỉ trả kết quả của khóa đã lưu', 'Answer only for keys that are stored'],
    4,
  ),
  inquireSame: law(
    'inquire-same',
    ['Tra cứu trả đúng kết quả của từng khóa', 'Inquiry gives the verdict of each key'],
    ['Kết quả như khi gửi; SHA-256 khác: XUNG_DOT', 'The verdict as given; another SHA-256: XUNG_DOT'],
    ['Tra theo khóa và so SHA-256', 'Look up by key and compare SHA-256'],
    4,
  ),
  digest: law(
    'digest',
    ['Mã băm của lớp tính đúng trên những gì đang giữ', 'The class digest is that of what is held'],
    [
      'SHA-256 của các dòng IdBanGhi:PhienBan:sha256, sắp xếp, nối bằng LF',
      'SHA-256 over the sorted lines IdBanGhi:PhienBan:sha256 joined by LF',
    ],
    [
      'Tính lại như mục 5: mã hex thường, không có LF cuối, không tính bản đã hủy',
      'Compute as in section 5: lower-case hex, no LF at the end, no cancelled record',
    ],
    5,
  ),
  readBack: law(
    'read-back',
    ['Đọc lại được đúng những gì đã gửi', 'What was sent is read back'],
    [
      'Mỗi học bạ một lần, theo thứ tự IdBanGhi, đúng phiên bản, SHA-256 và nội dung',
      'Each record once, in IdBanGhi order, with version, SHA-256 and content',
    ],
    [
      'Phân trang theo IdBanGhi (sau), đọc nội dung từ gói tin đang lưu',
      'Page by IdBanGhi (sau); read the content from the stored packet',
    ],
    5,
  ),
  recall: law(
    'recall',
    [
      'Thu hồi khi chưa chốt: học bạ không còn được giữ',
      'Recalled while not locked: the record is held no longer',
    ],
    [
      'CANCEL phiên bản lớn hơn: HOP_LE, không còn trong /ban-ghi và /tom-tat',
      'CANCEL of a larger version: HOP_LE, gone from /ban-ghi and /tom-tat',
    ],
    ['Xử lý SuKien CANCEL như mục 3', 'Handle SuKien CANCEL as section 3 says'],
    3,
  ),
  recallUnknown: law(
    'recall-unknown',
    ['Không thu hồi được học bạ chưa từng có', 'What never was cannot be recalled'],
    ['TU_CHOI', 'TU_CHOI'],
    ['Từ chối CANCEL của IdBanGhi chưa có (SO-204)', 'Refuse CANCEL of an unknown IdBanGhi (SO-204)'],
    6,
  ),
  lockBound: law(
    'lock-bound',
    ['Chỉ chốt đúng bản mà bên gọi nêu', 'Only what the caller names is locked'],
    [
      'DA_CHOT khi đúng phiên bản và SHA-256; khác thì từ chối, chưa có thì KHONG_CO',
      'DA_CHOT for the very version and SHA-256; refused otherwise, KHONG_CO if unknown',
    ],
    [
      'So phiên bản và SHA-256 (hoặc mã băm lớp) trước khi chốt',
      'Compare version and SHA-256 (or the class digest) before locking',
    ],
    7,
  ),
  lockRepeat: law(
    'lock-repeat',
    ['Chốt lại: trả lời như lần đầu', 'Locking again repeats the first lock'],
    ['Đợt và thời gian của lần chốt đầu', 'Wave and time of the first lock'],
    ['Đã chốt thì trả bản chốt đã lưu', 'If locked, answer the stored lock'],
    7,
  ),
  lockState: law(
    'lock-state',
    ['Đọc được học bạ nào đã chốt', 'The state of the lock can be read'],
    [
      'Mọi học bạ đang giữ, có daChot, dot, thoiGianChot',
      'Every record held, with daChot, dot, thoiGianChot',
    ],
    ['Cài đặt GET /trang-thai-chot như mục 7', 'Build GET /trang-thai-chot as section 7 says'],
    7,
  ),
  lockedRefuses: law(
    'locked-refuses',
    ['Đã chốt thì không thay thế, không thu hồi được', 'Locked means neither replaced nor recalled'],
    ['TU_CHOI với SO-301', 'TU_CHOI with SO-301'],
    ['Kiểm tra chốt trong cùng giao dịch với việc ghi', 'Check the lock in the transaction that writes'],
    7,
  ),
  lockedStays: law(
    'locked-stays',
    ['Học bạ đã chốt vẫn nguyên và vẫn đọc được', 'A locked record stays as it is and can be read'],
    [
      'Phiên bản, SHA-256 và mã băm như lúc chốt; gửi lại bản đang giữ: HOP_LE',
      'Version, SHA-256 and digest as locked; the held version again: HOP_LE',
    ],
    ['Kiểm tra việc ghi sau khi chốt', 'Check what writes after the lock'],
    7,
  ),
  batchSize: law(
    'batch-size',
    ['Lô quá lớn bị từ chối cả lô', 'A batch too large is refused as a whole'],
    ['HTTP 413, không giữ gì', 'HTTP 413, and nothing is held'],
    ['Đếm số mục trước khi xử lý, tối đa 50', 'Count the items first, at most 50'],
    2,
  ),
  malformed: law(
    'malformed',
    ['Yêu cầu sai cấu trúc bị từ chối gọn gàng', 'A malformed request is refused cleanly'],
    ['HTTP 400, không phải 5xx', 'HTTP 400, no 5xx'],
    ['Kiểm tra cấu trúc trước khi xử lý', 'Validate the body first'],
    2,
  ),
  waitTold: law(
    'wait-told',
    ['Quá tải thì nói rõ phải chờ bao lâu', 'When overloaded it says how long to wait'],
    [
      '429 hoặc 503 kèm Retry-After, sau đó lại nhận',
      '429 or 503 with Retry-After, and it answers afterwards',
    ],
    ['Thêm Retry-After vào 429 và 503', 'Add Retry-After to 429 and 503'],
    2,
  ),
  window: law(
    'window',
    ['Ngoài thời gian tiếp nhận: bảo chờ, không từ chối', 'Outside the send window: wait, not refused'],
    [
      '503 với Retry-After và SO-005; trong thời gian thì nhận',
      '503 with Retry-After and SO-005; inside it takes',
    ],
    ['Cài đặt mục 8', 'Build section 8'],
    8,
  ),
} as const;

export const TARGET_LAWS: readonly Law[] = Object.values(LAW);
