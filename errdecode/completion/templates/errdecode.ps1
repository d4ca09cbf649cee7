# Completion of errdecode for PowerShell.
# @notice@
#
# No program starts at a key press: a sorted file of words is searched.

# What follows an option or stands at a place; nothing for a flag.
function script:Get-ErrdecodeValue([string] $Key) {
    switch -CaseSensitive ($Key) {
@values@
    }
}

# The commands of a command, each with its description.
function script:Get-ErrdecodeCommand([string] $Path) {
    switch -CaseSensitive ($Path) {
@commands@
    }
}

# The options of a command, each with its description.
function script:Get-ErrdecodeOption([string] $Path) {
    switch -CaseSensitive ($Path) {
@options@
    }
}

$script:ErrdecodeHere = $PSScriptRoot

# The lines that match a pattern.
function script:Search-ErrdecodeWord([string] $Pattern) {
    $cache = if ($env:XDG_CACHE_HOME -and [IO.Path]::IsPathRooted($env:XDG_CACHE_HOME)) { "$env:XDG_CACHE_HOME/errdecode" }
        elseif ($env:LOCALAPPDATA) { "$env:LOCALAPPDATA/errdecode/Cache" }
        elseif (Test-Path -LiteralPath "$HOME/Library/Caches") { "$HOME/Library/Caches/errdecode" }
        else { "$HOME/.cache/errdecode" }
    foreach ($file in "$cache/@words@", "$ErrdecodeHere/@words@", "$ErrdecodeHere/../../errdecode/@words@") {
        if (Test-Path -LiteralPath $file -PathType Leaf) {
            return Select-String -LiteralPath $file -Pattern $Pattern -Encoding utf8 | ForEach-Object Line
        }
    }
}

# What a source holds under a prefix, as word<TAB>description.
function script:Get-ErrdecodeSource([string] $Source, [string] $Prefix) {
    $start = '^' + [regex]::Escape($Prefix)
    switch ($Source) {
        'venues' { Search-ErrdecodeWord "$start[^:\t]*:\t" | ForEach-Object { $_ -replace '^([^:\t]*):', '$1' } }
        'codes' {
            if (-not $Prefix) { Search-ErrdecodeWord '^[^:\t]*:\t' }
            elseif ($Prefix.Contains(':')) { Search-ErrdecodeWord $start }
            else { Search-ErrdecodeWord "$start[^:\t]*:?\t" }
        }
    }
}

Register-ArgumentCompleter -Native -CommandName errdecode -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $path = 'errdecode'; $place = 0; $ended = $false; $pending = $null
    foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
        if ($element.Extent.EndOffset -ge $cursorPosition) { break }
        $word = if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $element.Value }
            else { $element.Extent.Text }
        if ($pending) { $pending = $null }
        elseif (-not $ended -and $word -ceq '--') { $ended = $true }
        elseif (-not $ended -and $word -match '^-[^0-9]') {
            if (-not $word.Contains('=')) { $pending = Get-ErrdecodeValue "$path $word" }
        }
        elseif ($place -eq 0 -and @(Get-ErrdecodeCommand $path | ForEach-Object { $_.Split("`t")[0] }) -ccontains $word) {
            $path = if ($path -ceq 'errdecode') { $word } else { "$path $word" }
        }
        else {
            if ($path -ceq 'errdecode') { $path = '@default@' }
            $place++
        }
    }
    $current = $wordToComplete.Trim('''"'); $before = ''; $value = $pending; $lines = @()
    if (-not $pending) {
        if (-not $ended -and $current -match '^(--[^=]*=)(.*)$') {
            $before = $Matches[1]; $current = $Matches[2]
            $value = Get-ErrdecodeValue ("$path " + $before.TrimEnd('='))
        }
        else {
            $value = Get-ErrdecodeValue "$path @$place"
            if ($place -eq 0 -and -not $ended) { $lines += @(Get-ErrdecodeCommand $path) }
            if (-not $ended -and $current.StartsWith('-')) { $lines += @(Get-ErrdecodeOption $path) }
        }
    }
    if ($value) {
        $lines += @($value.Choices)
        foreach ($source in $value.Sources) { $lines += @(Get-ErrdecodeSource $source $current) }
    }
    # Files are PowerShell's own answer where there is none here.
    foreach ($line in $lines) {
        if (-not $line -or -not $line.StartsWith($current, [StringComparison]::OrdinalIgnoreCase)) { continue }
        $word, $description = $line.Split("`t", 2)
        $text = $before + $word
        # Nothing of a word is ever executed.
        if ($text -notmatch '^[A-Za-z0-9:_.+/=-]+$') {
            $text = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($text) + "'"
        }
        $tip = if ($description) { $description } else { $word }
        $shown = if ($description) { "$word  $description" } else { $word }
        [System.Management.Automation.CompletionResult]::new($text, $shown, 'ParameterValue', $tip)
    }
}
