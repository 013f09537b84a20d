import { readFile } from 'node:fs/promises';

/** The part of the simulators' own account that the demo compares itself with. */
export interface Manifest {
  readonly schoolYear: string;
  readonly schools: readonly ManifestSchool[];
}

export interface ManifestSchool {
  readonly code: string;
  readonly name: string;
  readonly vendor: string;
  readonly level: 'TH' | 'THCS' | 'THPT';
  readonly commune?: string;
  /** Year that the published figures state. */
  readonly sourceYear?: string | null;
  readonly classes: readonly { readonly name: string; readonly pupils: number }[];
  readonly pupils: readonly ManifestPupil[];
}

export interface ManifestPupil {
  readonly sectorCode: string;
  readonly identityNumber: string | null;
  readonly class: string;
  readonly expected: 'deliverable' | 'refused' | 'left';
}

export async function readManifest(path: string): Promise<Manifest> {
  return JSON.parse(await readFile(path, 'utf8')) as Manifest;
}

/** What must come out, by the simulators' word: pupils who study there, and those of them who must be refused. */
export const expectedOf = (manifest: Manifest): { readonly found: number; readonly refused: number } => {
  const pupils = manifest.schools.flatMap((school) => school.pupils);
  return {
    found: pupils.filter((pupil) => pupil.expected !== 'left').length,
    refused: pupils.filter((pupil) => pupil.expected === 'refused').length,
  };
};
