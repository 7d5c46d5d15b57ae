using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.Fuzz.Targets;

namespace IntegrityWatch.Fuzz;

/// <summary>All readers of what others wrote, each with real inputs to begin with.</summary>
internal static class TargetList
{
    /// <summary>In bytes: enough for several events, and quickly read.</summary>
    private const int LogPiece = 8 * 1024;

    private static readonly byte[] Newline = "\n"u8.ToArray();

    public static IReadOnlyList<IFuzzTarget> Make()
    {
        var corpus = new Corpus();
        var binary = corpus.Named("ima/binary_runtime_measurements");
        var ascii = corpus.Named("ima/ascii_runtime_measurements");
        var fixtures = Path.Combine(Corpus.Repository, "tests/IntegrityWatch.Tests/Evidence/Ima/Signatures/evmctl");
        string[] keyFiles = [.. Directory.EnumerateFiles(fixtures, "*.der"), .. Directory.EnumerateFiles(fixtures, "*.pem")];
        byte[][] certificates = [.. corpus.Named("etc/keys/"), .. keyFiles.Select(File.ReadAllBytes)];
        return
        [
            new ListTarget("binary-list", binary, LoadKeys(certificates)),
            new ListTarget("ascii-list", ascii, LoadKeys(certificates)),
            new CutListTarget([.. binary, .. ascii]),
            new AuditTarget([.. corpus.Named("audit/audit.log").SelectMany(Pieces)]),
            new SafeTextTarget([.. ascii.SelectMany(list => Split(list, ' ')).DistinctBy(Convert.ToHexString)]),
            new PolicyTarget([File.ReadAllBytes(Path.Combine(Corpus.Repository, "policies/default.json")), "{}"u8.ToArray()]),
            new SettingsTarget(),
            new KeyTarget(certificates),
        ];
    }

    /// <summary>The certificates of the captures, so that their signatures are known.</summary>
    private static SignatureKeys LoadKeys(byte[][] certificates)
    {
        var file = new InputFile();
        return SignatureKeys.Load(certificates.Select(file.With));
    }

    /// <summary>Whole lines, some thousand bytes of them.</summary>
    private static IEnumerable<byte[]> Pieces(byte[] log)
    {
        while (log.Length > 0)
        {
            var end = log.Length > LogPiece ? log.AsSpan(LogPiece).IndexOf(Newline) : -1;
            var length = end < 0 ? log.Length : LogPiece + end + 1;
            yield return log[..length];
            log = log[length..];
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
