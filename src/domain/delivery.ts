/** States of an outbox item and the only moves between them (architecture section 6). */
export const DELIVERY_STATES = [
  'queued',
  'sending',
  'awaiting',
  'accepted',
  'rejected',
  'unknown',
  'dead',
  'cancelled',
  'superseded',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export const DELIVERY_TRANSITIONS: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  queued: ['sending', 'cancelled', 'superseded'],
  sending: ['accepted', 'awaiting', 'rejected', 'unknown', 'queued', 'dead'],
  awaiting: ['accepted', 'rejected', 'queued', 'dead'],
  unknown: ['accepted', 'rejected', 'queued', 'dead'],
  dead: ['queued', 'superseded'],
  rejected: ['superseded'],
  accepted: [],
  cancelled: [],
  superseded: [],
};

export const mayMove = (from: DeliveryState, to: DeliveryState): boolean =>
  DELIVERY_TRANSITIONS[from].includes(to);

/** SuKien of the national feed's envelope: what the item means for the record at the target. */
export type DeliveryEvent = 'NEW' | 'UPDATE' | 'CANCEL';
