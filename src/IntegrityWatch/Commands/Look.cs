using System.CommandLine;
using IntegrityWatch.Detection.Indicators.HashLists;
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
    private readonly bool isPruning;

    private Look(EvidenceRoot root, IPackageDatabase? packages, string database, IHistoryUpdate history, Policy policy, EvidenceSnapshot evidence,
        DateTimeOffset now, bool isPruning)
    {
        Database = database;
        Now = now;
        this.isPruning = isPruning;
        Root = root;
        Packages = packages;
        History = history;
        Policy = policy;
        Evidence = evidence;
    }

    public EvidenceRoot Root { get; }

    /// <summary>Null where no package manager is known.</summary>
    public IPackageDatabase? Packages { get; }

    /// <summary>The history's file.</summary>
    public string Database { get; }

    public IHistoryUpdate History { get; }

    public Policy Policy { get; }

    public EvidenceSnapshot Evidence { get; }

    /// <summary>The clock of this run.</summary>
    public DateTimeOffset Now { get; }

    /// <param name="parsed">The command line.</param>
    /// <param name="options">Those of every command.</param>
    /// <param name="evidenceOptions">Those that name the evidence.</param>
    /// <param name="session">Where to speak.</param>
    /// <param name="patience">How long to wait for another run that holds the history.</param>
    /// <exception cref="CannotCheckException">Something keeps it from judging.</exception>
    public static Look Take(ParseResult parsed, GlobalOptions options, EvidenceOptions evidenceOptions, Session session, TimeSpan patience)
    {
        session.Voice.IsQuiet = options.Quiet(parsed);
        var now = session.Now;
        var settings = options.Settings(parsed);
        var policy = options.Policy(parsed, settings);
        var root = options.OpenRoot(parsed, session);
        IPackageDatabase? packages = null;
        IHistoryUpdate? history = null;
        try
        {
            var database = options.Database(parsed, settings, root);
            history = HistoryFile.OpenForUpdate(database, patience);
            using var keys = policy.SignatureKeys.Count == 0 ? null : SignatureKeys.Load(policy.SignatureKeys);
            var request = evidenceOptions.Request(parsed, root, options.NamesRoot(parsed)) with { Keys = keys };
            var evidence = new EvidenceReader(request, history, session.Interrupted).Read();
            Requirements.CheckAudit(policy, evidence);
            Requirements.CheckTpm(policy, evidence);
            TellOf(session.Voice, evidence, request.WithoutAudit, options.Verbose(parsed));
            TellOf(session.Voice, policy.Indicators.HashLists, options.Verbose(parsed));
            packages = PackageManagers.OpenDatabase(root);
            if (packages?.Fault is DeniedException denied)
                throw denied;
            Requirements.CheckPackages(policy, packages);
            // Before anything is recorded: what is seen again now has the last word.
            var isPruning = Retention.IsDue(history, now);
            if (isPruning)
                Retention.Forget(history, now - policy.KeepObserved);
            return new Look(root, packages, database, history, policy, evidence, now, isPruning);
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
    /// <param name="judgeAnew">Whether the next scan is to judge all that is known, and not only what is news to it.</param>
    public void PutPlace(bool judgeAnew = false)
    {
        if (Evidence.List is { } list && History.Cursor(Evidence.ListId)?.Position.Bytes != list.Position.Bytes)
            History.Put(new BootCursor { BootId = Evidence.ListId, Position = list.Position, Replay = list.Replay, LastScanned = Now });
        if (Evidence.Audit is { Position: { } position } audit && (audit.Records > 0 || !audit.Resumed))
            History.Put(new AuditCursor(audit.Source, position));
        var packagesStamp = Packages?.Stamp ?? History.State.PackagesStamp;
        var fingerprint = judgeAnew ? null : Policy.Fingerprint;
        if (History.HasChanges || isPruning || History.State.PolicyFingerprint != fingerprint || History.State.PackagesStamp != packagesStamp)
            History.Put(History.State with
            {
                Host = History.State.Host ?? Evidence.Host.Name,
                LastScan = Now,
                Scans = History.State.Scans + 1,
                PackagesStamp = packagesStamp,
                LastPruned = isPruning || History.IsEmpty ? Now : History.State.LastPruned,
                PolicyFingerprint = fingerprint,
            });
    }

    /// <summary>
    /// What was asked of the package database by now and could not be read. Evidence that was brought from elsewhere seldom holds all
    /// of it; there only what keeps all of it from being used is worth a line.
    /// </summary>
    public void TellOfPackages(Voice voice, bool verbose)
    {
        if (Packages?.Fault is { } fault)
            voice.Note(fault.Message, fault.Hint);
        else if (Root.IsLive || verbose)
            foreach (var problem in Packages?.Problems ?? [])
                voice.Note(problem);
    }

    public void Dispose()
    {
        Packages?.Dispose();
        History.Dispose();
        Root.Dispose();
    }

    private static void TellOf(Voice voice, EvidenceSnapshot evidence, bool auditIsLeftOut, bool verbose)
    {
        foreach (var problem in (evidence.List?.Problems ?? []).Concat(evidence.Audit?.Problems ?? []))
            voice.Note(problem);
        if (evidence is { List: not null, Audit: null } && !auditIsLeftOut)
            voice.Note("there is no audit log, so nobody can say who used a file",
                "start auditd, bring var/log/audit along, or say --no-audit");
        if (!verbose)
            return;
        if (evidence.List is { } list)
        {
            voice.Complain($"read {list.Source}: {list.Format}, {list.Entries} entries, {list.NewEntries} of them new");
            voice.Complain($"compared it with the TPM: {list.Verdict.Reason}");
        }
        if (evidence.Audit is { PolicyLoads: > 0 } audit)
            voice.Complain($"loads of an IMA policy in the audit log: {audit.PolicyLoads}");
        foreach (var file in evidence.Audit?.Files ?? [])
            voice.Complain($"read {file}");
    }

    private static void TellOf(Voice voice, IReadOnlyList<HashList> lists, bool verbose)
    {
        foreach (var list in lists)
        {
            foreach (var problem in list.Problems)
                voice.Note(problem);
            if (list.Bad > list.Problems.Count)
                voice.Note($"{list.File}: lines from which no digest could be had: {list.Bad}");
            if (verbose)
                voice.Complain($"read {list.File}: {string.Join(", ", list.Counts.OrderBy(count => count.Key, StringComparer.Ordinal)
                    .Select(count => $"{count.Value} {count.Key}"))}");
        }
    }
}
