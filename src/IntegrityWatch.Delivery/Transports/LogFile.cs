using System.Runtime.InteropServices;
using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Delivery.Transports;

/// <summary>A file that others append to and read as well. What it says went wrong is a <see cref="TransportException"/>.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly SafeFileHandle file;
    private readonly long start;
    private long written;

    private LogFile(SafeFileHandle file)
    {
        this.file = file;
        start = RandomAccess.GetLength(file);
    }

    /// <summary>
    /// Opens it, or makes it for its owner to write and its group to read. Follows no link at its end, and takes no device.
    /// </summary>
    public static LogFile Open(string path)
    {
        var file = AppendLibc.OpenToAppend(path)
            ?? throw new TransportException(Describe(Marshal.GetLastPInvokeError()));
        if (AppendLibc.IsRegularFile(file))
            return new LogFile(file);
        file.Dispose();
        throw new TransportException("no regular file");
    }

    /// <summary>Ends a line that an earlier run was stopped in, lest the next message become part of it.</summary>
    public void EndBrokenLine()
    {
        if (start > 0 && LastByte() != '\n')
            Append("\n"u8);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var length = (int)AppendLibc.Write(file, bytes, (nuint)bytes.Length);
            if (length < 0 && Marshal.GetLastPInvokeError() == AppendLibc.Interrupted)
                continue;
            if (length < 0)
                throw new TransportException(Describe(Marshal.GetLastPInvokeError()));
            written += length;
            bytes = bytes[length..];
        }
    }

    /// <summary>Returns when the disk has it.</summary>
    public void Flush()
    {
        if (AppendLibc.Sync(file) != 0)
            throw new TransportException(Describe(Marshal.GetLastPInvokeError()));
    }

    /// <summary>Cuts off what was appended. Left where somebody else has appended since: their lines are not ours to cut.</summary>
    public void TakeBack()
    {
        if (RandomAccess.GetLength(file) == start + written)
            _ = AppendLibc.Truncate(file, start);
    }

    public void Dispose() => file.Dispose();

    private char LastByte()
    {
        Span<byte> last = stackalloc byte[1];
        try
        {
            _ = RandomAccess.Read(file, last, start - 1);
            return (char)last[0];
        }
        catch (IOException)
        {
            throw new TransportException("cannot be read");
        }
    }

    private static string Describe(int error) =>
        error == AppendLibc.TooManyLinks ? "is a symbolic link, which is not followed" : Problem.OfSystem(error);
}
