using System.Text;
using IntegrityWatch.EndToEnd.Receivers;
using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Ima;

public class CapturedListTests
{
    [Fact]
    public void Every_hash_of_a_real_list_verifies_and_both_forms_tell_the_same()
    {
        foreach (var (archive, files) in Captures())
        {
            using var binary = Some.Reader(files["binary_runtime_measurements"]);
            using var ascii = Some.Reader(files["ascii_runtime_measurements"]);
            var entries = EntryCopy.ReadAll(binary);
            var lines = EntryCopy.ReadAll(ascii);

            Assert.All(entries, entry => Assert.True(entry.HashVerifies, $"{archive}: {entry}"));
            Assert.Equal(entries.Select(entry => entry.InAnyForm()), lines.Select(entry => entry.InAnyForm()));
            Assert.Equal(0, ascii.Unverified);
            Assert.Equal(0, binary.Opaque);
            Assert.Equal(MeasurementKind.BootAggregate, entries[0].Kind);
        }
    }

    [Fact]
    public void The_counts_are_the_kernels()
    {
        foreach (var (_, files) in Captures())
        {
            using var reader = Some.Reader(files["binary_runtime_measurements"]);
            EntryCopy.ReadAll(reader);

            // The kernel counts on while its list is copied.
            Assert.InRange(CapturedLists.Number(files["runtime_measurements_count"]), reader.Entries, reader.Entries + 5);
            Assert.Equal(CapturedLists.Number(files["violations"]), reader.Violations);
        }
    }

    [Fact]
    public void Names_that_forge_lines_are_names()
    {
        var ascii = Capture("names/after.tar.gz")["ascii_runtime_measurements"];

        var entries = EntryCopy.ReadAll(ascii);

        Assert.True(Encoding.Latin1.GetString(ascii).Count(letter => letter == '\n') > entries.Count);
        Assert.Contains(entries, entry => entry.Name == "/opt/names/line\nbreak");
        Assert.DoesNotContain(entries, entry => entry.Name.StartsWith("/usr/bin/forged", StringComparison.Ordinal));
        Assert.Contains(entries, entry => entry.Name == "/opt/names/invalid\u00ff\u00fe\u00c3(utf8");
    }

    [Theory]
    [InlineData("ima", "ima")]
    [InlineData("ima-ng-sha1", "ima-ng")]
    [InlineData("ima-ng-sha256", "ima-ng")]
    [InlineData("ima-sig", "ima-sig")]
    [InlineData("ima-ngv2", "ima-ngv2")]
    [InlineData("ima-sigv2", "ima-sigv2")]
    [InlineData("ima-modsig", "ima-modsig")]
    [InlineData("evm-sig", "evm-sig")]
    [InlineData("ima-buf", "ima-buf")]
    [InlineData("custom", Some.CustomTemplate)]
    public void Every_template_of_a_real_kernel_is_understood(string step, string template)
    {
        var entries = EntryCopy.ReadAll(Capture($"templates/{step}.tar.gz")["binary_runtime_measurements"]);

        Assert.Contains(entries, entry => entry.TemplateName == template);
        Assert.Contains(entries, entry => entry.Name == "/opt/app/my_tool" && entry.Kind == MeasurementKind.File);
        Assert.Contains(entries, entry => entry.Name == "/srv/data/tomtou" && entry.Kind == MeasurementKind.Violation);
        Assert.Equal(step == "ima-buf", entries.Exists(entry => entry.Kind == MeasurementKind.Buffer));
    }

    [Fact]
    public void Signatures_and_other_pcrs_of_a_real_kernel_are_told()
    {
        var signed = EntryCopy.ReadAll(Capture("templates/signed.tar.gz")["binary_runtime_measurements"]);
        var eleven = EntryCopy.ReadAll(Capture("templates/pcr-11.tar.gz")["binary_runtime_measurements"]);

        Assert.All(
            signed.Where(entry => entry.Name is "/opt/app/rsa" or "/opt/app/ecdsa" or "/opt/app/altered"),
            entry => Assert.StartsWith("0302", entry.Signature, StringComparison.Ordinal));
        Assert.Equal("", signed.Single(entry => entry.Name == "/opt/app/my_tool").Signature);
        Assert.Equal([11, 10], eleven.Where(entry => entry.Name == "/opt/app/eleven").Select(entry => entry.Pcr));
        Assert.Equal(10, eleven.Single(entry => entry.Name == "/opt/app/my_tool").Pcr);
    }

    [Fact]
    public void What_a_real_kernel_could_not_vouch_for_is_told_by_kind()
    {
        var entries = EntryCopy.ReadAll(Capture("violation/after.tar.gz")["binary_runtime_measurements"]);

        Assert.Equal(MeasurementKind.Unmeasurable, entries.Single(entry => entry.Name == "/srv/data/direct").Kind);
        Assert.Contains(entries, entry => entry.Name == "/srv/data/writer" && entry.Kind == MeasurementKind.Violation);
    }

    private static Dictionary<string, byte[]> Capture(string name)
    {
        var archive = CapturedLists.All().FirstOrDefault(path => path.EndsWith("/" + name, StringComparison.Ordinal));
        Required.Unless(archive is not null, $"tests/captures/{name} is not there");
        return CapturedLists.Read(archive);
    }

    private static List<(string Archive, Dictionary<string, byte[]> Files)> Captures()
    {
        var captures = CapturedLists.All()
            .Select(archive => (Archive: archive, Files: CapturedLists.Read(archive)))
            .Where(capture => capture.Files.ContainsKey("binary_runtime_measurements"))
            .ToList();
        Required.Unless(captures.Count > 0, "tests/captures is not there");
        return captures;
    }
}
