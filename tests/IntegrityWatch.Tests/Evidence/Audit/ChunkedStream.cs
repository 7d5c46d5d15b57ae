namespace IntegrityWatch.Tests.Evidence.Audit;

/// <summary>Hands out at most the given number of bytes a read, as a pipe does.</summary>
internal sealed class ChunkedStream(byte[] content, int chunk) : MemoryStream(content)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
}
