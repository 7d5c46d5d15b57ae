using System.Security.Cryptography;
using IntegrityWatch.Evidence.Ima.Templates;

namespace IntegrityWatch.Evidence.Tpm;

/// <summary>
/// Replays the list under one algorithm: checks the template digests where the list holds them under this one, and extends
/// the PCRs of the bank. Knows of no other bank, so that each can be replayed by a thread of its own.
/// </summary>
internal sealed class BankReplay : IDisposable
{
    /// <summary>Where a kernel measures what no rule sends elsewhere (CONFIG_IMA_MEASURE_PCR_IDX).</summary>
    public const int ImaPcr = 10;

    private readonly BankHash hash;
    private readonly BankHash? sha1;
    private readonly PcrBanks banks;
    private readonly PcrForms?[] pcrs = new PcrForms?[PcrBanks.PcrCount];
    private readonly bool isBank;
    private readonly byte[] digest;
    private readonly byte[] sha1Digest = new byte[SHA1.HashSizeInBytes];
    private readonly byte[] padding = new byte[TemplateHash.LegacyLength];

    /// <param name="isBank">False where the TPM has no such bank, and template digests are all there is to check.</param>
    public BankReplay(DigestAlgorithm algorithm, PcrBanks banks, bool isBank)
    {
        Algorithm = algorithm;
        this.banks = banks;
        this.isBank = isBank;
        hash = BankHash.Of(algorithm);
        sha1 = algorithm == DigestAlgorithm.Sha1 ? null : BankHash.Of(DigestAlgorithm.Sha1);
        digest = new byte[algorithm.Width];
        // A list that lost every entry of the PCR that the kernel measures into does not name it any more.
        if (isBank && banks.Find(algorithm, ImaPcr).AsSpan().ContainsAnyExcept((byte)0))
            PcrOf(ImaPcr);
    }

    public DigestAlgorithm Algorithm { get; }

    /// <summary>True where the digests that stand in the list are of this algorithm.</summary>
    public bool IsListed { get; set; }

    /// <summary>How many entries do not match their own hash.</summary>
    public long Faults { get; private set; }

    /// <summary>The first of them.</summary>
    public ListEntry? FirstFault { get; private set; }

    /// <summary>The PCRs that entries named, and the usual one where the TPM says that something was measured there.</summary>
    public IEnumerable<PcrForms> Pcrs => pcrs.OfType<PcrForms>();

    /// <summary>Null where no entry named it.</summary>
    public PcrForms? Find(int pcr) => pcrs[pcr];

    /// <summary>Goes on from an earlier replay.</summary>
    public void Resume(IEnumerable<PcrState> states)
    {
        foreach (var forms in states.GroupBy(state => state.Pcr))
            pcrs[forms.Key] = PcrForms.Resume(Algorithm, forms, banks.Find(Algorithm, forms.Key));
    }

    public void Add(in ReplayEntry entry)
    {
        if (entry.IsViolation)
        {
            if (isBank)
                PcrOf(entry.Pcr).ExtendViolation(hash, entry.Number);
            return;
        }
        var isOwnDigest = IsListed;
        if (!isOwnDigest && !isBank)
            return;
        if (entry.Data.IsEmpty)
        {
            AddUnhashed(entry, isOwnDigest);
            return;
        }

        var hashed = TemplateHash.HashedBytes(entry.IsLegacy, entry.Data, padding);
        hash.Compute(hashed, digest);
        if (isOwnDigest && !entry.Digest.SequenceEqual(digest) && !IsPaddedSha1(entry.Digest, hashed))
            Note(entry);
        if (!isBank)
            return;

        var pcr = PcrOf(entry.Pcr);
        pcr.Extend(hash, entry.Number, digest, pcr.NeedsSha1 ? Sha1Of(entry.Digest, hashed) : default);
    }

    public void Dispose()
    {
        hash.Dispose();
        sha1?.Dispose();
    }

    /// <summary>Takes the list's own digest at its word where it is this bank's: the PCR tells whether that was right.</summary>
    private void AddUnhashed(in ReplayEntry entry, bool isOwnDigest)
    {
        if (!isBank)
            return;
        var pcr = PcrOf(entry.Pcr);
        if (isOwnDigest)
            pcr.Extend(hash, entry.Number, entry.Digest, entry.Digest.Length == SHA1.HashSizeInBytes ? entry.Digest : default);
        else
            pcr.IsLost = true;
    }

    private PcrForms PcrOf(int pcr) => pcrs[pcr] ??= PcrForms.Begin(Algorithm, pcr, banks.Find(Algorithm, pcr));

    /// <summary>What a list of kernels holds for a bank whose algorithm they lack.</summary>
    private bool IsPaddedSha1(ReadOnlySpan<byte> listed, ReadOnlySpan<byte> hashed) =>
        listed.Length > SHA1.HashSizeInBytes
        && !listed[SHA1.HashSizeInBytes..].ContainsAnyExcept((byte)0)
        && listed.StartsWith(ComputeSha1(hashed));

    /// <summary>A list of SHA-1 digests holds it already; the bank of that width vouches for it.</summary>
    private ReadOnlySpan<byte> Sha1Of(ReadOnlySpan<byte> listed, ReadOnlySpan<byte> hashed) =>
        listed.Length == SHA1.HashSizeInBytes ? listed : ComputeSha1(hashed);

    private ReadOnlySpan<byte> ComputeSha1(ReadOnlySpan<byte> hashed)
    {
        sha1!.Compute(hashed, sha1Digest);
        return sha1Digest;
    }

    private void Note(in ReplayEntry entry)
    {
        Faults++;
        FirstFault ??= new ListEntry(entry.Number, entry.Offset, new HostPath(entry.Name));
    }
}
