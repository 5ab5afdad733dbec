/** A port that a process will listen on. */
export type PortSpec =
  /** `host` null: on whichever address it likes. */
  | { readonly kind: 'fixed'; readonly host: string | null; readonly port: number }
  /** A free one, picked by the session. */
  | { readonly kind: 'auto' };

/** Who listens on a port that somebody else wants. */
export interface PortHolder {
  readonly pid: number;
  readonly command: string;
  /** The process of the project that it belongs to; null: none of them. */
  readonly process: string | null;
}

/** The variable in which others find the port of a process: `POM_PORT_WEB_API` for `web/api`. */
export function portVariable(name: string): string {
  return `POM_PORT_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

/** `NAME` for the first of several ports, then `NAME_2`, `NAME_3`. @param index from 0. */
export function nthPortVariable(variable: string, index: number): string {
  return index === 0 ? variable : `${variable}_${index + 1}`;
}

/** The ports of a process as variables: `PORT`, or `POM_PORT_API`, and so on for the next ones. */
export function portVariables(variable: string, ports: readonly number[]): ReadonlyMap<string, string> {
  return new Map(ports.map((port, index) => [nthPortVariable(variable, index), String(port)]));
}

/** Variables that only the start of a run gives a value: a spec holds them as they are written here. */
const LATE_VARIABLE = /\$\{(PORT(?:_\d+)?|POM_PORT_[A-Z0-9_]+)\}/g;

/** How a spec writes a variable that is filled in when a run starts. */
export function lateVariable(name: string): string {
  return `\${${name}}`;
}

/** Fills in the variables that had to wait for the start of a run; one without a value is empty. */
export function bindLate(text: string, lookup: (name: string) => string | undefined): string {
  return text.replace(LATE_VARIABLE, (_, name: string) => lookup(name) ?? '');
}
