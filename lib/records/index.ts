export { Answer, AnswerStatus, Arm } from "./answer.ts";
export { ChatMessage, MessageKind } from "./chatMessage.ts";
export { Chunk, ChunkCounts, ChunkLine, LineSource } from "./chunk.ts";
export { Frame, FrameVideo } from "./frame.ts";
export { GateName } from "./gateName.ts";
export { ChunkKey, type EvidenceSource, Question, QuestionKind } from "./question.ts";
export { ChunkSettings, EvidenceScope, OrderScheme, Study, StudySource } from "./study.ts";
export { Confidence, Utterance, Word } from "./utterance.ts";
export { Platform, Video, VideoKey } from "./video.ts";
