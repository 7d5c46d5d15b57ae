namespace IntegrityWatch.Tests.Evidence.Ima;

/// <summary>Gives a few bytes at each read, as a pipe may.</summary>
internal sealed class TricklingStream(byte[] content) : ReadOnlyStream
{
    private int position;

    public override int Read(byte[] buffer, int offset, int count)
    {
        var given = Math.Min(Math.Min(count, 1 + position % 7), content.Length - position);
        content.AsSpan(position, given).CopyTo(buffer.AsSpan(offset));
        position += given;
        return given;
    }
}
