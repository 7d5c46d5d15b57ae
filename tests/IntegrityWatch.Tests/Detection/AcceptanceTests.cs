using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Tests.Detection;

public sealed class AcceptanceTests : IDisposable
{
    private static readonly HostPath Added = HostPath.Of("/usr/bin/added");

    private readonly SomeHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public void An_accepted_file_is_no_finding_any_more_and_others_stay_open()
    {
        host.Capture(Some.Evidence());
        var evidence = Some.Evidence(Some.Seen(Added, Some.DigestA, entry: 2), Some.Seen(Some.Path, Some.DigestB, entry: 3));
        var finding = host.Scan(evidence).First(found => found.Path == Added);

        var generation = Accept(finding);

        Assert.Equal((2, GenerationOrigin.Acceptance, "belongs", "root"), (generation.Number, generation.Origin, generation.Reason, generation.By));
        Assert.Equal([Some.Path], host.Scan(evidence).Select(found => found.Path).Distinct());
        Assert.Equal([Some.Path], host.OpenFindings().Select(found => found.Path).Distinct());
    }

    [Fact]
    public void An_accepted_digest_is_that_digest_alone()
    {
        host.Capture(Some.Evidence());
        Accept(host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestA, entry: 2)))[0]);

        Assert.Equal(["altered-file"], host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestB, entry: 3))).On(Added));
    }

    [Fact]
    public void Drift_that_is_accepted_is_closed_because_its_content_is_approved()
    {
        host.Capture(Some.Evidence());
        var finding = host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestA, entry: 2))).Single(FindingKind.NewFile);

        Assert.Equal([FindingClosure.Approved], host.Accept("belongs", finding).Closed.Select(life => life.Closed!.Value));
    }

    [Fact]
    public void What_is_out_of_place_can_be_accepted_with_all_that_is_told_of_it()
    {
        host.Capture(Some.Evidence());
        var evidence = Some.Evidence(Some.Seen(HostPath.Of("/tmp/java"), Some.DigestA, entry: 2));

        host.Accept("ours", [.. host.Scan(evidence)]);

        Assert.Empty(host.Scan(evidence));
    }

    [Fact]
    public void An_writtenis_closed_with_who_and_why_and_opens_again_when_it_happens_again()
    {
        host.Capture(Some.Evidence());
        var finding = host.Scan(Some.Evidence() with { Incidents = [Some.Violation()] }).Single(FindingKind.Violation);

        Assert.Equal(GenerationOrigin.Acceptance, Accept(finding).Origin);

        Assert.Empty(host.Scan(Some.Evidence()));
        var life = Assert.Single(host.Ask(history => history.Findings()), life => life.Kind == "violation");
        Assert.Equal(("root", "belongs"), (life.AcceptedBy, life.AcceptedReason));
        Assert.Equal(FindingState.New, host.Scan(Some.Evidence() with { Incidents = [Some.Violation()] }).Single(FindingKind.Violation).State);
    }

    [Fact]
    public void Without_a_baseline_a_circumstance_can_be_waived_and_there_still_is_no_baseline()
    {
        var evidence = Some.Evidence(Some.Seen(HostPath.Of("/tmp/java"), Some.DigestA));
        var findings = host.Scan(evidence).Where(finding => finding.Path == HostPath.Of("/tmp/java")).ToArray();

        host.Accept("ours", findings);

        Assert.Equal([FindingKind.NoBaseline], host.Scan(evidence).Select(finding => finding.Kind));
    }

    [Fact]
    public void Where_the_baseline_was_taken_back_no_content_is_accepted()
    {
        host.Capture(Some.Evidence());
        var drift = host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestA))).Single(FindingKind.NewFile);
        host.Undo();

        Assert.Contains("nothing has been captured", Assert.Throws<CannotCheckException>(() => Accept(drift)).Message, StringComparison.Ordinal);

        Assert.Empty(host.Approvals(Added));
        Assert.Contains(drift.Id, host.OpenFindings().Select(finding => finding.Id));
    }

    [Fact]
    public void The_lesser_finding_of_a_content_is_refused_while_a_worse_one_is_not_named()
    {
        host.Capture(Some.Evidence());
        var findings = host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/tmp/java"), Some.DigestA)));
        var (lesser, worse) = (findings.Single(FindingKind.NewFile), findings.Single(FindingKind.KnownBad));

        Assert.Contains(worse.Id, Assert.Throws<CannotCheckException>(() => Accept(lesser)).Message, StringComparison.Ordinal);

        Assert.Single(host.Ask(history => history.Generations));
        Assert.Equal(findings.Count, host.OpenFindings().Count);
    }

    [Fact]
    public void The_worse_finding_alone_is_waived_and_the_lesser_stays_open()
    {
        host.Capture(Some.Evidence());
        var findings = host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/opt/.x/tool"), Some.DigestA)));
        var (drift, place) = (findings.Single(FindingKind.NewFile), findings.Single(FindingKind.SuspiciousLocation));

        var settled = host.Accept("ours", place);

        Assert.Empty(settled.Approved);
        Assert.Equal([FindingClosure.Waived], settled.Closed.Select(life => life.Closed!.Value));
        Assert.Equal([drift.Id], host.OpenFindings().Select(finding => finding.Id));
        var decision = Assert.Single(host.Ask(history => history.Decisions()));
        Assert.Equal((DecisionVerb.Waive, place.Id, 2, "ours", "root"), (decision.Verb, decision.FindingId, decision.Generation, decision.Reason, decision.By));
    }

    [Fact]
    public void A_file_that_is_accepted_keeps_the_signature_that_does_not_verify()
    {
        host.Capture(Some.Evidence());
        var invalid = new Incident { Kind = FindingKind.SignatureInvalid, Path = Added, Digest = Some.DigestA, Subject = "1", Sources = EvidenceSources.Ima };
        var findings = host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestA)) with { Incidents = [invalid] });
        var (drift, signature) = (findings.Single(FindingKind.NewFile), findings.Single(FindingKind.SignatureInvalid));
        host.Change(history => history.Put(history.Findings().Single(life => life.Id == drift.Id) with { ReportedSeverity = "High" }));

        Accept(host.OpenFindings().Single(FindingKind.NewFile));

        Assert.Equal([signature.Id], host.OpenFindings().Select(finding => finding.Id));
        Assert.Equal([signature.Id], host.Scan(Some.Evidence()).Select(finding => finding.Id));
    }

    [Fact]
    public void A_worse_writtenon_the_path_is_no_finding_of_the_content()
    {
        host.Capture(Some.Evidence());
        var written = new Incident { Kind = FindingKind.Technique, Path = Added, Subject = "T1574.006 done", Sources = EvidenceSources.Audit };
        var findings = host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestA)) with { Incidents = [written] });
        host.Change(history =>
        {
            foreach (var life in history.Findings().Where(life => life.Kind == "technique"))
                history.Put(life with { ReportedSeverity = "Critical" });
        });

        Accept(findings.Single(FindingKind.NewFile));

        Assert.Equal([FindingKind.Technique], host.OpenFindings().Select(finding => finding.Kind));
    }

    [Fact]
    public void A_module_that_nobody_vouches_for_is_waived_and_its_content_is_approved_by_its_drift_alone()
    {
        var module = HostPath.Of("/usr/lib/modules/6.1/extra/x.ko");
        host.Packages = new SomePackages();
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestC)));
        var findings = host.Scan(Some.Evidence(Some.Seen(module, Some.DigestA, entry: 2)));

        host.Accept("ours", findings.Single(FindingKind.UnknownModule));

        Assert.Empty(host.Approvals(module));
        Assert.Equal([FindingKind.NewFile], host.OpenFindings().Select(finding => finding.Kind));
    }

    [Fact]
    public void One_content_of_a_path_is_accepted_and_another_is_not()
    {
        host.Capture(Some.Evidence());
        var findings = host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestA), Some.Seen(Added, Some.DigestB, entry: 2)));

        Accept(findings.First(finding => finding.Digest!.Equals(Some.DigestA)));

        Assert.All(host.OpenFindings(), finding => Assert.Equal(Some.DigestB, finding.Digest));
        Assert.NotEmpty(host.OpenFindings());
    }

    [Fact]
    public void A_waiver_is_for_that_content_alone()
    {
        host.Capture(Some.Evidence());
        var place = HostPath.Of("/opt/.x/tool");
        host.Accept("ours", [.. host.Scan(Some.Evidence(Some.Seen(place, Some.DigestA)))]);

        Assert.Empty(host.Scan(Some.Evidence(Some.Audited(place, Some.DigestA, Some.Time.AddHours(5)))));
        Assert.Contains("suspicious-location", host.Scan(Some.Evidence(Some.Seen(place, Some.DigestB, entry: 2))).On(place));
    }

    [Fact]
    public void What_a_person_accepted_no_capture_supersedes_while_this_boots_list_holds_it()
    {
        using var folder = new TemporaryFolder();
        using var disk = new EvidenceRoot(folder.Path);
        folder.Write("usr/bin/some", "a");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);
        folder.Write("usr/bin/some", "b");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2)), disk);
        var boot = Some.Evidence(Some.OtherBoot, Some.Listed(Some.Path, Some.DigestA), Some.Listed(Some.Path, Some.DigestB, entry: 2));
        Accept(host.Scan(boot, disk).Single(FindingKind.RevertedFile));

        Assert.Empty(host.Capture(boot, disk).Superseded);
        Assert.Equal([Some.DigestA], host.Capture(Some.Evidence("33333333-3333-4333-8333-333333333333", Some.Listed(Some.Path, Some.DigestB)), disk).Superseded.Select(known => known.Digest));
    }

    [Fact]
    public void That_there_is_no_baseline_cannot_be_accepted()
    {
        var finding = host.Scan(Some.Evidence()).Single(FindingKind.NoBaseline);

        Assert.Throws<CannotCheckException>(() => Accept(finding));
    }

    [Fact]
    public void An_upgrade_is_still_explained_after_one_of_its_files_was_accepted()
    {
        using var folder = new TemporaryFolder();
        using var disk = new EvidenceRoot(folder.Path);
        host.Packages = new SomePackages();
        host.Packages.Install(Some.Path, "a", "1.0");
        host.Packages.Install(Added, "a", "1.0");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA), Some.Seen(Added, Some.DigestA)), disk);
        folder.Write("usr/bin/some", "b");
        folder.Write("usr/bin/added", "b");
        host.Packages.Install(Some.Path, "b", "1.1");
        host.Packages.Install(Added, "b", "1.1");
        var evidence = Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2), Some.Seen(Added, Some.DigestB, entry: 3));
        Accept(host.Scan(evidence, disk).First(found => found.Path == Added));

        Assert.Equal(Severity.Low, host.Scan(evidence, disk).Single(FindingKind.AlteredFile).Severity);
    }

    [Fact]
    public void A_decision_that_is_edited_in_the_history_shows_in_the_generation_that_it_was_made_in()
    {
        host.Capture(Some.Evidence());
        var place = HostPath.Of("/opt/.x/tool");
        host.Accept("ours", [.. host.Scan(Some.Evidence(Some.Seen(place, Some.DigestA)))]);
        Assert.All(host.Ask(history => GenerationCheck.Of(history)), verdict => Assert.True(verdict.Holds));

        host.Change(history => history.Put(history.Decisions().Single() with { Digest = Some.DigestB }));

        Assert.Equal([true, false], host.Ask(history => GenerationCheck.Of(history)).Select(verdict => verdict.Holds));
    }

    [Fact]
    public void An_altered_list_is_accepted_as_it_is_now_and_an_writtenas_the_one_that_happened()
    {
        host.Capture(Some.Evidence());
        var tampered = new Incident { Kind = FindingKind.ListTampered, Subject = $"{Some.Boot} shrunk", Sources = EvidenceSources.Ima, Cause = "it shrank" };
        var violation = Some.Violation() with { Logged = Some.Logged(Some.Time), Subject = $"{Some.Boot} again" };
        var findings = host.Scan(Some.Evidence() with { Incidents = [tampered, violation] });
        host.Change(history => history.Put(new BootCursor
        {
            BootId = Some.Boot,
            Memory = new ListMemory(new ListPosition { Form = "binary", Entries = 7, Bytes = 100, PrefixDigest = [0xab, 0xcd] }, Some.Replay),
            LastScanned = Some.Time,
        }));

        host.Accept("known", [.. findings]);

        Assert.Empty(host.OpenFindings());
        Assert.Equal([$"{Some.Boot} shrunk; 7 entries, abcd"], Decided(FindingKind.ListTampered).Select(decision => decision.Subject));
        Assert.Equal([(Some.Logged(Some.Time), $"{Some.Boot} again")], Decided(FindingKind.Violation).Select(decision => (decision.Logged!.Value, decision.Subject)));
        Assert.Equal(3, host.Capture(Some.Evidence()).Generation.Number);
    }

    private IEnumerable<Decision> Decided(FindingKind kind) => host.Ask(history => history.Decisions()).Where(decision => decision.Kind == kind.Name());

    private Generation Accept(Finding finding) => host.Accept("belongs", finding).Generation;
}
