namespace IntegrityWatch.Evidence.Ima;

/// <summary>
/// The IMA measurement list: what securityfs shows as binary_runtime_measurements and ascii_runtime_measurements, live or copied.
/// </summary>
public static class MeasurementList
{
    /// <summary>
    /// A reader for the list in <paramref name="stream"/>, told by its content to be binary or ASCII. The stream need not be
    /// seekable, and needs no buffer of its own; the reader disposes it, and so does a failure.
    /// </summary>
    /// <param name="displayName">What messages call the list.</param>
    /// <param name="fileNameHint">The file's name: its _sha256 or the like decides where content leaves the width open.</param>
    /// <param name="entriesBefore">How many entries of the list were read before and are not in the stream, for messages.</param>
    /// <param name="bytesBefore">How many bytes they take.</param>
    /// <exception cref="CannotCheckException">The list is empty, is none, or cannot be read.</exception>
    public static IMeasurementReader Open(string displayName, Stream stream, string? fileNameHint, long entriesBefore = 0, long bytesBefore = 0)
    {
        var buffer = new BlockBuffer(displayName, stream, entriesBefore, bytesBefore);
        try
        {
            return Open(buffer, fileNameHint);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static IMeasurementReader Open(BlockBuffer buffer, string? fileNameHint)
    {
        buffer.Has(BlockBuffer.BlockSize);
        var beginning = buffer.Unread;
        if (beginning.IsEmpty)
            throw new CannotCheckException($"measurement list is empty: {buffer.DisplayName}",
                "copy it again from the host: the kernel's own begins with boot_aggregate, and cp and cat read it where tools that ask for its size do not");
        if (AsciiHead.Detect(beginning) is { } digestWidth)
            return new AsciiMeasurementReader(buffer, digestWidth);
        if (ListLayout.Detect(beginning, fileNameHint) is { } layout)
            return new BinaryMeasurementReader(buffer, layout);
        throw new CannotCheckException($"not an IMA measurement list: {buffer.DisplayName}",
            "name a copy of binary_runtime_measurements or ascii_runtime_measurements");
    }
}
