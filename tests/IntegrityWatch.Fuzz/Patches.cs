namespace IntegrityWatch.Fuzz;

/// <summary>
/// What an input does to a file that is too large to be one: as often as there is room, three bytes that say where, big-endian, one that
/// says how many bytes, and those bytes, which are exclusive-ored into the file.
/// </summary>
internal static class Patches
{
    private const int HeadLength = 4;

    public static byte[] Apply(byte[] file, ReadOnlySpan<byte> input)
    {
        var patched = file.ToArray();
        while (input.Length > HeadLength)
        {
            var at = ((input[0] << 16) | (input[1] << 8) | input[2]) % file.Length;
            var length = Math.Min(Math.Min(Math.Max((int)input[3], 1), input.Length - HeadLength), file.Length - at);
            for (var i = 0; i < length; i++)
                patched[at + i] ^= input[HeadLength + i];
            input = input[(HeadLength + length)..];
        }
        return patched;
    }
}
