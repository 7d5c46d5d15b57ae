namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>
/// Reads var/lib/dpkg/status and, while dpkg runs, the paragraphs in var/lib/dpkg/updates that go before it.
/// Installed is what has its files on the host: also what is unpacked and not configured yet, and what is half installed.
/// </summary>
internal sealed class DpkgStatus(FileContent content, ReadingProblems problems)
{
    /// <summary>dpkg merges them into the status after 250.</summary>
    public const int MostUpdates = 1000;

    private readonly Dictionary<string, DpkgPackage> packages = new(StringComparer.Ordinal);
    private readonly DpkgParagraph paragraph = new();

    /// <summary>In order of names.</summary>
    public IReadOnlyList<DpkgPackage> Read()
    {
        if (!content.TryRead(DpkgPaths.Status, out var status))
            return [];
        Add(status.Span, DpkgPaths.Status);
        for (var number = 0; number < MostUpdates && content.TryRead(UpdatePath(number), out var update); number++)
            Add(update.Span, UpdatePath(number));
        return [.. packages.Values.OrderBy(package => package.Name, StringComparer.Ordinal)];
    }

    /// <summary>Where dpkg writes its n-th change since it wrote the status.</summary>
    public static string UpdatePath(int number) => $"{DpkgPaths.Updates}/{number:d4}";

    private void Add(ReadOnlySpan<byte> rest, string file)
    {
        var unreadable = 0;
        while (!rest.IsEmpty)
        {
            while (ByteLines.TryTake(ref rest, out var line) && !line.IsEmpty)
                paragraph.Add(line);
            if (!paragraph.IsEmpty && !TryAdd())
                unreadable++;
            paragraph.Clear();
        }
        problems.LeaveOut("entries that are no package", file, unreadable);
    }

    private bool TryAdd()
    {
        if (!DpkgName.IsPackage(paragraph.Package) || paragraph.State is not { } state)
            return false;
        var plain = LossyUtf8.Decode(paragraph.Package);
        var architecture = LossyUtf8.Decode(paragraph.Architecture);
        if (!IsInstalled(state))
        {
            packages.Remove(plain);
            packages.Remove($"{plain}:{architecture}");
            return true;
        }
        if (!DpkgName.IsArchitecture(paragraph.Architecture) || !DpkgName.IsVersion(paragraph.Version))
            return false;
        var name = paragraph.MultiArch.SequenceEqual("same"u8) ? $"{plain}:{architecture}" : plain;
        packages[name] = new DpkgPackage
        {
            Name = name,
            PlainName = plain,
            Architecture = architecture,
            Version = LossyUtf8.Decode(paragraph.Version),
            IsBeingChanged = !paragraph.IsSettled,
            Conffiles = paragraph.Conffiles is { Count: > 0 } some ? some : null,
        };
        return true;
    }

    private static bool IsInstalled(string state) => state is "installed" or "triggers-pending" or "triggers-awaited"
        or "half-configured" or "unpacked" or "half-installed";
}
