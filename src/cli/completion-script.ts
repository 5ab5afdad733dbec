// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what looks like a placeholder is the shell's own.

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** A script that completes the words of the first argument, and names of processes after it. */
export function completionScript(shell: Shell, commands: readonly string[]): string {
  const words = commands.join(' ');
  switch (shell) {
    case 'bash':
      return [
        '_pom() {',
        '  local word=${COMP_WORDS[COMP_CWORD]}',
        '  if [ "$COMP_CWORD" -eq 1 ]; then',
        `    COMPREPLY=($(compgen -W "${words}" -- "$word"))`,
        '  else',
        '    COMPREPLY=($(compgen -W "$(pom completion names 2>/dev/null)" -- "$word"))',
        '  fi',
        '}',
        'complete -o default -F _pom pom',
      ].join('\n');
    case 'zsh':
      return [
        '#compdef pom',
        '_pom() {',
        '  if (( CURRENT == 2 )); then',
        `    compadd ${words}`,
        '  else',
        '    compadd -- ${(f)"$(pom completion names 2>/dev/null)"}',
        '  fi',
        '}',
        'compdef _pom pom',
      ].join('\n');
    case 'fish':
      return [
        `complete -c pom -n __fish_use_subcommand -f -a "${words}"`,
        'complete -c pom -n "not __fish_use_subcommand" -f -a "(pom completion names 2>/dev/null)"',
      ].join('\n');
    default:
      return shell satisfies never;
  }
}
