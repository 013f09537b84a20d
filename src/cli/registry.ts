import type { ExcelTable } from '../../adapters/targets/moet-csdl/excel.js';
import type { AdapterRegistry } from '../composition/adapters.js';
import { GatewayError } from '../domain/errors.js';
import type { CanonicalRecord } from '../domain/records.js';
import type { SourceAdapter } from '../ports/source.js';
import type { TargetAdapter } from '../ports/target.js';

/** Every adapter of the product, loaded only when a configuration names it. Ids equal folder names (a test compares). */
export const SOURCE_ADAPTERS: Readonly<Record<string, () => Promise<{ adapter: SourceAdapter<never> }>>> = {
  smas: () => import('../../adapters/sources/smas/index.js'),
  vnedu: () => import('../../adapters/sources/vnedu/index.js'),
  'misa-emis': () => import('../../adapters/sources/misa-emis/index.js'),
  generic: () => import('../../adapters/sources/generic/index.js'),
};

export const TARGET_ADAPTERS: Readonly<Record<string, () => Promise<{ adapter: TargetAdapter<never> }>>> = {
  'so-gddt': () => import('../../adapters/targets/so-gddt/index.js'),
  'moet-csdl': () => import('../../adapters/targets/moet-csdl/index.js'),
};

function unknownAdapter(kind: string, id: string, known: readonly string[]): GatewayError {
  return new GatewayError({
    kind: 'config',
    code: 'ADAPTER_UNKNOWN',
    message: {
      vi: `Không có bộ nối (adapter) "${id}" cho ${kind === 'source' ? 'nguồn' : 'đích'}.`,
      en: `There is no ${kind} adapter "${id}".`,
    },
    hint: { vi: `Dùng một trong: ${known.join(', ')}.`, en: `Use one of: ${known.join(', ')}.` },
    details: { adapter: id },
  });
}

export const adapterRegistry: AdapterRegistry = {
  async source(id) {
    const load = SOURCE_ADAPTERS[id];
    if (load === undefined) throw unknownAdapter('source', id, Object.keys(SOURCE_ADAPTERS));
    return (await load()).adapter as unknown as SourceAdapter<unknown>;
  },
  async target(id) {
    const load = TARGET_ADAPTERS[id];
    if (load === undefined) throw unknownAdapter('target', id, Object.keys(TARGET_ADAPTERS));
    return (await load()).adapter as unknown as TargetAdapter<unknown>;
  },
};

/** The sector's official import files for one school: the pupil list, and primary results where there are any. */
export async function excelTables(
  records: readonly CanonicalRecord[],
): Promise<readonly { readonly name: string; readonly table: ExcelTable }[]> {
  const { c1StudentRows, kqhtPrimaryRows } = await import('../../adapters/targets/moet-csdl/excel.js');
  const primary = records.filter((record) => record.level === 'TH');
  return [
    { name: 'C1-HocSinh', table: c1StudentRows(records) },
    ...(primary.length === 0 ? [] : [{ name: 'KQHT-C1-CN', table: kqhtPrimaryRows(primary) }]),
  ];
}
