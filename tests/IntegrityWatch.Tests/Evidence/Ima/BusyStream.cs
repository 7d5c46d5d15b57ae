namespace IntegrityWatch.Tests.Evidence.Ima;

/// <summary>Fails at the first read.</summary>
internal sealed class BusyStream : ReadOnlyStream
{
    public override int Read(byte[] buffer, int offset, int count) => throw new IOException("device or resource busy");
}
