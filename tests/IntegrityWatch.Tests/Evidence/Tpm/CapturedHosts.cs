using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Tests.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Tpm;

/// <summary>The hosts in tests/captures, each with a measurement list and the TPM that it was extended into.</summary>
internal static class CapturedHosts
{
    public const string Usual = "rocke/after";

    private const string List = "sys/kernel/security/ima/binary_runtime_measurements";

    /// <summary>Every SCENARIO/STEP.</summary>
    public static IEnumerable<string> All() => CapturedLists.All()
        .Select(archive => Path.Combine(Path.GetFileName(Path.GetDirectoryName(archive)!), Path.GetFileName(archive)))
        .Select(archive => archive[..^".tar.gz".Length])
        .Where(capture => File.Exists(Path.Combine(Captures.Root(capture), List)));

    public static byte[] ListOf(string capture) => File.ReadAllBytes(Path.Combine(Captures.Root(capture), List));

    public static byte[] AsciiListOf(string capture) =>
        File.ReadAllBytes(Path.Combine(Captures.Root(capture), List.Replace("binary", "ascii", StringComparison.Ordinal)));

    public static PcrBanks BanksOf(string capture)
    {
        using var root = new EvidenceRoot(Captures.Root(capture));
        return PcrBanks.Read(root);
    }
}
