import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../infra/files/package-root.js';
import type { PacketProfile, ProfileElement, Provenance } from '../../packet/profile-shape.js';
import { palette } from '../terminal/colour.js';
import { EXIT, usageError } from '../terminal/errors.js';
import type { AddCommand } from './command.js';

const PROVENANCES: readonly Provenance[] = ['observed', '4998', 'inferred', 'invented'];

async function profileIds(): Promise<readonly string[]> {
  const entries = await readdir(join(packageRoot(), 'schemas', 'profiles'), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** Refuses a profile that the package does not have, naming those it has. */
export async function requireProfile(id: string): Promise<void> {
  const ids = await profileIds();
  if (!ids.includes(id))
    throw usageError(
      `Không có hồ sơ gói tin "${id}".`,
      `There is no packet profile "${id}".`,
      `Có: ${ids.join(', ')}.`,
      `Known: ${ids.join(', ')}.`,
    );
}

async function loadKnown(id: string): Promise<PacketProfile> {
  await requireProfile(id);
  const { checkedProfile } = await import('../../kit.js');
  return checkedProfile(id);
}

const elementsOf = (element: ProfileElement): readonly ProfileElement[] => [
  element,
  ...(element.children ?? []).flatMap(elementsOf),
];

const provenanceCounts = (profile: PacketProfile): Readonly<Record<Provenance, number>> => {
  const elements = elementsOf(profile.root);
  const count = (provenance: Provenance): number =>
    elements.filter((one) => one.provenance === provenance).length;
  return Object.fromEntries(PROVENANCES.map((provenance) => [provenance, count(provenance)])) as Record<
    Provenance,
    number
  >;
};

const addList: AddCommand = (profile, run) => {
  profile
    .command('list')
    .description('các hồ sơ đang có / what is there')
    .action(() =>
      run(async ({ terminal }) => {
        const ids = await profileIds();
        terminal.answer(ids);
        for (const id of ids) terminal.line(id);
        return EXIT.done;
      }),
    );
};

const addShow: AddCommand = (profile, run) => {
  profile
    .command('show <id>')
    .description('nội dung và nguồn gốc tên / what it is and where its names come from')
    .action((id: string) =>
      run(async ({ terminal }) => {
        const loaded = await loadKnown(id);
        const { title, legalBasis, validFrom, lookupCodeScope, effectiveDate } = loaded;
        const slots = loaded.slots.map((slot) => slot.id);
        const provenance = provenanceCounts(loaded);
        terminal.answer({
          id,
          title,
          legalBasis,
          validFrom,
          lookupCodeScope,
          effectiveDate,
          slots,
          provenance,
        });
        terminal.line(`${id}: ${terminal.say(title)}`);
        terminal.line({ vi: `Căn cứ: ${legalBasis}`, en: `Basis: ${legalBasis}` });
        terminal.line({ vi: `Vị trí ký: ${slots.join(', ')}`, en: `Slots: ${slots.join(', ')}` });
        const counts = PROVENANCES.map((one) => `${one} ${provenance[one]}`).join(', ');
        terminal.line({
          vi: `Nguồn gốc tên phần tử: ${counts}`,
          en: `Provenance of element names: ${counts}`,
        });
        return EXIT.done;
      }),
    );
};

const addTest: AddCommand = (profile, run) => {
  profile
    .command('test <id>')
    .description('kiểm tra hồ sơ và XSD của nó / check the profile and its XSD')
    .action((id: string) =>
      run(async ({ terminal }) => {
        await loadKnown(id);
        terminal.answer({ id, valid: true });
        const said = terminal.say({
          vi: `${id}: hợp lệ, XSD biên dịch được.`,
          en: `${id}: valid, its XSD compiles.`,
        });
        terminal.line(palette(terminal.rich).good(said));
        return EXIT.done;
      }),
    );
};

export const addProfile: AddCommand = (program, run) => {
  const profile = program.command('profile').description('hồ sơ gói tin / packet profiles');
  for (const add of [addList, addShow, addTest]) add(profile, run);
};
