# Completion of errdecode for fish.
# @notice@
#
# Nothing but grep runs at a key press: it searches a sorted file of words.

set -g __errdecode_here (string replace -r '/[^/]*$' '' -- (status filename))

# Prints what follows an option or stands at a place: a line of sources, then
# choices with their descriptions; fails for a flag.
function __errdecode_value
    switch $argv[1]
@values@
        case '*'
            return 1
    end
end

# Prints the commands of a command.
function __errdecode_commands
    switch $argv[1]
@commands@
    end
end

# Prints the options of a command.
function __errdecode_options
    switch $argv[1]
@options@
    end
end

# Prints the lines that match a pattern.
function __errdecode_search
    set -l cache $HOME/.cache
    if string match -q '/*' -- "$XDG_CACHE_HOME"
        set cache $XDG_CACHE_HOME
    else if test -d $HOME/Library/Caches
        set cache $HOME/Library/Caches
    end
    for file in $cache/errdecode/@words@ $__errdecode_here/@words@ $__errdecode_here/../../errdecode/@words@
        # A pipe is not waited for, nor read what somebody else left in the cache.
        if string match -q -- "$cache/errdecode/*" $file; and not test -O $file -a -O $cache/errdecode
            continue
        end
        if test -f $file -a -r $file
            LC_ALL=C command grep -ai -e $argv[1] -- $file 2>/dev/null
            return
        end
    end
end

# Prints what a source holds under a prefix.
function __errdecode_source --argument-names source cur
    set -l tab \t
    set -l part "[^:$tab]*"
    # A bracket makes any of them ordinary.
    set -l prefix (string replace -ra '[\[.*\\\\$]' '[$0]' -- $cur)
    switch $source
        case venues
            __errdecode_search "^$prefix$part:$tab" | string replace : ''
        case codes
            if test -z "$cur"
                __errdecode_search "^$part:$tab"
            else if string match -q '*:*' -- $cur
                __errdecode_search "^$prefix"
            else
                __errdecode_search "^$prefix$part:\\{0,1\\}$tab"
            end
        case files
            __fish_complete_path $cur
    end
end

# Prints every candidate for the word at the cursor.
function __errdecode_complete
    set -l path errdecode
    set -l place 0
    set -l ended 0
    set -l value
    set -l pending 0
    for word in (commandline -opc)[2..-1]
        if test $pending = 1
            set pending 0
        else if test $ended = 0; and test "$word" = --
            set ended 1
        else if test $ended = 0; and string match -qr -- '^-[^0-9]' $word
            if not string match -q '*=*' -- $word
                set value (__errdecode_value "$path $word"); and set pending 1
            end
        else if test $place = 0; and contains -- $word (__errdecode_commands $path | string replace -r '\t.*' '')
            test $path = errdecode; and set path $word; or set path "$path $word"
        else
            test $path = errdecode; and set path @default@
            set place (math $place + 1)
        end
    end
    set -l cur (commandline -ct | string collect | string unescape; or commandline -ct)
    set -l before ''
    if test $pending = 0
        set value
        if test $ended = 0; and string match -q -- '--*=*' "$cur"
            set before (string replace -r '=.*' '=' -- $cur)
            set value (__errdecode_value "$path "(string replace = '' -- $before))
            set cur (string replace -r '^[^=]*=' '' -- $cur)
        else
            set value (__errdecode_value "$path @$place")
            test $place = 0; and test $ended = 0; and __errdecode_commands $path
            test $ended = 0; and string match -q -- '-*' "$cur"; and __errdecode_options $path
        end
    end
    for line in $value[2..-1] (for source in (string split -n ' ' -- "$value[1]"); __errdecode_source $source "$cur"; end)
        printf '%s%s\n' $before $line
    end
end

complete -c errdecode -f -a '(__errdecode_complete)'
