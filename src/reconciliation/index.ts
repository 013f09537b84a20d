export { accountOf, type ClassRow, type SchoolRow, type TargetAccount } from './account.js';
export {
  type CompletenessFinding,
  type CompletenessJob,
  type CompletenessReport,
  type CompletenessSchool,
  completenessReport,
} from './completeness.js';
export {
  type DeploymentJob,
  type DeploymentReport,
  type DeploymentSchool,
  type DeploymentSchoolSpec,
  deploymentReport,
  type Figures,
} from './deployment.js';
export type { ReconcileContext } from './far-side.js';
export {
  type NoIdentityJob,
  type NoIdentityReport,
  type NoIdentitySchool,
  noIdentityReport,
} from './no-identity.js';
export { packetFields } from './packet-fields.js';
export { reconcile } from './reconcile.js';
export { completenessHtml, completenessList, completenessTable } from './render/completeness.js';
export { deploymentHtml } from './render/deployment-html.js';
export { noIdentityHtml, noIdentityList, noIdentityTable } from './render/no-identity.js';
export { reconciliationHtml } from './render/reconciliation-html.js';
export { deploymentTable, type ReportTable, reconciliationTable } from './render/tables.js';
export * from './types.js';
