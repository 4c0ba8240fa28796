export { type ArmContext, armBodies, type Shown } from "./arms/armBodies.ts";
export { type Asking, askReader } from "./ask/askReader.ts";
export { evidenceOf, type InvalidPolicy, type ScoredItem, scoreAnswers } from "./ask/scoreAnswers.ts";
export { type AuditResult, auditResult, type DefectRate } from "./audit/auditResult.ts";
export { auditSheet } from "./audit/auditSheet.ts";
export { checkSheet, questionFingerprint } from "./audit/checkSheet.ts";
export { type Defect, defects } from "./audit/defects.ts";
export { type CodedSheet, readAuditSheet } from "./audit/readAuditSheet.ts";
export { failGates } from "./gates/failGates.ts";
export type { Finding, GateInput, GateResult } from "./gates/gate.ts";
export { gateInput } from "./gates/gateInput.ts";
export { runGates } from "./gates/runGates.ts";
export type { CorrectedStage, Requeued } from "./legacy/correctRun.ts";
export { importLegacyRun, type LegacyImport } from "./legacy/importLegacyRun.ts";
export { type AnswerVariant, answerVariants } from "./models/answerVariant.ts";
export { asksModels, writesByModels } from "./models/asksModels.ts";
export { modelOfReader, modelReader } from "./models/modelReader.ts";
export type { OpenModel } from "./models/openModel.ts";
export { type ReadAnswer, readAnswer } from "./models/readAnswer.ts";
export { readDraft } from "./models/readDraft.ts";
export { readVerdict } from "./models/verifyQuestions.ts";
export { historicalPermutation, permutationSeed } from "./order/historicalPermutation.ts";
export { type NumpyGenerator, numpyGenerator } from "./order/numpyGenerator.ts";
export { ordersFor } from "./order/ordersFor.ts";
export { rotations, written } from "./order/rotations.ts";
export { fence } from "./prompts/fence.ts";
export { type Prompt, type PromptName, readPrompt } from "./prompts/readPrompt.ts";
export { type LegacyFile, legacyFilesA } from "./protocols/legacyFilesA.ts";
export { legacyFilesBC, metricsOfView, type RunNames } from "./protocols/legacyFilesBC.ts";
export { legacyKey } from "./protocols/legacyKey.ts";
export type { LegacyTree } from "./protocols/legacyTree.ts";
export { type ArmA, type CellA, type MetricsA, metricsA, type RowA } from "./protocols/metricsA.ts";
export {
  type LogBC,
  type PositionShares,
  type StageSummary,
  type SummariesBC,
  summariesBC,
  type TaskBC,
} from "./protocols/metricsBC.ts";
export {
  type MetricsB,
  type MetricsC,
  metricsB,
  metricsC,
  type Positions,
  type RunBC,
} from "./protocols/metricsRun.ts";
export { type ParsedAnswer, parseAnswerA, parseAnswerBC } from "./protocols/parseAnswer.ts";
export { passesGate } from "./protocols/passesGate.ts";
export { protocolTable, type StageResult } from "./protocols/protocolTable.ts";
export { pythonInt } from "./protocols/pythonInt.ts";
export { type LegacyLayoutA, type LegacyRunA, readLegacyA } from "./protocols/readLegacyA.ts";
export { type LegacyLayoutBC, type LegacyRunBC, readLegacyB, readLegacyC } from "./protocols/readLegacyBC.ts";
export { type LegacyRunOptions, readLegacyRun } from "./protocols/readLegacyRun.ts";
export type { StageReply, StudyAnswers } from "./protocols/readStage.ts";
export { recoverJson } from "./protocols/recoverJson.ts";
export {
  type GeneratedQuestion,
  publicQuestion,
  type SanitisedQuestions,
  sanitiseQuestions,
} from "./protocols/sanitiseQuestions.ts";
export {
  findStage,
  type Gate,
  type Protocol,
  protocolStages,
  type QuestionName,
  type Stage,
} from "./protocols/stages.ts";
export { type StudyItem, type StudyItems, studyItems } from "./protocols/studyItems.ts";
export { type ViewA, type ViewCellA, viewA } from "./protocols/viewA.ts";
export { type ViewBC, type ViewLogBC, viewBC } from "./protocols/viewBC.ts";
export { writtenPositions } from "./protocols/writtenPositions.ts";
export { bm25 } from "./read/bm25.ts";
export { type Body, makeBody } from "./read/body.ts";
export { choicesOnly } from "./read/choicesOnly.ts";
export { oracle } from "./read/oracle.ts";
export type { PublicQuestion, Reader, ReaderContext, Reply } from "./read/reader.ts";
export { type ReaderSupplies, readerNamed } from "./read/readerNamed.ts";
export { shownQuestion } from "./read/shownQuestion.ts";
export { slidingWindow } from "./read/slidingWindow.ts";
export { type NewFile, newStudyFiles } from "./scaffold/newStudyFiles.ts";
export { type AskOptions, type AskReport, askStudy } from "./study/askStudy.ts";
export { type BatchStudyOptions, batchStudy, type StudyBatch } from "./study/batchStudy.ts";
export { checkFrameVideos } from "./study/checkFrame.ts";
export type { ModelEstimate } from "./study/estimateRow.ts";
export { estimateStudy } from "./study/estimateStudy.ts";
export { frameText, parseFrame } from "./study/frameFile.ts";
export { freezeStudy } from "./study/freezeStudy.ts";
export { lockedStudy } from "./study/lockedStudy.ts";
export { parseStudy } from "./study/parseStudy.ts";
export { framePath } from "./study/paths.ts";
export { readFrame } from "./study/readFrame.ts";
export { readStudy } from "./study/readStudy.ts";
export { readStudyAnswers } from "./study/readStudyAnswers.ts";
export { studyDesign } from "./study/studyDesign.ts";
export { readStudyMaterial, type StudyMaterial, studyVideos } from "./study/studyMaterial.ts";
export { readStudyQuestions, type WriteReport, writeStudyQuestions } from "./study/studyQuestions.ts";
export { studyRequests } from "./study/studyRequests.ts";
export { studyStamp } from "./study/studyStamp.ts";
export { askRecord, askState, isWritten, markWritten, questionsMadeOf, writtenOf } from "./study/studyState.ts";
export { type LintRule, lintQuestion, lintRules } from "./write/lintQuestion.ts";
export { clozeWriter, type WrittenQuestions, writeQuestions } from "./write/writeQuestions.ts";
