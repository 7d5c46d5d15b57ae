using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.Fuzz.SelfCheck;
using IntegrityWatch.Fuzz.Targets;

namespace IntegrityWatch.Fuzz;

/// <summary>All readers of what others wrote, each with real inputs to begin with.</summary>
internal static class TargetList
{
    /// <summary>In bytes: enough for several events, and quickly read.</summary>
    private const int LogPiece = 4 * 1024;

    /// <summary>Of entries at the beginning of a list, so that it is read quickly.</summary>
    private const int ListPiece = 4 * 1024;

    private const byte LineFeed = (byte)'\n';

    /// <param name="isWanted">Whether to make the target with this name, of this group.</param>
    public static IReadOnlyList<IFuzzTarget> Make(Func<string, string, bool> isWanted)
    {
        var corpus = new Corpus();
        var binary = corpus.Named("ima/binary_runtime_measurements");
        var ascii = corpus.Named("ima/ascii_runtime_measurements");
        var fixtures = Path.Combine(Corpus.Repository, "tests/IntegrityWatch.Tests/Evidence/Ima/Signatures/evmctl");
        string[] keyFiles = [.. Directory.EnumerateFiles(fixtures, "*.der"), .. Directory.EnumerateFiles(fixtures, "*.pem")];
        byte[][] certificates = [.. corpus.Named("etc/keys/"), .. keyFiles.Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        IFuzzTarget[] all =
        [
            new ListTarget("binary-list", [.. binary, .. binary.Select(list => list[..Math.Min(ListPiece, list.Length)])], LoadKeys(certificates)),
            new ListTarget("ascii-list", [.. ascii.SelectMany(list => Pieces(list, ListPiece))], LoadKeys(certificates)),
            new CutListTarget([.. binary, .. ascii]),
            new SafeTextTarget([.. ascii.SelectMany(list => Split(list, ' ')).DistinctBy(Convert.ToHexString)]),
            new AuditTarget([.. corpus.Named("audit/audit.log").SelectMany(log => Pieces(log, LogPiece))]),
            new PolicyTarget([File.ReadAllBytes(Path.Combine(Corpus.Repository, "policies/default.json")), "{}"u8.ToArray()]),
            new SettingsTarget(),
            new KeyTarget(certificates),
            new MazeTarget(),
        ];
        return [.. all.Where(target => isWanted(target.Name, target.Group))];
    }

    /// <summary>The certificates of the captures, so that their signatures are known.</summary>
    private static SignatureKeys LoadKeys(byte[][] certificates)
    {
        var file = new InputFile();
        return SignatureKeys.Load(certificates.Select(file.With));
    }

    /// <summary>Whole lines, some thousand bytes of them.</summary>
    private static IEnumerable<byte[]> Pieces(byte[] text, int least)
    {
        while (text.Length > 0)
        {
            var end = text.Length > least ? text.AsSpan(least).IndexOf(LineFeed) : -1;
            var length = end < 0 ? text.Length : least + end + 1;
            yield return text[..length];
            text = text[length..];
        }
    }

    private static IEnumerable<byte[]> Split(byte[] list, char separator)
    {
        for (var start = 0; start < list.Length;)
        {
            var end = Array.IndexOf(list, (byte)separator, start);
            end = end < 0 ? list.Length : end;
            yield return list[start..end];
            start = end + 1;
        }
    }
}
