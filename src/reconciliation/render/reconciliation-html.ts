import { escapeHtml } from '../../domain/html.js';
import { formatCount } from '../../domain/text.js';
import type { DifferingFinding, Finding, Reconciliation } from '../types.js';
import { asOfLine, htmlPage, htmlTable, type Letterhead } from './html.js';
import { reconciliationTable } from './tables.js';

const fieldsOf = (finding: Finding | DifferingFinding): string =>
  'fields' in finding ? ` <code>${escapeHtml(finding.fields.join(', '))}</code>` : '';

function findingsHtml(title: string, findings: readonly (Finding | DifferingFinding)[]): string {
  if (findings.length === 0) return '';
  const rows = findings.map(
    (finding, index) =>
      `<tr><td class="right">${index + 1}</td><td>${escapeHtml(finding.target)}</td><td>${escapeHtml(finding.school)}</td>` +
      `<td>${escapeHtml(finding.class)}</td><td><code>${escapeHtml(finding.record)}</code></td>` +
      `<td>${escapeHtml(finding.why.vi)}${fieldsOf(finding)}</td><td>${escapeHtml(finding.next.vi)}</td></tr>`,
  );
  const heads = ['TT', 'Nơi nhận', 'Trường', 'Lớp', 'Mã hồ sơ', 'Lý do', 'Việc cần làm'];
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('');
  return `<h2>${escapeHtml(title)} (${formatCount(findings.length, 'vi')})</h2><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

function rowsHtml({ rows }: Reconciliation): string {
  const [landed, used, ignored, quarantined] = [rows.landed, rows.used, rows.ignored, rows.quarantined].map(
    (value) => formatCount(value, 'vi'),
  );
  return `<p>Dòng dữ liệu: nhận ${landed} = dùng ${used} + bỏ qua có lý do ${ignored} + giữ lại ${quarantined}; chênh ${formatCount(rows.difference, 'vi')}.</p>`;
}

function sidesHtml({ targets }: Reconciliation): string {
  const lines = targets.map(({ id, farSide, unread }) => {
    const read = farSide === 'read' ? 'đã đọc lại và so từng học bạ' : 'chỉ theo biên nhận';
    const why = unread === undefined ? '' : ` – ${unread.message.vi} ${unread.hint.vi}`;
    return `<li>${escapeHtml(`${id}: ${read}${why}`)}</li>`;
  });
  return `<ul>${lines.join('')}</ul>`;
}

function sourcesHtml({ sources }: Reconciliation): string {
  if (sources.length === 0) return '';
  const lines = sources.map(({ source, school, class: name, stated, roster }) =>
    escapeHtml(`${source}, trường ${school}, lớp ${name}: sĩ số khai ${stated}, danh sách có ${roster}.`),
  );
  return `<h2>Nguồn tự mâu thuẫn (${formatCount(sources.length, 'vi')})</h2><ul>${lines.map((text) => `<li>${text}</li>`).join('')}</ul>`;
}

/** Never claims more than was seen: an account by receipt only is called so. */
function verdictOf({ difference, targets }: Reconciliation): string {
  if (difference !== 0) return `Chênh lệch: ${formatCount(difference, 'vi')}. Xem các mục dưới đây.`;
  const byReceipt = targets.filter(({ farSide }) => farSide === 'receipt').map(({ id }) => id);
  if (byReceipt.length === 0) return 'Chênh lệch: 0. Đã đọc lại nơi nhận, không mất học bạ nào.';
  return `Chênh lệch: 0, nhưng chỉ theo biên nhận ở: ${byReceipt.join(', ')}.`;
}

/** Biên bản đối soát, a standalone printable page in Vietnamese: ids and class names only, no pupil's name or mark. */
export function reconciliationHtml(report: Reconciliation, letterhead: Letterhead = {}): string {
  return htmlPage({
    title: 'Biên bản đối soát học bạ số',
    subtitle: asOfLine(report.schoolYear, report.asOf),
    asOf: report.asOf,
    letterhead,
    notices: [verdictOf(report)],
    body: [
      htmlTable(reconciliationTable(report, 'vi')),
      rowsHtml(report),
      sidesHtml(report),
      findingsHtml('Nơi nhận thiếu', report.missing),
      findingsHtml('Nơi nhận thừa', report.extra),
      findingsHtml('Nội dung khác nhau', report.differing),
      sourcesHtml(report),
    ].join('\n'),
  });
}
