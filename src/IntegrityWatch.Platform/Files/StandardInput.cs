using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Platform.Files;

/// <summary>What others write to this program. Waiting for it ends when the run is interrupted.</summary>
/// <param name="interrupted">Ends the wait.</param>
public sealed class StandardInput(CancellationToken interrupted) : ForwardStream
{
    private const int Descriptor = 0;

    private readonly Stream input = Console.OpenStandardInput();

    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    /// <exception cref="IOException">It was closed from the start.</exception>
    public override int Read(Span<byte> buffer)
    {
        // Whatever was opened next has the number of what was closed, and a wait for input from standard output never ends.
        using var file = new SafeFileHandle(Descriptor, ownsHandle: false);
        if (LinuxCalls.Read(file, []) is < 0 and var error)
            throw new IOException(Errno.Describe(-error), -error);
        WaitingFile.Wait(Descriptor, interrupted);
        return input.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
