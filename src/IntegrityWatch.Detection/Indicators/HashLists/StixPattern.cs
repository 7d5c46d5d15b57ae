using System.Text;

namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>
/// The digests that a STIX pattern asks of a file (STIX 2.1, section 9): <c>file:hashes.'SHA-256' = '...'</c> and
/// <c>file:hashes.MD5 IN ('...', '...')</c>, whatever joins them. A content is bad under any name, so what else an AND asks is left
/// out; a comparison with NOT or <c>!=</c> names what is not meant.
/// </summary>
internal static class StixPattern
{
    private const string Hashes = "file:hashes.";

    public static List<(string Algorithm, string Hex)> Digests(string pattern)
    {
        var found = new List<(string, string)>();
        var tokens = Tokens(pattern);
        for (var at = 0; at + 2 < tokens.Count; at++)
        {
            if (tokens[at].IsText || !tokens[at].Value.StartsWith(Hashes, StringComparison.OrdinalIgnoreCase))
                continue;
            var algorithm = tokens[at].Value[Hashes.Length..];
            // The key may stand in quotes of its own.
            if (algorithm.Length == 0 && tokens[at + 1].IsText)
                algorithm = tokens[++at].Value;
            if (at + 2 < tokens.Count && !tokens[at + 1].IsText && tokens[at + 1].Value is "=" or "==")
                Take(tokens[at + 2]);
            else if (at + 2 < tokens.Count && !tokens[at + 1].IsText && tokens[at + 1].Value.Equals("IN", StringComparison.OrdinalIgnoreCase))
                for (at += 2; at < tokens.Count && (tokens[at].IsText || tokens[at].Value is "(" or ","); at++)
                    Take(tokens[at]);

            void Take((string Value, bool IsText) token)
            {
                if (token.IsText)
                    found.Add((algorithm, token.Value));
            }
        }
        return found;
    }

    /// <summary>Texts in quotes, words with all their dots and colons, and signs.</summary>
    private static List<(string Value, bool IsText)> Tokens(string pattern)
    {
        var tokens = new List<(string, bool)>();
        for (var at = 0; at < pattern.Length;)
        {
            var start = at;
            if (pattern[at] is '\'' or '"')
                tokens.Add((Text(pattern, ref at), true));
            else if (IsWord(pattern[at]))
            {
                while (at < pattern.Length && IsWord(pattern[at]))
                    at++;
                tokens.Add((pattern[start..at], false));
            }
            else if (pattern[at] is '=' or '!' or '<' or '>')
            {
                while (at < pattern.Length && pattern[at] is '=' or '!' or '<' or '>')
                    at++;
                tokens.Add((pattern[start..at], false));
            }
            else
            {
                if (!char.IsWhiteSpace(pattern[at]))
                    tokens.Add((pattern[at].ToString(), false));
                at++;
            }
        }
        return tokens;
    }

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or ':' or '.';

    private static string Text(string pattern, ref int at)
    {
        var quote = pattern[at++];
        var text = new StringBuilder();
        while (at < pattern.Length && pattern[at] != quote)
        {
            if (pattern[at] == '\\' && at + 1 < pattern.Length)
                at++;
            text.Append(pattern[at++]);
        }
        at++;
        return text.ToString();
    }
}
