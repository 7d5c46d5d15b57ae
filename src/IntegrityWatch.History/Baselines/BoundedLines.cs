using System.Security.Cryptography;

namespace IntegrityWatch.History.Baselines;

/// <summary>The lines of a stream, each in full and of bounded length, and the SHA-256 of everything that was read.</summary>
internal sealed class BoundedLines(Stream input, int longestLine, long mostBytes) : IDisposable
{
    private const int BlockSize = 64 * 1024;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] buffer = new byte[BlockSize];
    private int start;
    private int end;
    private long total;

    /// <summary>The number of the line that was taken last, from 1 on.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its line feed, good until the next is taken; false at the end.</summary>
    /// <exception cref="BaselineFaultException">The line or the whole is too long, or does not end in a line feed.</exception>
    public bool TryTake(out ReadOnlyMemory<byte> line)
    {
        for (var searched = 0; ;)
        {
            var length = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = buffer.AsMemory(start, searched + length);
                start += searched + length + 1;
                Number++;
                return true;
            }
            searched = end - start;
            if (searched > longestLine)
                throw new BaselineFaultException($"line {Number + 1} is too long");
            if (Fill())
                continue;
            line = default;
            return searched == 0 ? false : throw new BaselineFaultException($"it is cut short in line {Number + 1}");
        }
    }

    /// <summary>Reads what is left, so that the hash is of all.</summary>
    public byte[] HashToEnd()
    {
        do
            start = end;
        while (Fill());
        return hash.GetHashAndReset();
    }

    public void Dispose() => hash.Dispose();

    private bool Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = input.Read(buffer, end, buffer.Length - end);
        hash.AppendData(buffer, end, read);
        end += read;
        total += read;
        return total <= mostBytes ? read > 0 : throw new BaselineFaultException("it is larger than any baseline");
    }
}
