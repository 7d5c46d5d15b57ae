namespace IntegrityWatch.Fuzz;

/// <summary>Makes an input shorter, piece by piece, as long as it stays what it is.</summary>
internal static class Reduction
{
    /// <param name="input">What to shorten.</param>
    /// <param name="mostTries">How often to try.</param>
    /// <param name="isSame">Whether a shorter one will do.</param>
    public static byte[] Of(byte[] input, int mostTries, Func<byte[], bool> isSame)
    {
        for (var piece = Math.Max(1, input.Length / 2); piece > 0; piece /= 2)
            for (var at = 0; at < input.Length;)
            {
                if (mostTries-- <= 0)
                    return input;
                byte[] shorter = [.. input.AsSpan(0, at), .. input.AsSpan(Math.Min(at + piece, input.Length))];
                if (isSame(shorter))
                    input = shorter;
                else
                    at += piece;
            }
        return input;
    }
}
