namespace IntegrityWatch.Platform.Files;

/// <summary>What others write to this program. Waiting for it ends when the run is interrupted.</summary>
/// <param name="interrupted">Ends the wait.</param>
public sealed class StandardInput(CancellationToken interrupted) : ForwardStream
{
    private readonly Stream input = Console.OpenStandardInput();

    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public override int Read(Span<byte> buffer)
    {
        WaitingFile.Wait(descriptor: 0, interrupted);
        return input.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
