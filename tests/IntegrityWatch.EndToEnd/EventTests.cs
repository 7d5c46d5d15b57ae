namespace IntegrityWatch.EndToEnd;

/// <summary>What the kernel could not vouch for, boots and rotated logs.</summary>
public class EventTests
{
    [Fact]
    public void Violations_are_told_with_their_cause_and_once()
    {
        using var tree = EvidenceTree.CapturedAt("violation", "before");
        var after = tree.Unpack("violation", "after");

        var scan = tree.ScanJson(after);
        var again = tree.ScanJson(after, "--new-only");

        Assert.Equal(1, scan.ExitCode);
        Assert.Contains("ToMToU", scan.Finding("violation", "/usr/local/lib/late.so").GetProperty("message").GetString());
        Assert.Contains("open-writers", scan.Finding("violation", "/usr/local/lib/busy.so").GetProperty("message").GetString());
        Assert.Equal(1, again.ExitCode);
        Assert.Empty(again.Findings);
    }

    [Fact]
    public void A_file_that_the_kernel_could_not_hash_is_unmeasurable()
    {
        using var tree = EvidenceTree.CapturedAt("violation", "before");

        tree.ScanJson(tree.Unpack("violation", "after")).Finding("unmeasurable", "/srv/data/direct");
    }

    [Fact]
    public void What_happened_before_the_first_capture_stays_open_for_no_capture_closes_it()
    {
        using var tree = EvidenceTree.CapturedAt("violation", "after");

        var scan = tree.ScanJson(tree.Unpack("violation", "after"));

        Assert.Equal(1, scan.ExitCode);
        Assert.All(scan.Findings, finding => Assert.Contains(finding.GetProperty("kind").GetString(), new[] { "violation", "unmeasurable", "technique" }));
    }

    [Fact]
    public void A_second_boot_brings_a_new_list_and_no_alarm_for_what_is_approved()
    {
        using var tree = EvidenceTree.CapturedAt("second-boot", "first");

        var scan = tree.ScanJson(tree.Unpack("second-boot", "second"));

        Assert.False(scan.Json.GetProperty("evidence").GetProperty("ima").GetProperty("resumed").GetBoolean());
        Assert.DoesNotContain(scan.Findings, finding => finding.GetProperty("path").GetString() == "/usr/bin/bash");
        scan.Finding("new-file", "/opt/app/agent");
    }

    [Fact]
    public void Rotated_logs_are_read_from_the_oldest_to_the_newest()
    {
        using var tree = EvidenceTree.CapturedAt("rotation", "before");

        var scan = tree.ScanJson(tree.Unpack("rotation", "after"));

        var files = scan.Json.GetProperty("evidence").GetProperty("audit").GetProperty("files").EnumerateArray()
            .Select(file => Path.GetFileName(file.GetString()!)).ToList();
        Assert.True(files.Count > 2);
        Assert.Equal("audit.log", files[^1]);
        Assert.Equal(files.SkipLast(1).OrderByDescending(name => int.Parse(name.Split('.')[^1])), files.SkipLast(1));
        Assert.True(scan.Finding("new-file", "/opt/app/three").TryGetProperty("process", out _));
    }
}
