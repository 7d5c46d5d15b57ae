using System.Formats.Tar;
using System.Text;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Fuzz.Targets;

namespace IntegrityWatch.Fuzz;

/// <summary>Inputs to begin with, small, made of what real hosts wrote.</summary>
internal static class Seeds
{
    private const byte LineFeed = (byte)'\n';
    private const int LinesOfList = 24;

    private static readonly string[] Packages = ["bash", "coreutils", "dash", "libssl3:amd64"];

    /// <summary>Whole lines, at least so many bytes of them, but for the last.</summary>
    public static IEnumerable<byte[]> Pieces(byte[] text, int least)
    {
        while (text.Length > 0)
        {
            var end = text.Length > least ? text.AsSpan(least).IndexOf(LineFeed) : -1;
            var length = end < 0 ? text.Length : least + end + 1;
            yield return text[..length];
            text = text[length..];
        }
    }

    public static IEnumerable<byte[]> Split(byte[] text, char separator)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = Array.IndexOf(text, (byte)separator, start);
            end = end < 0 ? text.Length : end;
            yield return text[start..end];
            start = end + 1;
        }
    }

    /// <summary>Some packages of a captured host with the beginnings of their lists.</summary>
    public static IReadOnlyList<byte[]> OfDpkg(Corpus corpus)
    {
        var status = Encoding.Latin1.GetString(corpus.Named("var/lib/dpkg/status")[0]).Split("\n\n");
        var paragraphs = Packages.Select(name => status.First(paragraph => paragraph.StartsWith($"Package: {name.Split(':')[0]}\n", StringComparison.Ordinal)));
        var log = corpus.Named("var/log/dpkg.log")[0].AsSpan();
        var lists = Packages.SelectMany(name => new[] { $"var/lib/dpkg/info/{name}.list", $"var/lib/dpkg/info/{name}.md5sums" })
            .Select(path => (path, Beginning(corpus.Named(path)[0]))).ToList();
        (string, byte[])[] others =
        [
            ("var/lib/dpkg/diversions", corpus.Named("var/lib/dpkg/diversions")[0]),
            ("var/log/dpkg.log", log[..log[..2048].LastIndexOf(LineFeed)].ToArray()),
            ("etc/timezone", "Europe/Berlin\n"u8.ToArray()),
        ];
        return
        [
            HostTree.Pack([Status(paragraphs), .. lists, .. others]),
            .. paragraphs.Select((paragraph, at) => HostTree.Pack([Status([Short(paragraph)]), lists[2 * at], lists[2 * at + 1], .. others])),
            .. paragraphs.Select(paragraph => HostTree.Pack([Status([Short(paragraph)]), ("var/lib/dpkg/updates/0000", Encoding.Latin1.GetBytes(Short(paragraph)))])),
        ];
    }

    /// <summary>The first paths and packages of the shipped baseline, and generations with everything in them.</summary>
    public static IReadOnlyList<byte[]> OfBaselines(byte[] shipped)
    {
        var time = DateTimeOffset.UnixEpoch.AddYears(56);
        var digests = new[] { "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709", "verity:sha256:" + new string('a', 64), "sha512:" + new string('b', 128) }
            .Select(text => new Digest(text[..text.LastIndexOf(':')], Convert.FromHexString(text[(text.LastIndexOf(':') + 1)..]))).ToArray();
        BaselinePath[] some =
        [
            new() { Path = HostPath.Of("/usr/bin/a b"), Approved = [digests[0]], Beside = [digests[1]], Superseded = [digests[2]], MayHoldSpaces = true },
            new() { Path = new HostPath([(byte)'/', 0xff, 0x1b]), Approved = [digests[2]] },
            new() { Path = HostPath.Of("/ä\"\\"), Superseded = [digests[1]] },
        ];
        var lines = Encoding.UTF8.GetString(shipped).Split('\n');
        var begun = string.Join('\n', [.. lines[..7], .. lines[7..20], lines[20].TrimEnd(','), "],", .. lines.SkipWhile(line => line != "\"packages\": [").Take(4)]).TrimEnd(',') + "\n]\n}\n";
        return
        [
            Encoding.UTF8.GetBytes(begun),
            Export(new BaselineContent([]), manager: null),
            Export(new BaselineContent(some[..1]), manager: null),
            Export(new BaselineContent(some, new Dictionary<string, string> { ["bash"] = "5.2-1", ["ä"] = "1:2" }), "dpkg"),
        ];

        byte[] Export(BaselineContent content, string? manager)
        {
            var generation = GenerationChain.Link(
                new Generation
                {
                    Number = 2, Origin = GenerationOrigin.Import, Name = "patched", Reason = "openssl", By = "root", CapturedAt = time, EvidenceAt = time,
                    Paths = content.ApprovedPaths, Content = content.Digest(), Chain = "",
                }, before: "c");
            using var output = new MemoryStream();
            BaselineWriter.Write(output, new BaselineDocument { Host = "web01", Generation = generation, Previous = "c", PackageManager = manager, Content = content });
            return output.ToArray();
        }
    }

    /// <summary>Small hosts in archives of every form.</summary>
    public static IReadOnlyList<byte[]> OfArchives()
    {
        (string, byte[])[] files = [("etc/hostname", "web01\n"u8.ToArray()), ("var/log/a", new byte[700])];
        (string, byte[])[] longer = [.. files, ($"usr/{new string('n', 120)}/{new string('m', 90)}", "x"u8.ToArray())];
        byte[][] archives =
        [
            TarForm.Pack(TarEntryFormat.V7, files), TarForm.Pack(TarEntryFormat.Ustar, longer), TarForm.Pack(TarEntryFormat.Gnu, longer), TarForm.Pack(TarEntryFormat.Pax, longer),
        ];
        return [.. archives, .. archives.Select(TarForm.Compress)];
    }

    private static (string, byte[]) Status(IEnumerable<string> paragraphs) =>
        ("var/lib/dpkg/status", Encoding.Latin1.GetBytes(string.Concat(paragraphs.Select(paragraph => paragraph + "\n\n"))));

    /// <summary>Without its long fields.</summary>
    private static string Short(string paragraph)
    {
        string[] kept = ["Package:", "Status:", "Architecture:", "Multi-Arch:", "Version:", "Conffiles:", " /"];
        return string.Join('\n', paragraph.Split('\n').Where(line => kept.Any(line.StartsWith)));
    }

    private static byte[] Beginning(byte[] list) =>
        Encoding.Latin1.GetBytes(string.Concat(Encoding.Latin1.GetString(list).Split('\n').Take(LinesOfList).Select(line => line + "\n")));
}
