using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Platform.Files;

/// <summary>
/// A pipe, a terminal or a device, which may have nothing to read for as long as it likes. A read waits for it until the run is
/// interrupted, where a read of the framework's goes on until the other end writes or closes.
/// </summary>
internal sealed class WaitingFile(SafeFileHandle file, CancellationToken interrupted) : FileStream(file, FileAccess.Read, bufferSize: 0)
{
    private const int MillisecondsAtATime = 100;

    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            Wait((int)SafeFileHandle.DangerousGetHandle(), interrupted);
            var length = LinuxCalls.Read(SafeFileHandle, buffer);
            if (length >= 0)
                return length;
            // Another process took from the same pipe what there was.
            if (length is not (-Errno.TryAgain or -Errno.Interrupted))
                throw new IOException(Errno.Describe(-length), -length);
        }
    }

    /// <inheritdoc cref="Read(Span{byte})"/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Returns when a read would not wait.</summary>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public static void Wait(int descriptor, CancellationToken interrupted)
    {
        // Before, too: what never runs dry would never be asked.
        do
            interrupted.ThrowIfCancellationRequested();
        while (!LinuxCalls.HasInput(descriptor, MillisecondsAtATime));
    }
}
