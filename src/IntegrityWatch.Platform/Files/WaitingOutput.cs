using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Platform.Files;

/// <summary>
/// Standard output or error, which may be a pipe that is full and that the other end does not read. A write waits for room until the
/// run is interrupted; what there is room for is written even then.
/// </summary>
/// <param name="output">What is written to.</param>
/// <param name="descriptor">Its descriptor.</param>
/// <param name="interrupted">Ends the waiting.</param>
/// <param name="mayBeLost">True where a failure to write is no failure of the run: messages to people, on a full disk.</param>
internal sealed class WaitingOutput(Stream output, int descriptor, CancellationToken interrupted, bool mayBeLost = false) : Stream
{
    /// <summary>A pipe that has room has it for so many bytes (PIPE_BUF, pipe(7)).</summary>
    private const int MostAtOnce = 4096;

    private const int MillisecondsAtATime = 100;

    /// <summary>True where whoever read it is gone: the framework says nothing of a broken pipe.</summary>
    public bool HasNoReader => LinuxCalls.HasNoReader(descriptor);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => output.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="OutputInterruptedException">The run was interrupted while there was no room.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            while (!LinuxCalls.HasRoom(descriptor, MillisecondsAtATime))
                if (interrupted.IsCancellationRequested)
                    throw new OutputInterruptedException(interrupted);
            var length = Math.Min(buffer.Length, MostAtOnce);
            try
            {
                output.Write(buffer[..length]);
            }
            catch (IOException) when (mayBeLost)
            {
                return;
            }
            buffer = buffer[length..];
        }
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => output.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
