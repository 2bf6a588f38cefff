# Types a line and a TAB into an interactive zsh and prints the matches of its completion system.
# $1: the completion script to source; $2: the line.
zmodload zsh/zpty || exit 4
zpty shell "TERM=dumb COLUMNS=500 zsh -f -i"
say() { zpty -w shell "$1" }
await() { # text: reads until it appears
  local row
  while zpty -r shell row "*$1*"; do
    [[ $row == *$1* ]] && { REPLY=$row; return }
  done
  print -u2 "zsh ended before '$1'"
  exit 5
}
say 'PROMPT= RPROMPT= ; unsetopt zle_bracketed_paste 2>/dev/null; autoload -Uz compinit && compinit -u -D'
# Every match goes through the builtin compadd. Its -O returns those that fit the typed text.
say 'compadd() { local -a found; [[ ${@[1,(i)(-|--)]} == *-(O|A|D)* ]] || { builtin compadd -O found "$@"; (( $#found )) && print -rl -- "match:"${^found} >> $OFFERS }; builtin compadd "$@" }'
OFFERS=$(mktemp) || exit 6
say "OFFERS=${(q)OFFERS}"
say "source ${(q)1} && print sourced\"\"-well"
await sourced-well
say 'list-only() { zle list-choices; print -n listed-""all }; zle -N list-only; bindkey "^I" list-only; print bound""-key'
await bound-key
zpty -w -n shell "$2"$'\t'
await listed-all
zpty -d shell
sed -n 's/^match://p' $OFFERS | sort -u
rm -f $OFFERS
