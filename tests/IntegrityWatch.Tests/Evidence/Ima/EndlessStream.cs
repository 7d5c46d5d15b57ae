namespace IntegrityWatch.Tests.Evidence.Ima;

/// <summary>Some bytes, and zeros after them for ever.</summary>
internal sealed class EndlessStream(byte[] beginning) : ReadOnlyStream
{
    private bool hasBegun;

    public override int Read(byte[] buffer, int offset, int count)
    {
        var destination = buffer.AsSpan(offset, count);
        destination.Clear();
        if (!hasBegun)
            beginning.CopyTo(destination);
        hasBegun = true;
        return count;
    }
}
