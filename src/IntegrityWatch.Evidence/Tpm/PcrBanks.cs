using System.Buffers;

namespace IntegrityWatch.Evidence.Tpm;

/// <summary>
/// What the TPM's platform configuration registers held: sys/class/tpm/tpm0/pcr-ALGORITHM/NUMBER, which the kernel has since
/// 5.12. To be read before the measurement list, which goes on growing.
/// </summary>
public sealed class PcrBanks
{
    /// <summary>How many PCRs a TPM has that a kernel can extend.</summary>
    internal const int PcrCount = 24;

    private const string Folder = "sys/class/tpm/tpm0/";

    private readonly Dictionary<(DigestAlgorithm, int), byte[]> values;

    internal PcrBanks(Dictionary<(DigestAlgorithm, int), byte[]> values, string? reason) =>
        (this.values, Reason) = (values, reason);

    /// <summary>Why there is nothing to compare with; one line. Null where there is something.</summary>
    public string? Reason { get; }

    /// <summary>True where nothing could be read of any PCR.</summary>
    public bool IsEmpty => values.Count == 0;

    /// <summary>The banks of which at least one PCR was read.</summary>
    internal IEnumerable<DigestAlgorithm> Algorithms => DigestAlgorithm.Banks.Where(algorithm => values.Keys.Any(key => key.Item1 == algorithm));

    /// <summary>Nothing to compare with, and why.</summary>
    public static PcrBanks None(string reason) => new([], reason);

    /// <summary>Reads every PCR of every bank, or those named: a TPM that is a chip of its own takes milliseconds for each.</summary>
    /// <exception cref="CannotCheckException">A PCR is there and has no value that can be read.</exception>
    public static PcrBanks Read(EvidenceRoot root, IEnumerable<int>? pcrs = null)
    {
        var numbers = (pcrs ?? Enumerable.Range(0, PcrCount)).Where(pcr => pcr is >= 0 and < PcrCount).Distinct().ToArray();
        var values = new Dictionary<(DigestAlgorithm, int), byte[]>();
        foreach (var algorithm in DigestAlgorithm.Banks)
            foreach (var pcr in numbers)
            {
                using var file = root.Open($"{Folder}pcr-{algorithm.Name}/{pcr}");
                if (file is null)
                    continue;
                values.Add((algorithm, pcr), TryReadValue(file, algorithm.Width) ?? throw new CannotCheckException(
                    $"no PCR value of {algorithm.Width} bytes in hex: {root.Locate(Folder)}pcr-{algorithm.Name}/{pcr}",
                    "the TPM did not answer the kernel, see dmesg, or the copy is damaged; a list that is named with --ima is read without the TPM"));
            }
        return new PcrBanks(values, values.Count == 0 ? "no TPM: sys/class/tpm/tpm0 has no pcr-ALG folder" : null);
    }

    /// <summary>The PCRs of a bank into which something was measured.</summary>
    internal IEnumerable<KeyValuePair<int, byte[]>> Of(DigestAlgorithm algorithm) =>
        values.Where(value => value.Key.Item1 == algorithm && value.Key.Item2 == BankReplay.ImaPcr && value.Value.AsSpan().ContainsAnyExcept((byte)0))
            .Select(value => KeyValuePair.Create(value.Key.Item2, value.Value));

    /// <summary>Null where that PCR was not there, or not read.</summary>
    internal byte[]? Find(DigestAlgorithm algorithm, int pcr) => values.GetValueOrDefault((algorithm, pcr));

    private static byte[]? TryReadValue(FileStream file, int width)
    {
        Span<byte> buffer = stackalloc byte[256];
        int length;
        try
        {
            length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (IOException)
        {
            // The kernel could not ask the TPM.
            return null;
        }
        var text = buffer[..length].Trim(" \t\r\n\0"u8);
        var value = new byte[width];
        return text.Length == width * 2 && Convert.FromHexString(text, value, out _, out _) == OperationStatus.Done ? value : null;
    }
}
