using System.CommandLine;
using System.Globalization;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.History;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary>One look at a host that may change its history: what a scan and a capture begin with.</summary>
internal sealed class Look : IDisposable
{
    private Look(EvidenceRoot root, IPackageDatabase? packages, IHistoryUpdate history, Policy policy, EvidenceSnapshot evidence)
    {
        Root = root;
        Packages = packages;
        History = history;
        Policy = policy;
        Evidence = evidence;
    }

    public EvidenceRoot Root { get; }

    /// <summary>Null where no package manager is known.</summary>
    public IPackageDatabase? Packages { get; }

    public IHistoryUpdate History { get; }

    public Policy Policy { get; }

    public EvidenceSnapshot Evidence { get; }

    /// <summary>The clock of this run.</summary>
    public DateTimeOffset Now { get; } = DateTimeOffset.UtcNow;

    /// <exception cref="CannotCheckException">Something keeps it from judging.</exception>
    public static Look Take(ParseResult parsed, GlobalOptions options, EvidenceOptions evidenceOptions, Session session)
    {
        session.Voice.IsQuiet = options.Quiet(parsed);
        var settings = options.Settings(parsed);
        var policy = options.Policy(parsed, settings);
        var root = new EvidenceRoot(options.Root(parsed));
        IPackageDatabase? packages = null;
        IHistoryUpdate? history = null;
        try
        {
            history = HistoryFile.OpenForUpdate(options.Database(parsed, settings, root));
            using var keys = policy.SignatureKeys.Count == 0 ? null : SignatureKeys.Load(policy.SignatureKeys);
            var request = evidenceOptions.Request(parsed, root, options.NamesRoot(parsed)) with { Keys = keys };
            var evidence = new EvidenceReader(request, history, session.Interrupted).Read();
            Require(policy, evidence);
            TellOf(session.Voice, evidence, options.Verbose(parsed));
            packages = PackageDatabase.Open(root);
            return new Look(root, packages, history, policy, evidence);
        }
        catch
        {
            packages?.Dispose();
            history?.Dispose();
            root.Dispose();
            throw;
        }
    }

    /// <summary>Puts what the next look goes on from, where something is put or changed at all.</summary>
    public void PutPlace()
    {
        if (Evidence.List is { } list && History.Cursor(Evidence.ListId)?.Position.Bytes != list.Position.Bytes)
            History.Put(new BootCursor { BootId = Evidence.ListId, Position = list.Position, Replay = list.Replay, LastScanned = Now });
        if (Evidence.Audit is { Position: { } position } audit && (audit.Records > 0 || !audit.Resumed))
            History.Put(new AuditCursor(audit.Source, position));
        var packagesStamp = Packages?.Stamp ?? History.State.PackagesStamp;
        if (History.HasChanges || History.State.PolicyFingerprint != Policy.Fingerprint || History.State.PackagesStamp != packagesStamp)
            History.Put(History.State with
            {
                Host = History.State.Host ?? Evidence.Host.Name,
                LastScan = Now,
                PackagesStamp = packagesStamp,
                PolicyFingerprint = Policy.Fingerprint,
            });
    }

    public void Dispose()
    {
        Packages?.Dispose();
        History.Dispose();
        Root.Dispose();
    }

    private static void Require(Policy policy, EvidenceSnapshot evidence)
    {
        if (policy.Required.Contains(RequiredSource.Audit) && evidence.Audit is not { Records: > 0 })
            throw new CannotCheckException("the policy requires an audit log, and there is none", "start auditd, or take audit out of require");
        if (policy.Required.Contains(RequiredSource.Tpm) && evidence.List?.Verdict.Verified is null)
            throw new CannotCheckException($"the policy requires a TPM: {evidence.List?.Verdict.Reason ?? "the measurement list was left out"}",
                "see integritywatch verify, or take tpm out of require");
    }

    private static void TellOf(Voice voice, EvidenceSnapshot evidence, bool verbose)
    {
        foreach (var problem in (evidence.List?.Problems ?? []).Concat(evidence.Audit?.Problems ?? []))
            voice.Note(problem);
        if (evidence is { List: not null, Audit: null })
            voice.Note("there is no audit log, so nobody can say who used a file",
                "start auditd, bring var/log/audit along, or say --no-audit");
        if (!verbose)
            return;
        if (evidence.List is { } list)
        {
            voice.Complain(string.Create(CultureInfo.InvariantCulture,
                $"read {list.Source}: {list.Format}, {list.Entries} entries, {list.NewEntries} of them new"));
            voice.Complain($"compared it with the TPM: {list.Verdict.Reason}");
        }
        if (evidence.Audit is { PolicyLoads: > 0 } audit)
            voice.Complain(string.Create(CultureInfo.InvariantCulture, $"loads of an IMA policy in the audit log: {audit.PolicyLoads}"));
        foreach (var file in evidence.Audit?.Files ?? [])
            voice.Complain($"read {file}");
    }
}
