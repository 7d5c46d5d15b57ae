using System.Runtime.InteropServices;

namespace IntegrityWatch.Platform;

/// <summary>
/// The first SIGINT or SIGTERM that this process is sent. A signal is the process's and not a run's, so it stands here once: what waits
/// for a file, a lock or an answer needs no token that all the types between it and the command would have to hand down.
/// </summary>
public static class Interruption
{
    private const int SignalBase = 128;

    private static readonly CancellationTokenSource Source = new();
    private static readonly List<PosixSignalRegistration> Signals = [];

    /// <summary>Cancelled by the first signal. Never, where <see cref="Listen"/> was not called.</summary>
    public static CancellationToken Token => Source.Token;

    /// <summary>128 and the signal's number, as a shell says it.</summary>
    public static int ExitCode { get; private set; } = SignalBase + 2;

    /// <summary>From here on the first signal ends what waits, and a second one the process.</summary>
    public static void Listen()
    {
        Signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Interrupt(context, 2)));
        Signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Interrupt(context, 15)));
    }

    private static void Interrupt(PosixSignalContext context, int number)
    {
        // A second signal is not held up.
        context.Cancel = !Source.IsCancellationRequested;
        ExitCode = SignalBase + number;
        Source.Cancel();
    }
}

/// <summary>The run was interrupted while it printed to a reader that takes nothing: what it did before is done.</summary>
public sealed class OutputInterruptedException(CancellationToken token) : OperationCanceledException("interrupted while the output was written", token);
