namespace IntegrityWatch.Tests.Evidence.Audit;

/// <summary>A disk that fails after the given content.</summary>
internal sealed class BrokenStream(byte[] content) : MemoryStream(content)
{
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = base.Read(buffer, offset, count);
        return read > 0 ? read : throw new IOException("input/output error");
    }
}
