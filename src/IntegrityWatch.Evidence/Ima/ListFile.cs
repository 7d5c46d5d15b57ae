using System.Globalization;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Platform.Files;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>The file of a measurement list, which can be gone through more than once, and what the kernel says beside it.</summary>
internal sealed class ListFile : IDisposable
{
    /// <summary>Owner and group may write: since Linux 7.2, whose root drops entries so.</summary>
    private const int DroppingMode = 0b110_110_000;

    private const int PermissionBits = 0b111_111_111;

    /// <summary>Since this release a kernel lets go of entries when root writes a number into the list's file.</summary>
    private static readonly Version FirstDropping = new(7, 2);

    private readonly EvidenceRequest request;
    private readonly string path;
    private readonly long? countedBefore;
    private FileStream? opened;

    private ListFile(EvidenceRequest request, string path, FileStream opened, long? counted)
    {
        this.request = request;
        this.path = path;
        this.opened = opened;
        countedBefore = counted;
        WrittenAt = File.GetLastWriteTimeUtc(opened.SafeFileHandle);
        CanDrop = request.ListFile is null ? CanDropOf(request.Root, opened) : null;
    }

    /// <summary>When the file was written; on a live host, when the kernel made it.</summary>
    public DateTimeOffset WrittenAt { get; }

    /// <summary>Whether this kernel lets entries go on request; null where the evidence does not say.</summary>
    public bool? CanDrop { get; }

    /// <summary>What messages call it.</summary>
    public string Source => request.ListFile ?? request.Root.Locate(path);

    /// <summary>Its name, which tells of some lists how wide their digests are.</summary>
    public string Name => Path.GetFileName(path);

    /// <exception cref="CannotCheckException">There is no list, or it cannot be read.</exception>
    public static ListFile Open(EvidenceRequest request)
    {
        if (request.ListFile is { } named)
            return new ListFile(request, named, OpenNamed(named), counted: null);
        // The kernel counts an entry once it is in the list, so that the list can only be ahead of this.
        var counted = Count(request.Root);
        if (ListPaths.Open(request.Root) is var (path, file))
            return new ListFile(request, path, file, counted);
        throw new CannotCheckException($"no measurement list: {request.Root.Locate(ListPaths.ByPreference[0])}",
            request.Root.IsLive
                ? "load an IMA policy and mount securityfs, or scan with --no-ima"
                : "bring the list along from the host, name it with --ima, or scan with --no-ima");
    }

    /// <summary>A stream of it from its beginning: each call gives one of its own, which the caller disposes of.</summary>
    /// <exception cref="CannotCheckException">It is gone, or cannot be read any more.</exception>
    public FingerprintedStream Begin()
    {
        var file = opened ?? (request.ListFile is { } named
            ? OpenNamed(named)
            : request.Root.Open(path) ?? throw new CannotCheckException($"measurement list vanished: {Source}"));
        opened = null;
        return new FingerprintedStream(file);
    }

    /// <summary>
    /// How many entries the kernel counts, before the list was read and now, the smaller: an honest list has at least as many. Null where
    /// it does not say.
    /// </summary>
    public long? Counted() => request.ListFile is null && Count(request.Root) is { } after ? Math.Min(after, countedBefore ?? after) : countedBefore;

    /// <summary>How many it counts now; null where it does not say.</summary>
    public long? CountedNow() => request.ListFile is null ? Count(request.Root) : null;

    public void Dispose() => opened?.Dispose();

    private static FileStream OpenNamed(string file) => NamedFile.OpenAny(file, "measurement list", "name a readable file with --ima");

    private static long? Count(EvidenceRoot root) =>
        long.TryParse(root.ReadLine(ListPaths.Count), NumberStyles.None, null, out var count) ? count : null;

    /// <summary>
    /// Older proposals have a file for it beside each list. Since 7.2 the list itself can be written to, which its mode shows where the file
    /// is the kernel's own or a copy that kept it.
    /// </summary>
    internal static bool? CanDropOf(EvidenceRoot root, FileStream list)
    {
        if (ListPaths.ByPreference.Any(path => root.Has(path + ListPaths.StagedSuffix))
            || (FileStatus.Of(list.SafeFileHandle)?.Permissions & PermissionBits) == DroppingMode)
            return true;
        return ReleaseOf(root) is { } release ? release >= FirstDropping : null;
    }

    private static Version? ReleaseOf(EvidenceRoot root)
    {
        var release = root.ReadLine("proc/sys/kernel/osrelease")
            ?? (root.ReadLine("proc/version")?.Split(' ', 4) is ["Linux", "version", var said, ..] ? said : null);
        var numbers = release?.Split('.', '-', '+', '~', '_');
        return numbers is [var major, var minor, ..]
            && int.TryParse(major, NumberStyles.None, null, out var first) && int.TryParse(minor, NumberStyles.None, null, out var second)
            ? new Version(first, second)
            : null;
    }
}
