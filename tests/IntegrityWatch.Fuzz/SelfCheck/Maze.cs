namespace IntegrityWatch.Fuzz.SelfCheck;

/// <summary>Four questions, each asked only where the one before was answered: a way that chance alone does not find.</summary>
internal static class Maze
{
    /// <summary>True where the input is on the way to its end.</summary>
    public static bool LeadsOut(byte[] input)
    {
        if (input.Length < 4)
            return false;
        if (input[0] == 0xF1)
            if (input[1] == (byte)'Z')
                if (input[2] == 0x07)
                    if (input[3] == 0xE9)
                        return true;
        return false;
    }
}
