using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Platform.Files;

/// <summary>
/// What others write to this program, which may be nothing for as long as they like: waiting for it ends when the run is interrupted,
/// where a read of the framework's goes on until somebody writes or closes.
/// </summary>
/// <param name="interrupted">Ends the wait.</param>
public sealed class StandardInput(CancellationToken interrupted) : ForwardStream
{
    private const int MillisecondsAtATime = 100;

    private readonly Stream input = Console.OpenStandardInput();

    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!Native.HasInput(descriptor: 0, MillisecondsAtATime))
            interrupted.ThrowIfCancellationRequested();
        return input.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
