# Completion of errdecode for bash 4 and newer.
# @notice@
#
# Nothing but grep runs at a key press: it searches a sorted file of words.

# Sets `sources` and `choices` for what follows an option or stands at a place; fails for a flag.
_errdecode_value() {
    sources='' choices=()
    case $1 in
@values@
        *) return 1 ;;
    esac
}

# Sets `commands` and `options` of a command.
_errdecode_names() {
    commands=() options=()
    case $1 in
@names@
    esac
}

# Adds to `matches` the words whose line matches a pattern.
_errdecode_search() {
    local cache=${XDG_CACHE_HOME-} here=${BASH_SOURCE[0]%/*} file
    local -a lines
    if [[ $cache != /* ]]; then
        cache=$HOME/.cache
        [[ $OSTYPE == darwin* ]] && cache=$HOME/Library/Caches
    fi
    for file in "$cache/errdecode/@words@" "$here/@words@" "$here/../../errdecode/@words@"; do
        # A pipe is not waited for, nor read what somebody else left in the cache.
        [[ -f $file && -r $file ]] || continue
        [[ $file != "$cache/errdecode/"* || ( -O $file && -O $cache/errdecode ) ]] || continue
        mapfile -t lines < <(LC_ALL=C command grep -ai -e "$1" -- "$file" 2>/dev/null)
        matches+=("${lines[@]%%$'\t'*}")
        return
    done
}

# Adds to `matches` what a source holds under the prefix `cur`.
_errdecode_source() {
    local prefix=$cur char tab=$'\t'
    for char in '[' . '*' $'\\' '$'; do
        # A bracket makes any of them ordinary; a bracket's own comes first.
        prefix=${prefix//"$char"/"[$char]"}
    done
    case $1 in
        venues)
            _errdecode_search "^$prefix[^:$tab]*:$tab"
            matches=("${matches[@]%:}")
            ;;
        codes)
            if [[ ! $cur ]]; then
                _errdecode_search "^[^:$tab]*:$tab"
            elif [[ $cur == *:* ]]; then
                _errdecode_search "^$prefix"
            else
                _errdecode_search "^$prefix[^:$tab]*:\\{0,1\\}$tab"
            fi
            ;;
        files)
            if [[ ${#matches[@]} -eq 0 && $sources == files ]]; then
                compopt -o default
            else
                compopt -o filenames
                mapfile -t -O ${#matches[@]} matches < <(compgen -f -- "$cur")
            fi
            ;;
    esac
}

# Sets `words` to what stands before the cursor and `last` to the part that bash replaces.
# bash splits words at : and =; what stands together in the line is put together again.
_errdecode_words() {
    local rest=${COMP_LINE:0:COMP_POINT} i piece
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        piece=${COMP_WORDS[i]}
        if [[ $i -eq 0 || $rest == [[:blank:]]* ]]; then
            rest=${rest#"${rest%%[![:blank:]]*}"}
            words+=('')
        fi
        [[ $i -eq $COMP_CWORD ]] && piece=$rest
        words[${#words[@]} - 1]+=$piece
        rest=${rest#"$piece"}
    done
    last=$piece
    [[ $last == [:=] ]] && last=''
}

# Sets `path` to the command of `words`, `place` to the next argument's number,
# `pending` if an option waits for its value and `ended` after --.
_errdecode_walk() {
    local word commands options
    path=errdecode place=0 pending='' ended=''
    for word in "${words[@]:1:${#words[@]}-2}"; do
        if [[ $pending ]]; then
            pending=''
        elif [[ ! $ended && $word == -- ]]; then
            ended=1
        elif [[ ! $ended && $word == -?* && $word != -[0-9]* ]]; then
            [[ $word != *=* ]] && _errdecode_value "$path $word" && pending=1
        else
            _errdecode_names "$path"
            if [[ $place -eq 0 && " ${commands[*]} " == *" $word "* ]]; then
                [[ $path == errdecode ]] && path=$word || path+=" $word"
            else
                [[ $path == errdecode ]] && path=@default@
                ((place += 1))
            fi
        fi
    done
}

# Turns `matches` into what may stand in a command line: nothing of a word is ever executed.
_errdecode_reply() {
    local word unsafe="*[!A-Za-z0-9:_.,/+=-]*"
    for word in "${matches[@]}"; do
        # shellcheck disable=SC2053  # a pattern
        if [[ $quote ]]; then
            [[ $word == *[\'\"\\\$\`!]* ]] && continue
        elif [[ $word == $unsafe ]]; then
            printf -v word %q "$word"
        fi
        COMPREPLY+=("$word")
    done
}

_errdecode() {
    local cur last path place pending ended sources='' quote='' before='' offset
    local -a words matches=() choices=() commands=() options=()
    COMPREPLY=()
    _errdecode_words
    cur=${words[${#words[@]} - 1]}
    offset=$((${#cur} - ${#last}))
    _errdecode_walk
    if [[ $cur == [\'\"]* ]]; then
        quote=${cur:0:1} cur=${cur:1}
    else
        cur=${cur//\\/}
    fi
    if [[ ! $pending ]]; then
        sources='' choices=()
        if [[ ! $ended && $cur == --*=* ]]; then
            before=${cur%%=*}=
            _errdecode_value "$path ${before%=}"
            cur=${cur#*=}
        else
            _errdecode_names "$path"
            _errdecode_value "$path @$place"
            [[ $place -eq 0 && ! $ended ]] && choices+=("${commands[@]}")
            [[ $cur == -* && ! $ended ]] && choices+=("${options[@]}")
        fi
    fi
    local source
    mapfile -t matches < <(compgen -W "${choices[*]}" -- "$cur")
    for source in $sources; do
        _errdecode_source "$source"
    done
    [[ ${#matches[@]} -eq 0 ]] && return
    matches=("${matches[@]/#/$before}")
    # All begin alike: bash wants only the rest of them.
    [[ $offset -gt 0 ]] && matches=("${matches[@]#"${matches[0]:0:offset}"}")
    if [[ "${matches[*]}" == *[!A-Za-z0-9:_.,/+=\ -]* || "${matches[*]}" == *\ * ]]; then
        _errdecode_reply
    else
        COMPREPLY=("${matches[@]}")
    fi
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace
}

complete -F _errdecode errdecode
