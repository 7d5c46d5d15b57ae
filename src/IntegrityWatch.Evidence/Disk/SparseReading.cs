using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Evidence.Disk;

/// <summary>Reads a file from its beginning to its end, and no hole of it: what lies in one is zero, and need not come from the disk.</summary>
internal static class SparseReading
{
    /// <summary>How many bytes of the buffer the file fills, time and again until its end.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<int> Of(FileStream file, byte[] buffer)
    {
        var length = file.CanSeek ? file.Length : 0;
        long at = 0;
        while (true)
        {
            var data = at < length ? DataAfter(file, at, length) : at;
            if (data > at)
            {
                Array.Clear(buffer);
                while (at < data)
                {
                    var zeros = (int)Math.Min(buffer.Length, data - at);
                    at += zeros;
                    yield return zeros;
                }
                file.Position = at;
            }
            var hole = at < length ? HoleAfter(file, at) : long.MaxValue;
            while (at < hole)
            {
                var read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, hole - at));
                if (read == 0)
                    yield break;
                at += read;
                yield return read;
            }
        }
    }

    /// <summary>Where data goes on. A file system that cannot say has none but data.</summary>
    private static long DataAfter(FileStream file, long at, long length) => LinuxCalls.DataAt(file.SafeFileHandle, at) switch
    {
        -Errno.NoSuchDevice => length,
        < 0 => at,
        var data => data,
    };

    private static long HoleAfter(FileStream file, long at) => LinuxCalls.HoleAt(file.SafeFileHandle, at) is var hole && hole > at ? hole : long.MaxValue;
}
