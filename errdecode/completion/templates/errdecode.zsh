#compdef errdecode
# Completion of errdecode for zsh.
# @notice@
#
# Nothing but grep runs at a key press: it searches a sorted file of words.

# Sets `sources` and `choices` for what follows an option or stands at a place; fails for a flag.
_errdecode_value() {
    sources=() choices=()
    case $1 in
@values@
        (*) return 1 ;;
    esac
}

# Sets `commands` and `options` of a command.
_errdecode_names() {
    commands=() options=()
    case $1 in
@names@
    esac
}

# Sets `lines` to those that match a pattern.
_errdecode_search() {
    local cache=$XDG_CACHE_HOME here=${functions_source[_errdecode]:A:h} file
    if [[ $cache != /* ]]; then
        cache=$HOME/.cache
        [[ $OSTYPE == darwin* ]] && cache=$HOME/Library/Caches
    fi
    lines=()
    for file in $cache/errdecode/@words@ $here/@words@ ${here:h:h}/errdecode/@words@; do
        # A pipe is not waited for, nor read what somebody else left in the cache.
        [[ -f $file && -r $file ]] || continue
        [[ $file != $cache/errdecode/* || ( -O $file && -O $cache/errdecode ) ]] || continue
        lines=(${(f)"$(LC_ALL=C command grep -ai -e "$1" -- $file 2>/dev/null)"})
        return
    done
}

# Offers `lines`, each `word<TAB>description`, under a title; further arguments go to compadd.
_errdecode_offer() {
    local title=$1 tab=$'\t'
    local -a shown
    shift
    # _describe wants word:description, backslashes and the word's own colons escaped.
    shown=("${(@)lines//\\/\\\\}")
    shown=("${(@)shown/(#b)([^$tab]#)$tab(*)/${match[1]//:/\\:}:$match[2]}")
    (( $#lines )) && _describe -t ${title}s $title shown -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' "$@"
}

# Offers what a source holds under the prefix.
_errdecode_source() {
    local cur=${(Q)PREFIX} tab=$'\t' prefix
    local -a lines found
    # A bracket makes any of them ordinary.
    prefix=${cur//(#m)[\[.*\\\$]/\[$MATCH\]}
    case $1 in
        (venues)
            _errdecode_search "^${prefix}[^:$tab]*:$tab"
            lines=("${(@)lines/:$tab/$tab}")
            _errdecode_offer venue
            ;;
        (codes)
            if [[ -z $cur ]]; then
                _errdecode_search "^[^:$tab]*:$tab"
            elif [[ $cur == *:* ]]; then
                _errdecode_search "^$prefix"
            else
                _errdecode_search "^${prefix}[^:$tab]*:\\{0,1\\}$tab"
            fi
            found=("${(@)lines:#[^$tab]#:$tab*}")
            lines=("${(@M)lines:#[^$tab]#:$tab*}")
            # A code follows the colon.
            _errdecode_offer venue -S ''
            lines=("${found[@]}")
            _errdecode_offer code
            ;;
        (files) _files ;;
    esac
}

# Sets `path_` to the command before the cursor, `place` to the next argument's number,
# `pending` if an option waits for its value and `ended` after --.
_errdecode_walk() {
    local word
    local -a commands options
    path_=errdecode place=0 pending= ended=
    for word in "${(@Q)words[2,CURRENT-1]}"; do
        if [[ -n $pending ]]; then
            pending=
        elif [[ -z $ended && $word == -- ]]; then
            ended=1
        elif [[ -z $ended && $word == -?* && $word != -[0-9]* ]]; then
            [[ $word != *=* ]] && _errdecode_value "$path_ $word" && pending=1
        else
            _errdecode_names $path_
            if (( place == 0 && ${${commands[@]%%:*}[(Ie)$word]} )); then
                [[ $path_ == errdecode ]] && path_=$word || path_+=" $word"
            else
                [[ $path_ == errdecode ]] && path_=@default@
                (( place += 1 ))
            fi
        fi
    done
}

_errdecode() {
    emulate -L zsh
    setopt extendedglob
    local path_ place pending ended source result=1
    local -a sources choices commands options
    _errdecode_walk
    if [[ -z $pending ]]; then
        sources=() choices=()
        if [[ -z $ended && $PREFIX == --*=* ]]; then
            _errdecode_value "$path_ ${PREFIX%%=*}"
            compset -P 1 '*='
        else
            _errdecode_names $path_
            _errdecode_value "$path_ @$place"
            if (( place == 0 )) && [[ -z $ended && -n $commands ]]; then
                _describe -t commands command commands && result=0
            fi
            if [[ -z $ended && $PREFIX == -* ]]; then
                _describe -o -t options option options && result=0
            fi
        fi
    fi
    if (( $#choices )); then
        _describe -t values value choices && result=0
    fi
    for source in $sources; do
        _errdecode_source $source && result=0
    done
    return result
}

if [[ $funcstack[1] == _errdecode ]]; then
    _errdecode "$@"
elif (( $+functions[compdef] )); then
    compdef _errdecode errdecode
fi
