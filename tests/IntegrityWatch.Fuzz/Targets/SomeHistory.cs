using System.Security.Cryptography;
using System.Text;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>A history with something of every kind in it.</summary>
internal static class SomeHistory
{
    private const int Paths = 40;

    private static readonly DateTimeOffset Time = DateTimeOffset.UnixEpoch.AddYears(56);

    /// <summary>The file.</summary>
    public static byte[] Make(string path)
    {
        using (var update = HistoryFile.OpenForUpdate(path))
        {
            for (var number = 0; number < Paths; number++)
                Put(update, HostPath.Of($"/usr/bin/{number}"), number);
            update.Put(new Generation { Number = 1, Origin = GenerationOrigin.Capture, Name = "first", CapturedAt = Time, EvidenceAt = Time, Paths = Paths, Content = "c", Chain = "d" });
            update.Put(new PackageVersions { Generation = 1, Manager = "dpkg", Versions = new Dictionary<string, string> { ["bash"] = "5.2" } });
            update.Put(new FindingLife { Id = "f1", Kind = "new-file", Path = HostPath.Of("/tmp/x"), Subject = "", FoundAt = Time });
            update.Change(_ => new HistoryState { Host = "web01" });
            update.Publish();
        }
        return File.ReadAllBytes(path);
    }

    /// <summary>All that a scan reads of it.</summary>
    /// <exception cref="CannotCheckException">It cannot be read.</exception>
    public static string Everything(string path)
    {
        using var history = HistoryFile.OpenForReading(path);
        var all = new StringBuilder().Append(history.State.Host);
        foreach (var observed in history.AllObserved())
            all.Append($"\n{observed.Path} {observed.Digest} {observed.FirstSeen:O} {observed.LatestProcess?.Pid} {string.Join(',', observed.Boots)}");
        foreach (var approval in history.AllApprovals())
            all.Append($"\n{approval.Path} {approval.Digest} {approval.ApprovedAt:O} {approval.Generation}");
        foreach (var generation in history.Generations)
            all.Append($"\n{generation.Number} {generation.Name} {generation.Chain} {history.Packages(generation.Number)?.Versions.Count}");
        foreach (var incident in history.Incidents())
            all.Append($"\n{incident.Key.Kind} {incident.Key.Path} {incident.Count}");
        foreach (var finding in history.Findings())
            all.Append($"\n{finding.Id} {finding.Kind} {finding.Path} {finding.FoundAt:O}");
        all.Append('\n').Append(history.Observed(HostPath.Of("/usr/bin/7")).Count).Append(history.Approvals(DigestOf(7)).Count);
        return all.ToString();
    }

    private static void Put(IHistoryUpdate update, HostPath path, int number)
    {
        update.Put(new ObservedDigest
        {
            Path = path,
            Digest = DigestOf(number),
            Sources = EvidenceSources.Ima,
            FirstSeen = Time,
            LastSeen = Time.AddSeconds(number),
            Boots = ["6d6b9c5e-2b1a-4b4e-8a51-0d2f5a0d7c11"],
            LatestProcess = new ProcessInfo { Pid = number, Comm = HostPath.Of("bash"), Exe = HostPath.Of("/usr/bin/bash"), Time = Time },
        });
        update.Put(new Approval { Path = path, Digest = DigestOf(number), Terms = new ApprovalTerms([1]), OnDiskSince = 1, ApprovedAt = Time });
        update.Put(new IncidentRecord
        {
            Key = new IncidentKey("violation", path, "s"),
            Count = number,
            FirstSeen = Time,
            LastSeen = Time,
            Sources = EvidenceSources.Ima,
        });
    }

    private static Digest DigestOf(int number) => new("sha256", SHA256.HashData([(byte)number]));
}
