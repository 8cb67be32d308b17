/** Every command as a function: the same options, no process.exit, an AbortSignal. */

export { type AddOptions, type AddResult, add } from "./commands/add.js";
export { type AsyncApiOptions, type AsyncApiResult, asyncapi } from "./commands/asyncapi.js";
export { type ChangelogOptions, type ChangelogResult, changelog } from "./commands/changelog.js";
export { type CheckOptions, type CheckResult, check } from "./commands/check.js";
export { type DefectsOptions, type DefectsResult, defects } from "./commands/defects.js";
export { type DeriveOptions, type DeriveResult, derive } from "./commands/derive.js";
export { type DiffOptions, type DiffResult, diff, type FailOn } from "./commands/diff.js";
export { type DocsOptions, type DocsResult, docs } from "./commands/docs.js";
export { type DoctorOptions, type DoctorResult, doctor } from "./commands/doctor.js";
export { type GenerateOptions, type GenerateResult, generate } from "./commands/generate.js";
export { type HistoryOptions, type HistoryResult, type HistoryRow, history } from "./commands/history.js";
export { type InitOptions, type InitResult, init } from "./commands/init.js";
export { type LearnOptions, type LearnResult, learn, type Skipped } from "./commands/learn.js";
export { MOCK_CREDENTIALS, type Mock, type MockOptions, type MockResult, mock, startMock } from "./commands/mock.js";
export type { CommandContext } from "./commands/options.js";
export { type RecordOptions, type RecordResult, record } from "./commands/record.js";
export { type SiteOptions, type SiteResult, site } from "./commands/site.js";
export {
  type CaptureOptions,
  type ValidateOptions,
  type ValidateResult,
  validate,
} from "./commands/validate.js";
export { type WatchOptions, type WatchRun, watch } from "./commands/watch.js";
export type { Defect, DefectCode } from "./derive/defect.js";
export type { Diagnostic, Severity } from "./diagnostics/diagnostic.js";
export type { Change } from "./diff/changes.js";
export type { SpecDiff } from "./diff/diff.js";
export { FAULTS, type FaultName } from "./mock/fault-names.js";
export type { Fault } from "./mock/faults.js";
export type { LoggedFrame, MockCredentials } from "./mock/session-types.js";
export { REPORT_FORMATS } from "./validate/report/formats.js";
export type { ReportFinding as Finding, ValidateReport } from "./validate/report/validate-report.js";
