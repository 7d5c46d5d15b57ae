using System.Security.Cryptography;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Ima.Templates;
using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Tests.Evidence.Tpm;

/// <summary>A TPM into which a kernel extends what it measures, written down as plainly as can be.</summary>
internal sealed class SomeTpm
{
    private readonly Dictionary<(DigestAlgorithm, int), byte[]> values = [];
    private readonly DigestAlgorithm[] algorithms;
    private readonly PcrForm form;

    /// <param name="form">In which the banks wider than SHA-1 are extended.</param>
    public SomeTpm(PcrForm form, params string[] algorithms)
    {
        this.form = form;
        this.algorithms = [.. DigestAlgorithm.Banks.Where(algorithm => algorithms.Contains(algorithm.Name))];
        foreach (var algorithm in this.algorithms)
            for (var pcr = 0; pcr < PcrBanks.PcrCount; pcr++)
                values.Add((algorithm, pcr), new byte[algorithm.Width]);
    }

    public PcrBanks Banks => new(values.ToDictionary(), null);

    /// <summary>The PCRs of another number are not to be read.</summary>
    public PcrBanks BanksOf(int pcr) => new(values.Where(value => value.Key.Item2 == pcr).ToDictionary(), null);

    /// <summary>With another value in that place.</summary>
    public PcrBanks With(string algorithm, int pcr, byte[] value)
    {
        var place = (DigestAlgorithm.Banks.First(bank => bank.Name == algorithm), pcr);
        return new(new Dictionary<(DigestAlgorithm, int), byte[]>(values) { [place] = value }, null);
    }

    public static SomeTpm That(byte[] list, PcrForm form = PcrForm.Hashed, params string[] algorithms)
    {
        var tpm = new SomeTpm(form, algorithms.Length == 0 ? ["sha1", "sha256"] : algorithms);
        tpm.Measure(list);
        return tpm;
    }

    public void Measure(byte[] list)
    {
        using var reader = Ima.Some.Reader(list);
        while (reader.Read(out var entry))
            foreach (var algorithm in algorithms)
                Extend(algorithm, entry.Pcr, DigestOf(entry, algorithm));
    }

    private byte[] DigestOf(in MeasurementEntry entry, DigestAlgorithm algorithm)
    {
        var isViolation = entry.Kind == MeasurementKind.Violation;
        var isPadded = form == PcrForm.PaddedViolation || form == PcrForm.PaddedSha1 && !isViolation;
        var digest = new byte[isPadded ? 20 : algorithm.Width];
        if (isViolation)
            digest.AsSpan().Fill(0xFF);
        else
            TemplateHash.Compute(entry, digest);
        return [.. digest, .. new byte[algorithm.Width - digest.Length]];
    }

    private void Extend(DigestAlgorithm algorithm, int pcr, byte[] digest) =>
        values[(algorithm, pcr)] = CryptographicOperations.HashData(algorithm.FrameworkName, [.. values[(algorithm, pcr)], .. digest]);
}
