using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Siem;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>What is told to sinks of findings, observations and scans.</summary>
internal static class MessageOf
{
    private static readonly TextStyle StoryStyle = new(100, Colour: false);

    public static Message Finding(FindingsReport report, Finding finding)
    {
        var isTechnique = finding.Kind == FindingKind.Technique;
        var time = finding.Time(report) ?? report.Now;
        return new Message
        {
            Id = MessageId.Of("finding", report.Host ?? "", finding.Id, finding.Severity.Name(),
                MessageFields.Text((finding.FoundAt ?? time).UtcTicks)),
            Event = isTechnique ? MessageEvents.Technique : MessageEvents.Finding,
            Kind = finding.Kind.Name(),
            Time = time,
            Severity = finding.Severity,
            Host = report.Host ?? "",
            Text = finding.Path.IsEmpty
                ? $"{finding.Kind.Name()}: {finding.Message}"
                : $"{finding.Kind.Name()} {SafeText.Of(finding.Path)}: {finding.Message}",
            Story = StoryOf(finding),
            Fields = Fields(report, finding),
        };
    }

    public static Message Observation(FindingsReport report, ObservedDigest observed) => new()
    {
        Id = MessageId.Of("observation", report.Host ?? "", Convert.ToBase64String(observed.Path.Bytes), observed.Digest.ToString(),
            MessageFields.Text(observed.LastSeen.UtcTicks)),
        Event = MessageEvents.Observation,
        Kind = MessageEvents.Observation,
        Time = observed.LastSeen,
        Severity = Severity.Info,
        Host = report.Host ?? "",
        Text = $"seen {SafeText.Of(observed.Path)} {SafeText.Of(observed.Digest.ToString())}",
        Fields = Fields(report, observed),
    };

    /// <summary>A summary of the scan that the report tells of.</summary>
    public static Message Scan(FindingsReport report)
    {
        var findings = report.Findings;
        return new Message
        {
            Id = MessageId.Of("scan", report.Host ?? "", MessageFields.Text(report.Now.UtcTicks)),
            Event = MessageEvents.Scan,
            Kind = MessageEvents.Scan,
            Time = report.Now,
            Severity = findings.Verdict switch
            {
                Verdict.Ok => Severity.Info,
                Verdict.Warning => Severity.Medium,
                _ => Severity.Critical,
            },
            Host = report.Host ?? "",
            Text = $"scan {findings.Verdict.Name()}: {MessageFields.Text(findings.Open.Count)} open, {MessageFields.Text(findings.New)} new",
            Fields = ScanFields(report),
        };
    }

    /// <summary>Somebody tries whether a sink can be reached.</summary>
    public static Message Test(ToolInfo tool, string host, DateTimeOffset now) => new()
    {
        Id = MessageId.Of("test", host, MessageFields.Text(now.UtcTicks)),
        Event = MessageEvents.Test,
        Kind = MessageEvents.Test,
        Time = now,
        Severity = Severity.Info,
        Host = host,
        Text = "test: this sink can be reached",
        Fields = new MessageFields { { "tool", tool.Name }, { "tool_version", tool.Version } },
    };

    private static MessageFields Fields(FindingsReport report, Finding finding)
    {
        var fields = new MessageFields
        {
            { "finding_id", finding.Id },
            { "state", finding.State.Name() },
            { "rule", finding.Rule },
            { "techniques", finding.Techniques.Select(technique => technique.Id) },
            { "technique_names", finding.Techniques.Select(technique => technique.Name) },
            { "tactics", finding.Techniques.SelectMany(technique => technique.Tactics).Distinct() },
            { "explanation", finding.Support },
        };
        AddFile(fields, finding.Path, finding.RealDigest);
        fields.Add("known", finding.Known.Select(known => known.Digest.ToString()));
        fields.Add("same_digest_as", finding.SameDigestAs.Select(path => path.ToString()));
        fields.Add("ambiguous", finding.Ambiguous ? 1 : null);
        fields.Add("sources", finding.Sources.List());
        fields.Add("first_seen", finding.FirstSeen);
        fields.Add("last_seen", finding.LastSeen);
        AddPackage(fields, finding.Package);
        AddProcess(fields, finding.Process);
        fields.Add("related", finding.Related);
        AddReport(fields, report);
        return fields;
    }

    private static MessageFields Fields(FindingsReport report, ObservedDigest observed)
    {
        var fields = new MessageFields();
        AddFile(fields, observed.Path, observed.Digest.IsZero ? null : observed.Digest);
        fields.Add("sources", observed.Sources.List());
        fields.Add("first_seen", observed.FirstSeen);
        fields.Add("last_seen", observed.LastSeen);
        AddPackage(fields, observed.Package);
        AddProcess(fields, observed.LatestProcess);
        AddReport(fields, report);
        return fields;
    }

    private static MessageFields ScanFields(FindingsReport report)
    {
        var findings = report.Findings;
        var fields = new MessageFields
        {
            { "status", findings.Verdict.Name() },
            { "exit_code", (int)findings.Verdict },
            { "open", findings.Open.Count },
            { "new", findings.New },
        };
        foreach (var severity in Names.Severities)
            fields.Add(severity.Name(), findings.Count(severity));
        fields.Add("list_entries", report.Scan?.List?.Entries);
        fields.Add("tpm_verified", report.Scan?.List is not { } list ? null : list.Verified switch { true => "yes", false => "no", null => "unknown" });
        fields.Add("root", report.Scan?.Root);
        AddReport(fields, report);
        return fields;
    }

    private static void AddFile(MessageFields fields, HostPath path, Digest? digest)
    {
        fields.Add("path", path.ToString());
        if (!LossyUtf8.IsValid(path.Bytes))
            fields.Add("path_base64", Convert.ToBase64String(path.Bytes));
        fields.Add("file_name", LossyUtf8.Decode(path.FileName));
        fields.Add("digest", digest?.ToString());
        fields.Add("digest_algorithm", digest?.Algorithm);
        fields.Add("hash", digest?.Hex);
    }

    private static void AddPackage(MessageFields fields, PackageNote? package)
    {
        fields.Add("package", package?.Name);
        fields.Add("package_version", package?.Version);
    }

    private static void AddProcess(MessageFields fields, ProcessInfo? process)
    {
        if (process is null)
            return;
        fields.Add("user", process.User);
        fields.Add("uid", process.Uid);
        fields.Add("auid", process.Login);
        fields.Add("euid", process.Euid);
        fields.Add("gid", process.Gid);
        fields.Add("pid", process.Pid);
        fields.Add("ppid", process.Ppid);
        fields.Add("comm", process.Comm?.ToString());
        fields.Add("exe", process.Exe?.ToString());
        fields.Add("parent_exe", process.ParentExe?.ToString());
        fields.Add("ancestors", process.Ancestors?.Programs.Select(program => program.ToString()) ?? []);
        fields.Add("command", process.Command);
        fields.Add("tty", process.Tty);
        fields.Add("session", process.Session is ProcessInfo.Unset ? null : process.Session);
        fields.Add("audit_key", process.Key);
        fields.Add("process_time", process.Time);
    }

    private static void AddReport(MessageFields fields, FindingsReport report)
    {
        fields.Add("generation", report.Baseline?.Number);
        fields.Add("boot_id", report.Scan?.BootId);
        fields.Add("tool", report.Tool.Name);
        fields.Add("tool_version", report.Tool.Version);
    }

    private static string StoryOf(Finding finding)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new TextFindings(writer, StoryStyle).Write(new FindingSet([finding], newOnly: false));
        return writer.ToString().TrimEnd();
    }
}
