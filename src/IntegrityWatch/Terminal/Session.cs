using System.Runtime.InteropServices;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Terminal;

/// <summary>
/// Where one run of the program reads, writes and is interrupted, and what time it is there. The demonstration runs commands in sessions of
/// its own.
/// </summary>
internal sealed class Session : IDisposable
{
    private const int SignalBase = 128;

    private readonly CancellationTokenSource interrupted = new();
    private readonly List<PosixSignalRegistration> signals = [];

    /// <summary>A run of the program itself: the process's own streams and signals.</summary>
    public Session() : this(StandardOutput(), Console.Error, Console.IsOutputRedirected ? null : Columns())
    {
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Interrupt(context, 2)));
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Interrupt(context, 15)));
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

    /// <summary>The width of the terminal that standard output is; null where it is none.</summary>
    public int? TerminalColumns { get; }

    public CancellationToken Interrupted => interrupted.Token;

    /// <summary>128 and the signal's number, as a shell says it.</summary>
    public int InterruptedCode { get; private set; } = SignalBase + 2;

    public TextStyle Style(bool noColour) =>
        new(TerminalColumns, TerminalColumns is not null && !noColour && Environment.GetEnvironmentVariable("NO_COLOR") is null or "");

    public void Dispose()
    {
        signals.ForEach(signal => signal.Dispose());
        interrupted.Dispose();
    }

    private void Interrupt(PosixSignalContext context, int number)
    {
        // A second signal is not held up.
        context.Cancel = !interrupted.IsCancellationRequested;
        InterruptedCode = SignalBase + number;
        interrupted.Cancel();
    }

    /// <summary>A program can be started with its standard output closed; to write there fails then, and not to begin.</summary>
    private static Stream StandardOutput()
    {
        try
        {
            return Console.OpenStandardOutput();
        }
        catch (UnauthorizedAccessException)
        {
            return new MemoryStream([], writable: false);
        }
    }

    private static int Columns()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
