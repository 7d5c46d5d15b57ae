using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Terminal;

/// <summary>
/// Where one run of the program reads, writes and is interrupted, and what time it is there. The demonstration runs commands in sessions of
/// its own.
/// </summary>
internal sealed class Session
{
    /// <summary>A run of the program itself: the process's own streams and signals.</summary>
    public Session() : this(StandardStreams.OpenOutput(), StandardStreams.Errors, StandardStreams.Columns)
    {
        Interruption.Listen();
        Interrupted = Interruption.Token;
    }

    public Session(Stream output, TextWriter errors, int? columns)
    {
        Output = output;
        Voice = new Voice(errors);
        TerminalColumns = columns;
    }

    /// <summary>True where nothing is to leave this host, whatever the configuration says: a demonstration is no alarm.</summary>
    public bool SendsNothing { get; init; }

    /// <summary>The host's, which is not always right: it may be set forward and back between two runs.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Standard output: data and nothing else.</summary>
    public Stream Output { get; }

    public Voice Voice { get; }

    /// <summary>True where a question at the terminal can be answered.</summary>
    public bool CanAsk => TerminalColumns is not null && StandardStreams.InputIsTerminal;

    /// <summary>The width of the terminal that standard output is; null where it is none.</summary>
    public int? TerminalColumns { get; }

    /// <summary>The process's own, in a run of the program itself.</summary>
    public CancellationToken Interrupted { get; init; }

    public TextStyle Style(bool noColour) =>
        new(TerminalColumns, TerminalColumns is not null && !noColour && Environment.GetEnvironmentVariable("NO_COLOR") is null or "");
}
