using IntegrityWatch.Platform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.Delivery.Transports;

/// <summary>A file that others append to and read as well. What it says went wrong is a <see cref="TransportException"/>.</summary>
internal sealed class LogFile : IDisposable
{
    private const int Flags = OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Append | OpenFlags.NonBlocking | OpenFlags.NoControllingTerminal;
    private const UnixFileMode OwnerWritesGroupReads = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

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
        // Waits for nothing, not even at a pipe.
        var file = LinuxCalls.Open(path, Flags | OpenFlags.NoFollow, out var error, OwnerWritesGroupReads)
            ?? throw new TransportException(Describe(error));
        if (FileStatus.Of(file) is { IsRegularFile: true })
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
            var length = LinuxCalls.Write(file, bytes);
            if (length == -Errno.Interrupted)
                continue;
            if (length < 0)
                throw new TransportException(Describe(-length));
            written += length;
            bytes = bytes[length..];
        }
    }

    /// <summary>Returns when the disk has it.</summary>
    public void Flush()
    {
        if (LinuxCalls.Synchronise(file) is var result and not 0)
            throw new TransportException(Describe(-result));
    }

    /// <summary>Cuts off what was appended. Left where another process has appended since: its lines must stay.</summary>
    public void TakeBack()
    {
        if (RandomAccess.GetLength(file) == start + written)
            _ = LinuxCalls.Truncate(file, start);
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
        error == Errno.TooManyLinks ? "is a symbolic link, which is not followed" : Errno.Describe(error);
}
