/** Shells there is a script for. */
export type Shell = 'bash' | 'zsh' | 'fish';

/*
 * Each script hands the words up to the cursor to `sluice __complete`, as they are and without eval, and gets a candidate a line
 * with its description after a tab; `:files` or `:dirs` as a line means that the shell shall complete those itself.
 */

const bash = `# bash completion for sluice
_sluice() {
  local line kind='' cur="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :files) kind=-f ;;
      :dirs) kind=-d ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <(command sluice __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [ -n "$kind" ]; then
    compopt -o filenames 2>/dev/null
    [ "$cur" = '=' ] && cur=''
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$kind" -- "$cur")
  fi
}
complete -F _sluice sluice
`;

const zsh = `#compdef sluice
# zsh completion for sluice
_sluice() {
  local line kind=''
  local -a found
  while IFS= read -r line; do
    case $line in
      :files|:dirs) kind=$line ;;
      *) found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done < <(command sluice __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  [[ $PREFIX == --*=* ]] && compset -P '*='
  case $kind in
    :files) _files ;;
    :dirs) _files -/ ;;
    *) (( $#found )) && _describe -t sluice sluice found ;;
  esac
}
if [ "$funcstack[1]" = _sluice ]; then _sluice "$@"; else compdef _sluice sluice; fi
`;

const fish = `# fish completion for sluice
function __sluice_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l found (command sluice __complete -- $words[2..-1] "$current" 2>/dev/null)
    set -l option (string match -r -- '^--[a-z-]+=' "$current")
    set -l rest (string replace -r -- '^--[a-z-]+=' '' "$current")
    set -l words (string match -v -- ':*' $found)
    if contains -- :files $found
        set words (__fish_complete_path "$rest")
    else if contains -- :dirs $found
        set words (__fish_complete_directories "$rest" '')
    end
    for word in $words
        printf '%s\\n' "$option$word"
    end
end
complete -c sluice -f -a '(__sluice_complete)'
`;

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };

/** The text of a shell's completion script. */
export function completionScript(shell: Shell): string {
  return scripts[shell];
}
