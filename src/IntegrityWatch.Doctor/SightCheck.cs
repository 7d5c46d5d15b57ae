using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.History;

namespace IntegrityWatch.Doctor;

/// <summary>Whether what can be read now is enough to judge the host by: what a scan asks before it judges, in the scan's words.</summary>
internal sealed class SightCheck() : DoctorCheck("sight", "judgement")
{
    public override bool IsEssential => true;

    public override IEnumerable<CheckResult> Examine(CheckedHost host)
    {
        var (root, policy) = (host.Root, host.Rules);
        using var keys = policy.SignatureKeys.Count == 0 ? null : SignatureKeys.Load(policy.SignatureKeys);
        using var history = HistoryIfReadable(host.Request.Database);
        if (history is null)
            yield break;
        using var packages = PackageManagers.OpenDatabase(root);
        var evidence = new EvidenceReader(new EvidenceRequest
        {
            Root = root, Disk = root, Keys = keys, Containers = policy.Containers, Nodes = policy.Nodes,
        }, history, host.Request.Interrupted).Read();
        var blindness = Sight.Of(policy, evidence, root.IsLive, packages);
        yield return blindness.Count == 0
            ? Ok("enough", "what can be read is enough to judge this host by")
            : Unknown("enough", string.Join("; ", blindness.Select(blind => blind.Reason)), blindness[0].Advice);
    }

    /// <summary>Null where it cannot be read, of which another check tells: a scan cannot begin then.</summary>
    private static IHistory? HistoryIfReadable(string database)
    {
        try
        {
            return HistoryFile.OpenIfThere(database);
        }
        catch (CannotCheckException)
        {
            return null;
        }
    }
}
