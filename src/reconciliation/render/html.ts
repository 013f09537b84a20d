import { escapeHtml } from '../../domain/html.js';
import type { ReportTable } from './tables.js';

const STYLE = `
@page { size: A4 landscape; margin: 20mm 15mm 20mm 20mm; }
body { font: 13pt/1.35 "Times New Roman", "Liberation Serif", serif; color: #000; margin: 0 auto; max-width: 270mm; padding: 8mm; }
header { display: flex; justify-content: space-between; text-align: center; gap: 10mm; }
header p { margin: 0; } .rule { display: inline-block; border-top: 1px solid #000; width: 45mm; margin-top: 2mm; }
.place { text-align: right; font-style: italic; margin: 4mm 0; }
h1 { font-size: 14pt; text-align: center; text-transform: uppercase; margin: 6mm 0 2mm; }
h2 { font-size: 13pt; margin: 6mm 0 2mm; } .sub { text-align: center; margin: 0 0 4mm; }
.notice { border: 1px solid #000; padding: 2mm 4mm; font-weight: bold; text-align: center; margin: 4mm 0; }
table { border-collapse: collapse; width: 100%; font-size: 11pt; } thead { display: table-header-group; }
th, td { border: 1px solid #000; padding: 1mm 2mm; vertical-align: top; } tr { break-inside: avoid; }
td.right { text-align: right; white-space: nowrap; } tr.sum td { font-weight: bold; } code { font-size: 10pt; word-break: break-all; }
footer { display: flex; justify-content: space-between; margin-top: 8mm; break-inside: avoid; }
footer p { margin: 0; } .sign { text-align: center; min-width: 70mm; } @media screen { body { background: #fff; } }
@media screen and (max-width: 700px) {
body { padding: 4mm; } header, footer { flex-direction: column; gap: 4mm; } .notice { padding: 2mm; }
table { display: block; overflow-x: auto; } td:not(.right) { min-width: 18mm; } td:last-child:not(.right) { min-width: 60mm; }
}
`;

export function htmlTable({ columns, rows, emphasis }: ReportTable): string {
  const sums = new Set(emphasis);
  const head = columns.map(({ title }) => `<th scope="col">${escapeHtml(title)}</th>`).join('');
  const body = rows.map((row, index) => {
    const cells = row.map((cell, column) => {
      const right = columns[column]?.align === 'right' ? ' class="right"' : '';
      return `<td${right}>${escapeHtml(cell)}</td>`;
    });
    return `<tr${sums.has(index) ? ' class="sum"' : ''}>${cells.join('')}</tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

export interface Letterhead {
  /** Issuing body and the one above it, e.g. "UBND XÃ NGỌK TỤ". Left blank for hand-writing when absent. */
  readonly authority?: string;
  readonly superior?: string;
  /** Place of the date line. */
  readonly place?: string;
}

/** Ngày 05 tháng 6 năm 2026, in Vietnam's time: days below 10 and months 1-2 with a zero (NĐ 30/2020/NĐ-CP). */
export function vietnameseDate(asOf: string): string {
  const local = new Date(new Date(asOf).getTime() + 7 * 3_600_000);
  const day = String(local.getUTCDate()).padStart(2, '0');
  const month = local.getUTCMonth() + 1;
  return `ngày ${day} tháng ${month < 3 ? `0${month}` : month} năm ${local.getUTCFullYear()}`;
}

export interface Page {
  readonly title: string;
  readonly subtitle: string;
  readonly asOf: string;
  readonly letterhead: Letterhead;
  /** Shown in a frame under the title. */
  readonly notices: readonly string[];
  /** Ready HTML. */
  readonly body: string;
}

const line = (text: string | undefined): string => escapeHtml(text ?? '………………………………');

/** One file without scripts or outside references, in the form of an administrative document, ready to print. */
export function htmlPage({ title, subtitle, asOf, letterhead, notices, body }: Page): string {
  const date = `${line(letterhead.place)}, ${vietnameseDate(asOf)}`;
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<div><p>${line(letterhead.superior)}</p><p><b>${line(letterhead.authority)}</b></p><span class="rule"></span><p>Số: ……/BC-……</p></div>
<div><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p><p><b>Độc lập - Tự do - Hạnh phúc</b></p><span class="rule"></span></div>
</header>
<p class="place">${date}</p>
<h1>${escapeHtml(title)}</h1>
<p class="sub">${escapeHtml(subtitle)}</p>
${notices.map((notice) => `<p class="notice">${escapeHtml(notice)}</p>`).join('\n')}
${body}
<footer>
<div><p><b><i>Nơi nhận:</i></b></p><p>- Như trên;</p><p>- Lưu: VT.</p></div>
<div class="sign"><p><b>THỦ TRƯỞNG ĐƠN VỊ</b></p><p><i>(Ký, ghi rõ họ tên, đóng dấu)</i></p></div>
</footer>
</body>
</html>
`;
}

/** Năm học … · số liệu lúc hh:mm dd/mm/yyyy, giờ Việt Nam. */
export function asOfLine(schoolYear: string, asOf: string): string {
  const local = new Date(new Date(asOf).getTime() + 7 * 3_600_000).toISOString();
  const [date = '', time = ''] = local.split('T');
  const [year, month, day] = date.split('-');
  return `Năm học ${schoolYear}; số liệu lúc ${time.slice(0, 5)} ngày ${day}/${month}/${year}`;
}
