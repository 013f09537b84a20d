import type { Reason } from '../acceptance.js';

/** Row of GET /csdlgd-admin/MoetErrorDev, under the portal's own names. */
export interface MoetError {
  readonly errorCode: string;
  readonly errorDescription: string;
  readonly rootCause: string;
  readonly solution: string;
}

const row = (
  errorCode: string,
  errorDescription: string,
  rootCause: string,
  solution: string,
): MoetError => ({
  errorCode,
  errorDescription,
  rootCause,
  solution,
});

export const SUCCESS = '000-000';

/** `MA_HOC_SINH` and `MA_HOC_SINH_001` were seen in the sector's portal; the others are the sandbox's own. */
export const MOET_ERRORS: readonly MoetError[] = [
  row(
    'MA_HOC_SINH',
    'Mã học sinh không đúng',
    'Mã định danh gửi lên không có trên hệ thống',
    'Xóa mã định danh, gửi lại',
  ),
  row(
    'MA_HOC_SINH_001',
    'Mã học sinh bị trùng',
    'Mã đã cấp cho học sinh khác của trường',
    'Xóa mã định danh, gửi lại',
  ),
  row(
    'MA_HOC_SINH_002',
    'Chưa có học sinh',
    'Hồ sơ học sinh chưa được tiếp nhận',
    'Gửi hồ sơ học sinh trước',
  ),
  row(
    'MA_TRUONG_HOC_001',
    'Chưa có trường',
    'Thông tin trường chưa được tiếp nhận',
    'Gửi thông tin trường trước',
  ),
  row('MA_LOP_HOC_001', 'Chưa có lớp', 'Lớp chưa được tiếp nhận', 'Gửi danh sách lớp trước'),
  row('MA_DAN_TOC_001', 'Dân tộc không có trong danh mục', 'Mã dân tộc sai', 'Sửa dân tộc theo danh mục'),
  row('GIOI_TINH_001', 'Giới tính không đúng', 'Chỉ nhận 01, 02', 'Sửa giới tính'),
  row('TRANG_THAI_001', 'Trạng thái không đúng', 'Chỉ nhận 01 đến 12', 'Sửa trạng thái học sinh'),
  row('NGAY_SINH_001', 'Ngày sinh không đúng', 'Sai định dạng', 'Sửa ngày sinh'),
  row('HO_TEN_001', 'Thiếu họ tên', 'Không có họ tên', 'Bổ sung họ tên'),
  row('MA_KHOI_001', 'Khối không có trong danh mục', 'Mã khối sai', 'Sửa khối của lớp'),
  row('MA_MON_HOC_001', 'Môn học không đúng', 'Thiếu mã môn học', 'Sửa mã môn học'),
  row('HOC_KY_001', 'Học kỳ không đúng', 'Chỉ nhận 1, 2, 3', 'Sửa học kỳ'),
  row('CLIENT_ID_001', 'Thiếu ClientId', 'Không có ClientId', 'Sửa phần mềm gửi'),
  row('GOI_TIN_101', 'Gói tin thiếu thông tin', 'Thiếu trường bắt buộc', 'Sửa phần mềm gửi'),
  row('GOI_TIN_102', 'SHA-256 không khớp', 'Gói tin bị đổi trên đường truyền', 'Gửi lại đúng gói tin'),
  row('GOI_TIN_103', 'Gói tin không đọc được', 'Không phải XML đúng', 'Tạo lại gói tin'),
  row('GOI_TIN_104', 'Gói tin không phải học bạ', 'Phần tử gốc không phải HOC_BA', 'Tạo lại gói tin'),
  row(
    'GOI_TIN_105',
    'Mã tra cứu không đúng',
    'Mã khác phong bì hoặc không đủ 32 ký tự',
    'Kiểm tra mã tra cứu',
  ),
  row(
    'GOI_TIN_106',
    'Sai môi trường',
    'Dữ liệu thử gửi vào hệ thống thật hoặc ngược lại',
    'Gửi đúng hệ thống',
  ),
  row('GOI_TIN_107', 'Mã trường không khớp', 'Gói tin của trường khác', 'Kiểm tra mã trường'),
  row('GOI_TIN_108', 'Phiên bản không khớp', 'Phiên bản trong gói khác phong bì', 'Tạo lại gói tin'),
  row('GOI_TIN_201', 'Phiên bản cũ', 'Đã có phiên bản mới hơn', 'Không gửi bản cũ'),
  row(
    'GOI_TIN_202',
    'Phiên bản đã có với nội dung khác',
    'Nội dung đổi mà phiên bản không tăng',
    'Tăng phiên bản',
  ),
  row('GOI_TIN_203', 'Khóa đã dùng cho gói khác', 'Một khóa cho hai nội dung', 'Dùng khóa mới'),
  row('GOI_TIN_204', 'Hủy học bạ chưa có', 'Chưa từng nhận học bạ này', 'Kiểm tra lại'),
  row(
    'GOI_TIN_301',
    'Học bạ đã chốt',
    'Học bạ đã chốt, không nhận thay đổi',
    'Làm thủ tục điều chỉnh với Sở',
  ),
];

export const PACKET_CODE: Readonly<Record<Reason | 'key-reused', string>> = {
  shape: 'GOI_TIN_101',
  sha256: 'GOI_TIN_102',
  xml: 'GOI_TIN_103',
  root: 'GOI_TIN_104',
  'lookup-code': 'GOI_TIN_105',
  environment: 'GOI_TIN_106',
  school: 'GOI_TIN_107',
  'version-mark': 'GOI_TIN_108',
  'old-version': 'GOI_TIN_201',
  'same-version': 'GOI_TIN_202',
  'key-reused': 'GOI_TIN_203',
  'cancel-unknown': 'GOI_TIN_204',
  locked: 'GOI_TIN_301',
};

export const describeError = (code: string): string =>
  MOET_ERRORS.find(({ errorCode }) => errorCode === code)?.errorDescription ?? code;
