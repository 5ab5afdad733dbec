/** The public surface: what a program that embeds pom may use. */
export type { Control } from './model/control.ts';
