namespace IntegrityWatch.Model.Rules;

/// <summary>What is no alarm and what stands beside it and is one, of hosts of all sorts: see <see cref="AnyHost"/>.</summary>
public class QuietRulesTests
{
    /// <summary>Conditions by which a whole class of programs is left out.</summary>
    private static readonly string[] Sweeping = ["uid=0", "euid=0", "fowner=0", "fsmagic=0xef53", "fsmagic=0x58465342", "obj_type=bin_t", "fowner=33", "uid=1000"];

    /// <summary>System calls of newer kernels than the oldest auditctl knows.</summary>
    private static readonly string[] Newer = ["fchmodat2", "setxattrat", "removexattrat", "file_setattr"];

    [Fact]
    public void A_file_that_was_only_read_is_no_alarm() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        string[] paths = [$"/etc/{drawn.Name}.conf", $"/tmp/{drawn.Name}.csv", $"/var/log/{drawn.Name}.log", drawn.Path];
        for (var version = 0; version < drawn.Between(0, 2, 4); version++)
        {
            foreach (var path in paths)
            {
                host.Disk.Replace(path, Contents.Data($"{drawn.Name} {version}"));
                host.Read(path);
            }
            Assert.All(watched.Scan().Findings, line => Assert.Contains(" low ", line, StringComparison.Ordinal));
            if (drawn.Numbers[version] % 2 == 0)
                watched.Capture();
        }
        host.Disk.Replace("/tmp/" + drawn.Name, drawn.Program("run"));
        host.Run("/tmp/" + drawn.Name);
        Assert.True(watched.Scan().Tells("suspicious-location", "/tmp/" + drawn.Name, "high"));
    }, (host, _) =>
    {
        (host.ShowsPolicy, host.Policy) = (true, [.. host.Policy, "measure FILE_CHECK"]);
        host.Boot();
        host.UseAll();
    });

    [Fact]
    public void A_policy_that_leaves_a_class_of_programs_out_is_told() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        var whole = host.Policy;
        Assert.DoesNotContain(Doctor(), message => message.Contains("programs that are started are not measured", StringComparison.Ordinal));
        var hole = $"dont_measure func=BPRM_CHECK {Sweeping[drawn.Between(0, 0, Sweeping.Length - 1)]}";
        host.Policy = [hole, .. whole];
        Assert.Contains(Doctor(), message => message.Contains("programs that are started are not measured where", StringComparison.Ordinal));
        host.Policy = [.. whole, hole];
        Assert.DoesNotContain(Doctor(), message => message.Contains("programs that are started are not measured", StringComparison.Ordinal));

        List<string> Doctor() => [.. watched.Run("doctor", "--format", "json", "--root", host.Root).Json.GetProperty("checks").EnumerateArray()
            .Where(check => check.GetProperty("subject").GetString() == "IMA policy" && check.GetProperty("status").GetString() is "warning" or "critical")
            .Select(check => check.GetProperty("message").GetString()!)];
    }, (host, _) => host.ShowsPolicy = true);

    [Fact]
    public void A_file_of_no_bytes_is_a_copy_of_nothing() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        var copies = new[] { $"/home/alice/{drawn.Name}", $"/srv/{drawn.Name}-x", $"/var/lib/{drawn.Name}" };
        var isEmpty = drawn.Between(0, 0, 1) == 0;
        var content = isEmpty ? [] : drawn.Program("tool");
        host.Disk.Write(drawn.Path, content);
        host.Run(drawn.Path);
        watched.Capture();
        var copy = copies[drawn.Between(1, 0, copies.Length - 1)];
        host.Disk.Write(copy, content);
        host.Run(copy);

        var said = watched.Scan();

        Assert.Contains(said.Of(copy), line => line.StartsWith("new-file", StringComparison.Ordinal));
        Assert.Equal(!isEmpty, said.Of(copy).Any(line => line.StartsWith("copied-file", StringComparison.Ordinal)));
    });

    [Fact]
    public void Only_what_an_indicator_or_malware_names_is_known_bad() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.Disk.Write(drawn.Path, drawn.Program("seen"));
        host.Run(drawn.Path);
        watched.Capture();
        var (digest, named) = (Contents.Digest(drawn.Program("seen")), drawn.Between(0, 0, 3));
        var file = $$"""{ "type": "file", "id": "file--1", "hashes": { "SHA-256": "{{digest}}" } }""";
        var other = named switch
        {
            0 => $$"""{ "type": "indicator", "id": "indicator--1", "pattern_type": "stix", "pattern": "[file:hashes.'SHA-256' = '{{digest}}']" }""",
            1 => """{ "type": "malware", "id": "malware--1", "name": "miner", "sample_refs": ["file--1"] }""",
            2 => """{ "type": "observed-data", "id": "observed-data--1", "object_refs": ["file--1"] }""",
            _ => """{ "type": "note", "id": "note--1", "object_refs": ["file--1"] }""",
        };
        File.WriteAllText(watched.Beside("list.json"), $$"""{ "type": "bundle", "id": "bundle--1", "objects": [ {{file}}, {{other}} ] }""");
        var policy = watched.Beside("policy.json");
        File.WriteAllText(policy, $$"""{ "hashLists": ["{{watched.Beside("list.json")}}"] }""");

        var said = watched.Scan("--policy", policy);

        Assert.True(said.Output.Length > 0, said.Errors);
        Assert.Equal(named < 2, said.Tells("known-bad", drawn.Path, "critical"));
    });

    [Fact]
    public void A_system_call_that_an_auditctl_does_not_know_is_named_with_its_line() => AnyHost.Holds((watched, drawn) =>
    {
        var rules = watched.Beside("site.rules");
        var count = drawn.Between(0, 1, 5);
        var at = drawn.Between(1, 0, 2 * count);
        var newer = Newer[drawn.Between(2, 0, Newer.Length - 1)];
        File.WriteAllLines(rules, Enumerable.Range(0, count).Select(number =>
            $"-a always,exit -F arch=b64 -S fchmod,fchmodat{(number == at ? $",{newer}" : "")} -F auid>={1000 + number} -F key=T1222.002-perm_mod"));

        var said = WatchedHost.RunPlain("rules", "check", rules);

        if (at < count)
            Assert.Equal(2, said.Code);
        Assert.Equal(at < count, said.Output.Split('\n').Any(line => line.Contains($"site.rules:{at + 1}:", StringComparison.Ordinal) && line.Contains(newer, StringComparison.Ordinal)));
    });

    [Fact]
    public void A_file_that_an_output_replaces_keeps_its_rights() => AnyHost.Holds((watched, drawn) =>
    {
        if (OperatingSystem.IsWindows())
            return;
        var file = watched.Beside("x.prom");
        var mode = (UnixFileMode)(drawn.Between(0, 0, 7) << 3 | drawn.Between(1, 0, 7)) | UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.WriteAllText(file, "old");
        File.SetUnixFileMode(file, mode);

        Assert.Equal(0, watched.Run("scan", "--root", watched.Host.Root, "--format", "prometheus", "--output", file).Code);

        Assert.StartsWith("# HELP integritywatch", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(mode, File.GetUnixFileMode(file));
    });
}
