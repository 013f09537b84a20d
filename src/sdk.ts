/** The only file that adapters import: contracts, errors and the few pure functions every adapter needs. */
export type { Bilingual, ErrorKind } from './domain/errors.js';
export { GatewayError, isGatewayError, toGatewayError, unhealthy } from './domain/errors.js';
export type { Issue, Place } from './domain/issue.js';
export type { JsonProblemCode } from './domain/json-problems.js';
export type * from './domain/records.js';
export { classKeyOf, levelOfGrade, STREAMS } from './domain/records.js';
export * from './domain/sheets/index.js';
export { parseStrictJson } from './domain/strict-json.js';
export type { TargetReply } from './domain/target-reply.js';
export { readTargetReply } from './domain/target-reply.js';
export { foldText } from './domain/text.js';
export type { Clock } from './ports/clock.js';
export type { FileEntry, Files } from './ports/files.js';
export type { HttpClient, HttpRequest, HttpResponse } from './ports/http-client.js';
export type { Logger } from './ports/logger.js';
export type * from './ports/source.js';
export type * from './ports/spreadsheet.js';
export type * from './ports/target.js';
