import type { Rule } from '../rule.js';
import { codeTable } from './code-table.js';
import { contradiction } from './contradiction.js';
import { effectiveDate } from './effective-date.js';
import { effectiveDay } from './effective-day.js';
import { elementOrder } from './element-order.js';
import { environment } from './environment.js';
import { idMissing } from './id-missing.js';
import { idSpelling } from './id-spelling.js';
import { idUnique } from './id-unique.js';
import { idValue } from './id-value.js';
import { levelElement } from './level-element.js';
import { lookupCode } from './lookup-code.js';
import { lookupForm } from './lookup-form.js';
import { missingElement } from './missing-element.js';
import { profileId } from './profile-id.js';
import { referenceInside } from './reference-inside.js';
import { referenceSlot } from './reference-slot.js';
import { referenceTarget } from './reference-target.js';
import { repeatedElement } from './repeated-element.js';
import { slotContent } from './slot-content.js';
import { slotHolder } from './slot-holder.js';
import { slotMissing } from './slot-missing.js';
import { slotOrder } from './slot-order.js';
import { straySignature } from './stray-signature.js';
import { tooLarge } from './too-large.js';
import { unknownElement } from './unknown-element.js';
import { unreadable } from './unreadable.js';
import { unsignedHeader } from './unsigned-header.js';
import { version } from './version.js';

/** The rules that look at the packet itself, not at what its XML Schema says. */
export const DOCUMENT_RULES: readonly Rule[] = [
  profileId,
  unknownElement,
  missingElement,
  repeatedElement,
  elementOrder,
  levelElement,
  codeTable,
  unreadable,
  contradiction,
  idMissing,
  idValue,
  idUnique,
  idSpelling,
  slotMissing,
  slotHolder,
  slotContent,
  slotOrder,
  straySignature,
  referenceTarget,
  referenceSlot,
  referenceInside,
  lookupCode,
  lookupForm,
  version,
  effectiveDay,
  effectiveDate,
  environment,
  unsignedHeader,
  tooLarge,
];
