import type { PopulationRule } from '../../population.js';
import { classHomeroom } from './class-homeroom.js';
import { classResults } from './class-results.js';
import { classSize } from './class-size.js';
import { listedPupil } from './listed-pupil.js';
import { silentSchool } from './silent-school.js';
import { unlistedRecord } from './unlisted-record.js';

/** Completeness over many records: of schools, of classes, then of single pupils. */
export const POPULATION_RULES: readonly PopulationRule[] = [
  silentSchool,
  classSize,
  classResults,
  classHomeroom,
  listedPupil,
  unlistedRecord,
];
