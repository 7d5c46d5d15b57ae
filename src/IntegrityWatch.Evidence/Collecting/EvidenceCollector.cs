using System.Text;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Evidence.Collecting;

/// <summary>
/// Packs what a scan reads of a host into an archive that a scan can be given in the host's place. The PCRs go first, then the
/// measurement list, which goes on growing: so the list holds at least what the PCRs vouch for.
/// </summary>
public sealed class EvidenceCollector
{
    private const string TpmFolder = "sys/class/tpm/tpm0/";
    private const string AuditFolder = "var/log/audit/";

    /// <summary>The form that is read first goes first.</summary>
    private static readonly string[] BinaryLists =
    [
        "binary_runtime_measurements", "binary_runtime_measurements_sha1", "binary_runtime_measurements_sha256",
        "binary_runtime_measurements_sha384", "binary_runtime_measurements_sha512", "binary_runtime_measurements_sm3",
    ];

    private readonly CollectRequest request;
    private readonly EvidenceRoot root;
    private readonly EvidencePacker packer;
    private readonly Action<int, int>? progress;
    private readonly CancellationToken interrupted;
    private SortedSet<HostPath> measured = [];

    private EvidenceCollector(CollectRequest request, EvidencePacker packer, Action<int, int>? progress, CancellationToken interrupted)
    {
        this.request = request;
        this.packer = packer;
        this.progress = progress;
        this.interrupted = interrupted;
        root = request.Root;
    }

    /// <summary>Writes the archive, not compressed.</summary>
    /// <param name="request">What to pack.</param>
    /// <param name="output">Left open.</param>
    /// <param name="scratch">An empty file to be written and read; left open.</param>
    /// <param name="progress">Told how many files of how many are packed.</param>
    /// <param name="interrupted">Ends the work.</param>
    /// <exception cref="CannotCheckException">Neither a measurement list nor an audit log could be read.</exception>
    /// <exception cref="IOException">The archive cannot be written.</exception>
    public static Collection Collect(CollectRequest request, Stream output, FileStream scratch, Action<int, int>? progress,
        CancellationToken interrupted)
    {
        using var packer = new EvidencePacker(request.Root, output, scratch, request.MostBytes, interrupted);
        var collector = new EvidenceCollector(request, packer, progress, interrupted);
        collector.Run();
        return packer.Collection;
    }

    private void Run()
    {
        TakePcrs();
        var hasList = TakeLists();
        TakeHost();
        if (!TakeAudit() && !hasList)
            throw new CannotCheckException($"neither a measurement list nor an audit log can be read: {root.Name}", !root.IsLive
                ? "name the folder that holds the host's files, with sys, proc and var in it"
                : Environment.IsPrivilegedProcess ? "load an IMA policy and mount securityfs, and start auditd" : "run as root");
        TakePackages();
        if (request.WithPrograms)
            TakePrograms();
        else
            packer.Miss("programs", "the content of programs was not asked for: --files", isLoss: false);
        packer.Add(CollectionManifest.Name, CollectionManifest.Write(request, HostFacts.Of(root), packer.Collection), request.Now);
    }

    private void TakePcrs()
    {
        var pcrs = DigestAlgorithm.Banks.SelectMany(algorithm =>
            Enumerable.Range(0, PcrBanks.PcrCount).Select(pcr => $"{TpmFolder}pcr-{algorithm.Name}/{pcr}"))
            .Where(root.Has).ToArray();
        if (pcrs.Length == 0)
            packer.Miss(TpmFolder, "there is no TPM with pcr-ALG folders, so nothing vouches for the list", isLoss: true);
        TakeAll(pcrs);
    }

    private bool TakeLists()
    {
        var isTaken = false;
        // The kernel's count goes before the list: a list that has fewer entries lacks some.
        TakeAll([ListPaths.Count, ListPaths.Folder + "violations", ListPaths.Folder + "policy"]);
        foreach (var name in BinaryLists)
            if ((!isTaken && name == BinaryLists[0]) || root.Has(ListPaths.Folder + name))
                isTaken |= TakeList(ListPaths.Folder + name, !isTaken);
        isTaken |= TakeList(ListPaths.Folder + "ascii_runtime_measurements", !isTaken);
        // Its content is the kernel's to hand out once.
        foreach (var staged in ListPaths.ByPreference.Select(path => path + ListPaths.StagedSuffix).Where(root.Has))
            packer.Take(staged, Stream.Null, 0, request.Now, note: "empty here: that it is there is what a scan wants to know");
        return isTaken;
    }

    private bool TakeList(string path, bool isFirst)
    {
        if (!packer.Take(path, isLoss: isFirst && path.EndsWith(BinaryLists[0], StringComparison.Ordinal)))
            return false;
        if (isFirst && request.WithPrograms)
            try
            {
                measured = ProgramsIn(path, packer.Latest());
            }
            catch (CannotCheckException fault)
            {
                packer.Miss("programs", fault.Message, isLoss: true);
            }
        return true;
    }

    private void TakeHost()
    {
        TakeAll(["proc/sys/kernel/random/boot_id", "proc/uptime", "proc/cmdline", "proc/sys/kernel/osrelease", "etc/os-release", "etc/timezone"]);
        if (root.IsLive)
            packer.Take("etc/hostname", new MemoryStream(Encoding.UTF8.GetBytes(Environment.MachineName + "\n")), long.MaxValue, request.Now,
                note: "what the kernel calls the host");
        else
            packer.Take("etc/hostname");
        TakeUsers();
        if (root.ReadLink(HostPath.Of("/etc/localtime")) is { } zone && LossyUtf8.IsValid(zone.Bytes))
            packer.TakeLink("etc/localtime", zone.ToString());
        // Whether these are part of /usr decides under which names packages' files are known.
        foreach (var folder in (string[])["bin", "sbin", "lib", "lib32", "lib64", "libx32"])
            if (root.ReadLink(HostPath.Of("/" + folder)) is { } target && LossyUtf8.IsValid(target.Bytes))
                packer.TakeLink(folder, target.ToString());
            else if (root.Has(folder))
                packer.TakeFolder(folder);
    }

    private void TakeUsers()
    {
        try
        {
            using var file = root.Open(UserNames.File);
            if (file is null)
                packer.Miss(UserNames.File, "there is none", isLoss: false);
            else
                packer.Take(UserNames.File, new MemoryStream(UserNames.Reduced(file)), long.MaxValue, File.GetLastWriteTimeUtc(file.SafeFileHandle),
                    note: "users' names and numbers, and nothing else");
        }
        catch (Exception fault) when (fault is CannotCheckException or IOException or UnauthorizedAccessException)
        {
            packer.Miss(UserNames.File, "it cannot be read", isLoss: true);
        }
    }

    /// <summary>Every log is opened, and its length taken, before the first is read: a rotation meanwhile doubles and loses nothing.</summary>
    private bool TakeAudit()
    {
        try
        {
            using var logs = AuditLogFiles.Under(root);
            if (logs.Count == 0)
                packer.Miss(AuditFolder + "audit.log", "there is no audit log, so nobody can say who used a file", isLoss: true);
            var lengths = logs.Select(log => log.Content.Length).ToArray();
            var first = FirstThatFits(lengths);
            var isTaken = false;
            for (var i = 0; i < logs.Count; i++)
            {
                var path = AuditFolder + Path.GetFileName(logs[i].Name);
                if (i < first)
                    packer.Miss(path, "there is no room for it within --max-size", isLoss: true);
                else
                    isTaken |= packer.Take(path, logs[i].Content, lengths[i],
                        File.GetLastWriteTimeUtc(((FileStream)logs[i].Content).SafeFileHandle));
                progress?.Invoke(i + 1, logs.Count);
            }
            return isTaken;
        }
        catch (CannotCheckException fault)
        {
            packer.Miss(AuditFolder + "audit.log", fault.Message, isLoss: true);
            return false;
        }
    }

    /// <summary>Where there is no room for all, the newest logs go first, without a gap.</summary>
    private int FirstThatFits(long[] lengths)
    {
        var first = lengths.Length;
        for (var room = packer.Room; first > 0 && lengths[first - 1] <= room; first--)
            room -= lengths[first - 1];
        return first;
    }

    /// <summary>Packs what a scan reads of the package database: which package owns a file, what it installed, and when.</summary>
    private void TakePackages()
    {
        using var before = PackageManagers.OpenDatabase(root);
        if (before is null)
        {
            packer.Miss(PackageManagers.All[0].Folder, $"there is no package database, {PackageManagers.AnyOf(manager => manager.Name + "'s")}",
                isLoss: true);
            return;
        }
        var manager = before.Manager;
        TakeAll([.. manager.FilesToCollect(root, reason => packer.Miss(manager.Folder, reason, isLoss: true))]);
        using var after = PackageManagers.OpenDatabase(root);
        if (after?.Stamp != before.Stamp)
            packer.Miss($"database of {manager.Name}", "packages changed while it was packed: collect again when that is over", isLoss: true);
    }

    private void TakeAll(string[] paths)
    {
        for (var i = 0; i < paths.Length; i++)
        {
            packer.Take(paths[i]);
            progress?.Invoke(i + 1, paths.Length);
        }
    }

    /// <summary>In the list, a space is an underscore: several files can bear one name there.</summary>
    private IEnumerable<HostPath> NamesOnDisk(HostPath listed) => listed.FileName.Contains((byte)'_')
        ? root.FilesIn(new HostPath(listed.Bytes[..Math.Max(1, listed.Bytes.Length - listed.FileName.Length - 1)]))
            .Where(path => path.AsListed() == listed).Order()
        : [listed];

    /// <summary>False where it is no program, or cannot be read.</summary>
    private bool TakeProgram(HostPath path)
    {
        using var program = root.OpenProgram(path);
        return program is not null && packer.Take(path.ToString()[1..], program, long.MaxValue, File.GetLastWriteTimeUtc(program.SafeFileHandle),
            (UnixFileMode)(FileStatus.Of(program.SafeFileHandle) is { } status ? status.Permissions & 0x1FF : 0));
    }

    private void TakePrograms()
    {
        var (done, gone, unnamed) = (0, 0, 0);
        foreach (var listed in measured)
        {
            interrupted.ThrowIfCancellationRequested();
            progress?.Invoke(++done, measured.Count);
            var isTaken = false;
            foreach (var path in NamesOnDisk(listed))
                if (LossyUtf8.IsValid(path.Bytes))
                    isTaken |= TakeProgram(path);
                else
                    unnamed++;
            if (!isTaken)
                gone++;
        }
        if (gone > 0)
            packer.Miss("programs", $"names in the list for which no program was packed: {gone}", isLoss: false);
        if (unnamed > 0)
            packer.Miss("programs", $"programs whose names are no UTF-8: {unnamed}", isLoss: true);
    }

    /// <summary>The paths that a measurement list names, in byte order; what the kernel could not place in the file system is left out.</summary>
    /// <param name="name">As messages name the list.</param>
    /// <param name="list">Left open.</param>
    /// <exception cref="CannotCheckException">The list is damaged.</exception>
    private static SortedSet<HostPath> ProgramsIn(string name, FileStream list)
    {
        var paths = new SortedSet<HostPath>();
        var shared = new Microsoft.Win32.SafeHandles.SafeFileHandle(list.SafeFileHandle.DangerousGetHandle(), ownsHandle: false);
        using var reader = MeasurementList.Open(name, new FileStream(shared, FileAccess.Read, bufferSize: 0), Path.GetFileName(name));
        while (reader.Read(out var entry))
            if (entry.Name is [(byte)'/', ..] && entry.Name.Length <= HostPath.MostBytes)
                paths.Add(new HostPath(entry.Name));
        return paths;
    }
}
