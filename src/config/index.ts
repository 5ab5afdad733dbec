/** Text to `ProjectSpec`: finding, reading, checking and comparing configurations, and saying what is wrong in them. */
export { diffProjects } from './diff.ts';
export { parseDuration } from './duration.ts';
export { readEnvironment } from './environment.ts';
export { explainEnvironment, overridden, type VariablePlaces } from './explain-environment.ts';
export { findProject, type ProjectQuery } from './find-project.ts';
export { type DraftedProject, type DraftOptions, draftProject } from './init/draft-project.ts';
export { type LoadedProject, type LoadOptions, loadProject, type RefusedProject } from './load.ts';
export { renderProject } from './render-project.ts';
export { pomSchema } from './schema.ts';
export { parseSignalName } from './signal-name.ts';
export { parseSize } from './size.ts';
export { renderDiagnostics } from './squiggle.ts';
export { readTextMap, type TextMapMistake } from './text-map.ts';
