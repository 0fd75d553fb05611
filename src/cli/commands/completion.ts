import { EXIT, type ExitCode } from '../../errors.ts';
import type { Host } from '../host.ts';

/** Shells that a completion script is made for. */
export type Shell = 'bash' | 'zsh' | 'fish';

/** What a completion script must know of a command. */
export interface CommandWords {
  readonly name: string;
  readonly description: string;
  /** Long options. */
  readonly options: readonly string[];
}

/** Prints a completion script for a shell: commands, then the options of each, and files everywhere else. */
export function runCompletion(shell: Shell, commands: readonly CommandWords[], host: Host): ExitCode {
  host.stdout.write(SCRIPTS[shell](commands));
  return EXIT.ok;
}

const SCRIPTS: Readonly<Record<Shell, (commands: readonly CommandWords[]) => string>> = {
  bash: (commands) => `# tacos completion bash > /etc/bash_completion.d/tacos
_tacos() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${commands.map(({ name }) => name).join(' ')}"
  elif [[ "$word" == -* ]]; then
    case "\${COMP_WORDS[1]}" in
${commands.map(({ name, options }) => `      ${name}) words="${options.join(' ')}" ;;\n`).join('')}    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _tacos tacos
`,
  zsh: (commands) => `#compdef tacos
# tacos completion zsh > "\${fpath[1]}/_tacos"
_tacos() {
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    '${name}:${quoted(description)}'\n`).join('')}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case "$words[2]" in
${commands.map(({ name, options }) => `    ${name}) _arguments ${options.map((each) => `'${each}'`).join(' ')} '*:file:_files' ;;\n`).join('')}  esac
}
compdef _tacos tacos
`,
  fish: (commands) => `# tacos completion fish > ~/.config/fish/completions/tacos.fish
${commands.map(fishLines).join('')}`,
};

function fishLines({ name, description, options }: CommandWords): string {
  const command = `complete -c tacos -n __fish_use_subcommand -a ${name} -d '${quoted(description)}'\n`;
  const lines = options.map(
    (each) => `complete -c tacos -n '__fish_seen_subcommand_from ${name}' -l ${each.slice(2)}\n`,
  );
  return command + lines.join('');
}

/** Keeps a description inside single quotes and away from the colon that zsh splits at. */
function quoted(text: string): string {
  return text.replace(/'/g, '').replace(/:/g, ',');
}
