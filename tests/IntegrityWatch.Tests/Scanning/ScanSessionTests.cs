using IntegrityWatch.Hosts;
using IntegrityWatch.Model;

namespace IntegrityWatch.Tests.Scanning;

/// <summary>What a scan says of its sources beside its findings, and where the next one goes on.</summary>
public sealed class ScanSessionTests : IDisposable
{
    private readonly WatchedHost watched = new();

    private SimulatedHost Host => watched.Host;

    public void Dispose() => watched.Dispose();

    [Fact]
    public void A_scan_goes_on_where_the_last_one_ended()
    {
        watched.Capture();
        Host.Disk.Replace("/opt/tool", Contents.Program("tool"));
        Host.Run("/opt/tool");

        var list = watched.Scan().Json.GetProperty("evidence").GetProperty("ima");

        Assert.True(list.GetProperty("resumed").GetBoolean());
        Assert.Equal(1, list.GetProperty("newEntries").GetInt64());
        Assert.Equal(0, watched.Scan().Json.GetProperty("evidence").GetProperty("ima").GetProperty("newEntries").GetInt64());
    }

    [Fact]
    public void A_scan_of_a_list_that_could_not_be_judged_leaves_its_place()
    {
        watched.Capture();
        Host.Measures = false;
        Host.Boot();
        Host.Pass(TimeSpan.FromHours(1));
        Assert.Equal(3, watched.Scan().Code);

        Host.Measures = true;
        Host.UseAll();

        Assert.False(watched.Scan().Json.GetProperty("evidence").GetProperty("ima").GetProperty("resumed").GetBoolean());
    }

    [Fact]
    public void Records_of_other_nodes_are_counted_by_name_and_no_more_than_a_person_reads()
    {
        watched.Capture();
        for (var node = 1; node <= 7; node++)
            Host.TellOf($"web1{node}", "/usr/bin/x", Contents.Program("x"));

        var said = watched.Scan().Errors;

        Assert.Contains("records of other nodes in the audit log, counted and not judged: web11 6, web12 6, web13 6, web14 6, web15 6 and of 2 more", said, StringComparison.Ordinal);
        Assert.DoesNotContain("and of", Told(5), StringComparison.Ordinal);

        string Told(int nodes)
        {
            using var other = new WatchedHost();
            other.Capture();
            for (var node = 1; node <= nodes; node++)
                other.Host.TellOf($"web1{node}", "/usr/bin/x", Contents.Program("x"));
            return other.Scan().Errors;
        }
    }

    [Fact]
    public void That_there_is_no_log_is_said_with_what_to_do_unless_it_was_left_out()
    {
        Host.Save();
        Directory.Delete(Path.Combine(Host.Root, "var/log/audit"), recursive: true);
        Host.Log.IsDelayed = true;

        Assert.Contains("there is no audit log", WithoutLog().Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("there is no audit log", WithoutLog("--no-audit").Errors, StringComparison.Ordinal);
        using var other = new WatchedHost();
        Assert.DoesNotContain("there is no audit log", other.Scan().Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_missing_are_a_gap_in_the_hosts_own_log_and_none_in_one_that_a_user_names()
    {
        watched.Capture();
        for (var use = 0; use < 6; use++)
            Host.OpenToWrite("/etc/crontab", "another");
        Host.Log.Cut(Host.Log.Files.First().Count - 4, 2);
        Host.Pass(TimeSpan.FromMinutes(3));
        Host.OpenToWrite("/etc/crontab", "another");
        Host.Save();
        var named = watched.Beside("named.log");
        File.Copy(Path.Combine(Host.Root, "var/log/audit/audit.log"), named);

        Assert.DoesNotContain(watched.Scan("--audit", named).Findings, line => line.StartsWith("evidence-gap", StringComparison.Ordinal));

        Assert.Contains("evidence-gap - - medium new", watched.Scan().Findings);
    }

    [Fact]
    public void Who_asks_for_more_is_told_what_was_read()
    {
        watched.Capture();

        var said = watched.Scan("--verbose").Errors;

        Assert.Contains($"{Host.List.Entries.Count} entries, 0 of them new", said, StringComparison.Ordinal);
        Assert.Contains("compared it with the TPM: ", said, StringComparison.Ordinal);
        Assert.Contains("audit.log", said, StringComparison.Ordinal);
        Assert.DoesNotContain("entries, 0 of them new", watched.Scan().Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_a_hash_list_that_say_nothing_are_told_and_counted()
    {
        var list = watched.Beside("hashes.txt");
        File.WriteAllText(list, $"{new string('a', 64)}\n" + string.Concat(Enumerable.Range(0, 30).Select(at => $"no digest {at}\n")));
        var policy = watched.Beside("policy.json");
        File.WriteAllText(policy, $$"""{ "name": "lists", "hashLists": ["{{list}}"] }""");

        var said = watched.Scan("--policy", policy, "--verbose").Errors;

        Assert.Contains($"{list}: lines from which no digest could be had: 30", said, StringComparison.Ordinal);
        Assert.Contains($"read {list}: 1 sha256", said, StringComparison.Ordinal);
        Assert.DoesNotContain($"read {list}", watched.Scan("--policy", policy).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_seen_long_ago_and_is_not_approved_is_forgotten()
    {
        Host.Disk.Replace("/opt/tool", Contents.Program("tool"));
        Host.Run("/opt/tool");
        watched.Scan();
        Host.Disk.Delete("/opt/tool");
        watched.Capture();
        Host.Boot();
        Host.UseAll();
        Host.Pass(TimeSpan.FromDays(390));
        watched.Scan();
        Assert.Contains("sha256", watched.Run("history", "/opt/tool").Output, StringComparison.Ordinal);

        Host.Pass(TimeSpan.FromDays(20));
        watched.Scan();

        Assert.DoesNotContain("sha256", watched.Run("history", "/opt/tool").Output, StringComparison.Ordinal);
        Assert.Contains("sha256", watched.Run("history", "/usr/bin/bash").Output, StringComparison.Ordinal);
    }

    /// <summary>A scan of the host as it is, without writing its evidence anew.</summary>
    private Said WithoutLog(params string[] more)
    {
        using var output = new MemoryStream();
        using var errors = new StringWriter { NewLine = "\n" };
        var code = CommandLine.Run(["scan", "--root", Host.Root, "--db", watched.Database, .. more], new Terminal.Session(output, errors, columns: null));
        return new Said(code, "", errors.ToString());
    }
}
