using System.Buffers;
using System.Text;

namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>The fields of one paragraph of dpkg's status that say what is installed; the others are passed over.</summary>
internal sealed class DpkgParagraph
{
    private byte[]? package;
    private byte[]? status;
    private byte[]? version;
    private byte[]? architecture;
    private byte[]? multiArch;
    private bool inConffiles;

    public bool IsEmpty { get; private set; } = true;

    public ReadOnlySpan<byte> Package => package;

    public ReadOnlySpan<byte> Version => version;

    public ReadOnlySpan<byte> Architecture => architecture;

    public ReadOnlySpan<byte> MultiArch => multiArch;

    public Dictionary<HostPath, DpkgConffile> Conffiles { get; private set; } = new(HostPathBytesComparer.Instance);

    /// <summary>The status says that dpkg has finished with the package: <c>install ok installed</c>, <c>hold ok installed</c>.</summary>
    public bool IsSettled => Words is [_, "ok", "installed"];

    /// <summary>The third word of the status, <c>install ok installed</c>; null where it is none of dpkg's.</summary>
    public string? State =>
        Words is [_, _, ("not-installed" or "config-files" or "half-installed" or "unpacked" or "half-configured"
            or "triggers-awaited" or "triggers-pending" or "installed") and var state] ? state : null;

    private string[] Words => Encoding.Latin1.GetString(status ?? []).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public void Add(ReadOnlySpan<byte> line)
    {
        IsEmpty = false;
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            if (inConffiles)
                AddConffile(line.Trim((byte)' '));
            return;
        }
        inConffiles = line.StartsWith("Conffiles:"u8);
        _ = Take(line, "Package:"u8, ref package) || Take(line, "Status:"u8, ref status) || Take(line, "Version:"u8, ref version)
            || Take(line, "Architecture:"u8, ref architecture) || Take(line, "Multi-Arch:"u8, ref multiArch);
    }

    public void Clear()
    {
        package = status = version = architecture = multiArch = null;
        inConffiles = false;
        Conffiles = new Dictionary<HostPath, DpkgConffile>(HostPathBytesComparer.Instance);
        IsEmpty = true;
    }

    private static bool Take(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, ref byte[]? value)
    {
        if (!line.StartsWith(name))
            return false;
        value = line[name.Length..].Trim(" \t"u8).ToArray();
        return true;
    }

    // PATH MD5[ obsolete][ remove-on-upgrade]; the path may hold spaces.
    private void AddConffile(ReadOnlySpan<byte> line)
    {
        var isShipped = true;
        var isObsolete = false;
        while (LastWord(line) is var mark && (mark.SequenceEqual("obsolete"u8) || mark.SequenceEqual("remove-on-upgrade"u8)))
        {
            isShipped = false;
            isObsolete |= mark.SequenceEqual("obsolete"u8);
            line = line[..^mark.Length].TrimEnd((byte)' ');
        }
        var digest = LastWord(line);
        var path = line[..^digest.Length].TrimEnd((byte)' ');
        if (path is [(byte)'/', ..] && path.Length <= HostPath.MostBytes)
            Conffiles[new HostPath(path)] = new DpkgConffile(isShipped ? Md5(digest) : null, isObsolete);
    }

    private static ReadOnlySpan<byte> LastWord(ReadOnlySpan<byte> line) => line[(line.LastIndexOf((byte)' ') + 1)..];

    /// <summary>Null for what is none, as <c>newconffile</c>.</summary>
    private static Digest? Md5(ReadOnlySpan<byte> text)
    {
        Span<byte> md5 = stackalloc byte[16];
        return text.Length == md5.Length * 2 && Convert.FromHexString(text, md5, out _, out _) == OperationStatus.Done
            ? new Digest("md5", md5) : null;
    }
}
