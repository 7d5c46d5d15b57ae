using System.Buffers;

namespace IntegrityWatch.Evidence.Audit.Records;

/// <summary>An INTEGRITY_RULE record (1805): the kernel hashed a file because it was used.</summary>
public sealed record AuditIntegrityRule
{
    private const int LongestDigest = 64;
    private const int LongestAlgorithm = 32;

    private static readonly SearchValues<byte> AlgorithmCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-:"u8);

    /// <summary>The file that was used.</summary>
    public required HostPath File { get; init; }

    /// <summary>Zero where the kernel could not vouch for what it read.</summary>
    public required Digest Digest { get; init; }

    /// <summary>
    /// The process as it was when the file was opened: in an exec, comm and exe are still those of the program that called it.
    /// </summary>
    public required ProcessInfo Launcher { get; init; }

    /// <summary>The name of the login id where auditd appended it.</summary>
    public string? LoginUser { get; init; }

    /// <summary>The security label of the process when the file was opened; null where the record has none.</summary>
    public string? Label { get; init; }

    /// <summary>See <see cref="Uses.LogPlace"/>.</summary>
    public long Fingerprint { get; init; }

    /// <summary>Old kernels give the same number to a rule of the IMA policy being loaded: that is no file's use.</summary>
    internal static bool IsLoadedPolicy(ReadOnlySpan<byte> body) => body.StartsWith("action="u8);

    /// <summary>Null where the record holds no file or no digest: it was cut, or the kernel did not write it.</summary>
    internal static AuditIntegrityRule? Parse(ReadOnlySpan<byte> body, DateTimeOffset time)
    {
        HostPath? file = null;
        Digest? digest = null;
        var process = new AuditProcessFields();
        foreach (var field in new AuditFields(body))
        {
            if (process.Take(field)) continue;
            if (field.Is("file"u8)) file ??= field.ToBytes();
            else if (field.Is("hash"u8)) digest ??= ParseDigest(field.Value);
        }
        if (file is not { IsEmpty: false } path || path.Bytes.Contains((byte)0) || digest is null)
            return null;
        return new AuditIntegrityRule
        {
            File = path,
            Digest = digest,
            Launcher = process.ToProcess(time),
            LoginUser = process.LoginUser,
            Label = process.Label,
        };
    }

    /// <summary><c>algorithm:hex</c>, or in kernels before 3.13 the digits of a SHA-1 alone; null where it is neither.</summary>
    private static Digest? ParseDigest(ReadOnlySpan<byte> hash)
    {
        var colon = hash.LastIndexOf((byte)':');
        var hex = hash[(colon + 1)..];
        if (hex.IsEmpty || hex.Length > LongestDigest * 2)
            return null;
        Span<byte> value = stackalloc byte[LongestDigest];
        if (Convert.FromHexString(hex, value, out _, out var length) != OperationStatus.Done)
            return null;
        value = value[..length];
        if (colon < 0)
            return length == 20 ? new Digest("sha1", value) : null;
        var algorithm = hash[..colon];
        if (algorithm.IsEmpty || algorithm.Length > LongestAlgorithm || algorithm.ContainsAnyExcept(AlgorithmCharacters))
            return null;
        var name = algorithm.SequenceEqual("sha256"u8) ? "sha256" : LossyUtf8.Decode(algorithm);
        // A record that was cut short would otherwise tell of a content that there never was. Zeros stand in one of three widths.
        return DigestAlgorithm.Named(name) is { } known && known.Width != length && value.ContainsAnyExcept((byte)0) ? null : new Digest(name, value);
    }
}
