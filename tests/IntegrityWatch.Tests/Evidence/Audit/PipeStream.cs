namespace IntegrityWatch.Tests.Evidence.Audit;

/// <summary>Can only be read forward.</summary>
internal sealed class PipeStream(byte[] content) : MemoryStream(content)
{
    public override bool CanSeek => false;

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }
}
