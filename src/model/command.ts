/** What is run: a string goes to a shell, a list is run as it is. */
export type Command =
  | { readonly kind: 'shell'; readonly shell: readonly string[]; readonly text: string }
  | { readonly kind: 'argv'; readonly argv: readonly string[] };

/** The words to execute, program first. */
export function argvOf(command: Command): readonly string[] {
  return command.kind === 'shell' ? [...command.shell, command.text] : command.argv;
}
