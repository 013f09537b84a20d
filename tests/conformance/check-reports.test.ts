import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { createSpreadsheetReader } from '../../src/infra/spreadsheet/reader.js';
import { openBrowser, visibleText } from '../support/browser.js';
import { hocba } from '../support/cli.js';
import { lookupCodeOf, packetText, pupil, type SECONDARY, writeFiles } from './check-support.js';

const NAME = 'Kpă Thị Bí Mật';
const HOSTILE = '<img src=x onerror=alert(1)>';

let dir: string;
let packets: string;

/** A packet of one pupil with something wrong in it, and a title that học tập Khá does not give. */
function wrong(number: number, change: Partial<typeof SECONDARY.pupil>): string {
  const record = pupil(number);
  if (record.level === 'TH') throw new Error('a secondary pupil');
  return packetText(
    {
      ...record,
      pupil: { ...record.pupil, ...change },
      secondary: { ...record.secondary, hocTap: { year: 'K' }, title: 'gioi' },
    },
    lookupCodeOf(number),
  );
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hocba-reports-'));
  packets = join(dir, 'goi');
  writeFiles(packets, {
    'a.xml': wrong(1, { name: NAME, sex: 'female' }),
    'b.xml': wrong(2, { name: '=1+1 Nguyễn 2' }),
    'c.xml': wrong(3, { name: 'Trần Thị Ánh', birthDate: '1914-02-03' }),
    'd.xml': `<x>${HOSTILE}`,
    'x_066214000004_toan.xml': wrong(4, { name: NAME }),
  });
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const report = async (format: string, ...args: string[]): Promise<string> => {
  const out = join(dir, `r${args.join('')}.${format}`);
  const { code, stderr } = await hocba(['check', packets, '--format', format, '--out', out, ...args]);
  expect([code, stderr]).toEqual([1, '']);
  return out;
};

describe('the HTML report', () => {
  let browser: Browser;
  let page: Page;
  const said: string[] = [];
  const asked: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('dialog', (dialog) => said.push(`dialog ${dialog.message()}`));
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(await report('html')).href);
  });
  afterAll(() => browser.close());

  const shown = async (): Promise<string[]> => page.locator('article:visible h3').allTextContents();

  it('tells verdict, numbers and every kind of finding with its fix, in Vietnamese first', async () => {
    expect(await visibleText(page.locator('.verdict'))).toBe('KHÔNG ĐẠT');
    expect(await shown()).toEqual(
      expect.arrayContaining(['IDENT-NAME-SHAPE', 'IDENT-BIRTH-DATE', 'TT22-15-TITLE']),
    );
    expect(await visibleText(page.locator('article').first())).toMatch(
      /Cách sửa[\s\S]*Người xử lý[\s\S]*Căn cứ/u,
    );
  });

  it('switches to English and back without a reload', async () => {
    await page.locator('#language').click();
    expect(await visibleText(page.locator('.verdict'))).toBe('NOT PASSED');
    expect(await page.title()).toBe('Conformance check of digital school records');
    expect(await page.locator('select[data-filter=severity] option').allTextContents()).toContain('Error');
    await page.locator('#language').click();
    expect(await visibleText(page.locator('.verdict'))).toBe('KHÔNG ĐẠT');
  });

  it('filters by severity, owner and rule', async () => {
    await page.locator('select[data-filter=rule]').selectOption('TT22-15-TITLE');
    expect(await shown()).toEqual(['TT22-15-TITLE']);
    await page.locator('select[data-filter=severity]').selectOption('error');
    expect(await shown()).toEqual([]);
    expect(await page.locator('#nothing').isVisible()).toBe(true);
    await page.locator('select[data-filter=rule]').selectOption('');
    await page.locator('select[data-filter=severity]').selectOption('');
  });

  it('fits a phone of 360 pixels', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  it('runs nothing of the checked files, complains of nothing and asks nobody', () => {
    expect(said).toEqual([]);
    expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([]);
  });
});

describe('the report for build servers', () => {
  it('is well-formed JUnit XML with a failed case for each file with an error', async () => {
    const out = await report('junit');
    execFileSync('xmllint', ['--noout', out]);
    const xml = readFileSync(out, 'utf8');
    expect(xml).toMatch(/<testsuite name="hocba check" tests="5" failures="3" errors="0" skipped="0">/u);
    expect(xml).toContain('<failure type="IDENT-NAME-SHAPE"');
    expect(xml).not.toContain(HOSTILE);
  });
});

describe('the to-do list', () => {
  it('has one row a pupil with everything to correct, as text that no spreadsheet computes', async () => {
    const reader = createSpreadsheetReader();
    try {
      const book = await reader.read(readFileSync(await report('xlsx')));
      const rows = (book.sheets[0]?.rows ?? []).map((row) => row.cells.map((cell) => cell.text));
      expect(rows[1]).toEqual(
        expect.arrayContaining(['Lớp', 'Học sinh', 'Điều phải sửa', 'Cách sửa', 'Người xử lý']),
      );
      const pupils = rows.slice(2).filter((row) => row.includes('6A'));
      expect(pupils).toHaveLength(4);
      const risky = book.sheets[0]?.rows
        .flatMap((row) => row.cells)
        .find((cell) => cell.text.startsWith('=1+1'));
      expect(risky).toMatchObject({ kind: 'text', text: '=1+1 Nguyễn 2' });
      expect(risky?.formula).toBeUndefined();
    } finally {
      await reader.close();
    }
  });
});

describe('a masked report', () => {
  it.each(['text', 'json', 'html', 'junit'])(
    'names no pupil, number, value or mark as %s, but rule, place and fix',
    async (format) => {
      const text = readFileSync(await report(format, '--mask'), 'utf8');
      for (const secret of [
        NAME,
        'Bí Mật',
        'Trần Thị Ánh',
        '066214000001',
        '066214000004',
        '1914-02-03',
        '6600000100',
      ])
        expect(text).not.toContain(secret);
      for (const kept of ['IDENT-BIRTH-DATE', 'pupil.birthDate', '#1']) expect(text).toContain(kept);
    },
  );
});
