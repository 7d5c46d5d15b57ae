namespace IntegrityWatch.Evidence.Disk;

/// <summary>
/// What others write to this program, which may be nothing for as long as they like: waiting for it ends when the run is interrupted,
/// where a read of the framework's goes on until somebody writes or closes.
/// </summary>
/// <param name="interrupted">Ends the wait.</param>
internal sealed class StandardInput(CancellationToken interrupted) : Stream
{
    private const int MillisecondsAtATime = 100;

    private readonly Stream input = Console.OpenStandardInput();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!Native.HasInput(descriptor: 0, MillisecondsAtATime))
            interrupted.ThrowIfCancellationRequested();
        return input.Read(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
