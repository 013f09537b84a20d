import type { Bilingual } from '../domain/errors.js';

/** What the product answers to: the requirements of the sector's public documents, by the numbers that all pages use. */
export interface Requirement {
  readonly id: string;
  readonly text: Bilingual;
  /** The document it comes from. */
  readonly source: string;
}

const ANNEX = 'Phụ lục 1 (nội dung, yêu cầu kỹ thuật về học bạ số), kế hoạch trường THCS Ngô Mây 2024-2025';
const REPORT = 'Báo cáo thí điểm học bạ số, UBND xã Ngọk Tụ, 2025';
const XUAN_NINH = 'Kế hoạch học bạ số, trường THCS Xuân Ninh, từ 2025-2026';
const QUANG_NGAI = 'Kế hoạch của Sở GDĐT Quảng Ngãi, tiểu học, 2025';

const requirement = (id: string, vi: string, en: string, source: string): Requirement => ({
  id,
  text: { vi, en },
  source,
});

export const REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'R1',
    'Học bạ số được số hóa, lưu điện tử, xác thực điện tử bởi người và tổ chức có thẩm quyền',
    'Digitised, stored digitally and authenticated by the competent persons and organisation',
    ANNEX,
  ),
  requirement(
    'R2',
    'Lưu đầy đủ, chính xác thông tin cá nhân và kết quả học tập, rèn luyện của cấp học',
    'Complete and exact personal data and results of the level',
    ANNEX,
  ),
  requirement('R3', 'Thống nhất, toàn vẹn sau khi phát hành', 'Consistent and intact once issued', ANNEX),
  requirement(
    'R4',
    'Có mã tra cứu 32 ký tự, mã định danh, ngày hiệu lực',
    'Look-up code of 32 characters, identity code, effective date',
    ANNEX,
  ),
  requirement(
    'R5',
    'Gói tin theo cấu trúc và chuẩn dữ liệu do Bộ quy định, bảo đảm an toàn',
    'The packet has the structure and data standard that the ministry prescribes, security included',
    ANNEX,
  ),
  requirement(
    'R6',
    'Tạo từ cơ sở dữ liệu của phần mềm trường, hiệu trưởng ký số, sẵn sàng báo cáo',
    'Built from the school software, signed by the principal, ready to be reported',
    ANNEX,
  ),
  requirement(
    'R7',
    'Trước 30/6 báo cáo và chốt vào CSDL học bạ của Sở; từ lúc chốt có hiệu lực và không sửa',
    'Reported and locked at the department before 30/6; unchangeable from the lock',
    ANNEX,
  ),
  requirement(
    'R8',
    'CSDL của Sở là CSDL gốc; trường được thu hồi, báo cáo thay thế khi chưa chốt',
    'The department holds the original; recall and replacement while not locked',
    ANNEX,
  ),
  requirement(
    'R9',
    'Sở báo cáo Bộ qua CSDL ngành trước 10/7 và trước 25/8',
    'The department reports to the ministry before 10/7 and 25/8',
    ANNEX,
  ),
  requirement(
    'R10',
    'Chuyển trường thì chuyển giao quyền quản lý học bạ',
    'The right to manage moves with the pupil',
    ANNEX,
  ),
  requirement(
    'R11',
    'Tra cứu, xác minh theo mã; chỉ người có quyền; bảo vệ dữ liệu cá nhân',
    'Look-up and verification by code; authorised persons only',
    ANNEX,
  ),
  requirement('R12', 'Kết xuất, in theo mẫu của Bộ', 'Exported and printed in the ministry’s form', ANNEX),
  requirement(
    'R13',
    'Thủ tục hành chính của ngành đọc học bạ, không hỏi lại',
    'Procedures of the sector read it instead of asking again',
    ANNEX,
  ),
  requirement(
    'R14',
    'Đối chiếu định danh với CSDL dân cư; lập danh sách học sinh chưa có số định danh',
    'Identity checked against the population database; pupils without a number are listed',
    ANNEX,
  ),
  requirement(
    'R15',
    'Chứng thư số của giáo viên, quản lý, nhà trường được biết, còn hạn, được đếm',
    'Signing certificates are known, valid and counted',
    REPORT,
  ),
  requirement(
    'R16',
    'Theo dõi và báo cáo tiến độ n/N theo trường, lớp, học sinh, giáo viên',
    'Progress reported as n/N',
    REPORT,
  ),
  requirement(
    'R17',
    'Chạy được trên đường truyền không ổn định, không mất gì',
    'Works on an unstable line and loses nothing',
    REPORT,
  ),
  requirement(
    'R18',
    'Nhiều phần mềm trong một xã, một tỉnh: một chuẩn, không nhập lại',
    'Mixed vendors, one standard, no duplicate entry',
    REPORT,
  ),
  requirement(
    'R19',
    'Hạn nộp khác nhau theo tỉnh và khối',
    'Deadlines differ by province and grade',
    XUAN_NINH,
  ),
  requirement(
    'R20',
    'Trường còn dùng giấy được ghi rõ, không tính là thiếu',
    'Schools on paper are shown as such',
    QUANG_NGAI,
  ),
  requirement(
    'R21',
    'In trích lục, in cả lớp, cả trường để lưu trữ và kiểm tra',
    'Extracts, whole classes and schools are printed',
    REPORT,
  ),
  requirement(
    'R22',
    'Giáo viên chủ nhiệm so học bạ số với sổ điểm; tổ chuyên môn rà soát',
    'Comparison with the gradebook and review per subject',
    XUAN_NINH,
  ),
  requirement(
    'R23',
    'Đúng, đủ, sạch, sống: chỉ số đo được của từng trường',
    'Right, complete, clean, live as measured indicators',
    ANNEX,
  ),
  requirement(
    'R24',
    'Báo cáo triển khai: tập huấn n/N, giới tính, dân tộc, giai đoạn, kiểm tra',
    'Deployment report with training, sex and ethnic breakdown',
    REPORT,
  ),
];
