import type { DeploymentReport } from '../deployment.js';
import { asOfLine, htmlPage, htmlTable, type Letterhead } from './html.js';
import { deploymentTable } from './tables.js';

function noticesOf(report: DeploymentReport): string[] {
  const notices: string[] = [];
  if (report.signing === 'off')
    notices.push('Học bạ CHƯA KÝ SỐ (signing: off): số liệu chưa có giá trị pháp lý.');
  if (report.environment === 'test') notices.push('Môi trường thử nghiệm: không phải số liệu chính thức.');
  if (report.schools.some(({ replayed }) => replayed))
    notices.push('Cột "Số liệu năm" ghi năm của tài liệu gốc khi số liệu được dùng lại cho năm học khác.');
  return notices;
}

/** Báo cáo triển khai học bạ số, a standalone printable page in Vietnamese. */
export function deploymentHtml(report: DeploymentReport, letterhead: Letterhead = {}): string {
  return htmlPage({
    title: 'Báo cáo kết quả triển khai học bạ số',
    subtitle: asOfLine(report.schoolYear, report.asOf),
    asOf: report.asOf,
    letterhead,
    notices: noticesOf(report),
    body: htmlTable(deploymentTable(report, 'vi')),
  });
}
