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

    /// <summary>Without those that the package does not ship any more.</summary>
    public List<HostPath> Conffiles { get; } = [];

    /// <summary>The third word of the status, <c>install ok installed</c>; null where it is none of dpkg's.</summary>
    public string? State
    {
        get
        {
            var text = Encoding.Latin1.GetString(status ?? []).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return text is [_, _, "not-installed" or "config-files" or "half-installed" or "unpacked" or "half-configured"
                or "triggers-awaited" or "triggers-pending" or "installed"] ? text[2] : null;
        }
    }

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
        Conffiles.Clear();
        IsEmpty = true;
    }

    private static bool Take(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, ref byte[]? value)
    {
        if (!line.StartsWith(name))
            return false;
        value = line[name.Length..].Trim(" \t"u8).ToArray();
        return true;
    }

    // PATH MD5[ obsolete| remove-on-upgrade]; the path may hold spaces.
    private void AddConffile(ReadOnlySpan<byte> line)
    {
        var last = line[(line.LastIndexOf((byte)' ') + 1)..];
        if (last.SequenceEqual("obsolete"u8) || last.SequenceEqual("remove-on-upgrade"u8))
            line = line[..^last.Length].TrimEnd((byte)' ');
        var end = line.LastIndexOf((byte)' ');
        if (end > 0 && line[0] == (byte)'/')
            Conffiles.Add(new HostPath(line[..end]));
    }
}
