namespace IntegrityWatch.Evidence.Ima;

/// <summary>
/// The unread part of a stream, read in large blocks: the kernel walks its list from the head at every read. Grows only as
/// bytes arrive, so a length that a list claims costs nothing.
/// </summary>
internal sealed class BlockBuffer : IDisposable
{
    public const int BlockSize = 1 << 20;

    /// <summary>Far above what the kernel can allocate for one field.</summary>
    public const int LargestRecord = 1 << 28;

    private readonly Stream stream;
    private byte[] bytes = GC.AllocateUninitializedArray<byte>(BlockSize);
    private int start;
    private int end;
    private bool ended;

    /// <param name="displayName">What messages call the list.</param>
    /// <param name="stream">What is left to read of it.</param>
    /// <param name="entriesBefore">How many entries of the list come before the stream.</param>
    /// <param name="bytesBefore">How many bytes they take.</param>
    public BlockBuffer(string displayName, Stream stream, long entriesBefore = 0, long bytesBefore = 0)
    {
        DisplayName = displayName;
        EntriesBefore = entriesBefore;
        BytesBefore = bytesBefore;
        this.stream = stream;
    }

    public string DisplayName { get; }

    public long EntriesBefore { get; }

    public long BytesBefore { get; }

    /// <summary>Where <see cref="Unread"/> begins, in bytes from the start of the stream.</summary>
    public long Offset { get; private set; }

    public ReadOnlySpan<byte> Unread => bytes.AsSpan(start, end - start);

    /// <summary>Reads until <see cref="Unread"/> has <paramref name="count"/> bytes; false where the stream ends first.</summary>
    public bool Has(long count)
    {
        while (end - start < count)
            if (!Fill())
                return false;
        return true;
    }

    /// <summary>Reads more; false at the end of the stream.</summary>
    public bool Fill()
    {
        if (ended)
            return false;
        if (end == bytes.Length)
            MakeRoom();
        try
        {
            var read = stream.Read(bytes, end, bytes.Length - end);
            end += read;
            ended = read == 0;
        }
        catch (IOException problem)
        {
            throw new CannotCheckException(
                $"measurement list cannot be read at byte {BytesBefore + Offset + end - start} ({problem.Message}): {DisplayName}",
                "name a file that holds a measurement list with --ima, or leave --ima out for the kernel's own",
                problem);
        }
        return !ended;
    }

    public void Skip(int count)
    {
        start += count;
        Offset += count;
    }

    public void Dispose() => stream.Dispose();

    private void MakeRoom()
    {
        var unread = Unread;
        var target = bytes;
        if (start == 0)
        {
            if (bytes.Length >= LargestRecord)
                throw new CannotCheckException($"measurement list has an impossibly large entry at byte {BytesBefore + Offset}: {DisplayName}", "copy it again from the host");
            target = GC.AllocateUninitializedArray<byte>(bytes.Length * 2);
        }
        unread.CopyTo(target);
        bytes = target;
        end = unread.Length;
        start = 0;
    }
}
