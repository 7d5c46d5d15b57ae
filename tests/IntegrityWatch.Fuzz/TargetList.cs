using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.Evidence.Packages.Rpm;
using IntegrityWatch.Fuzz.SelfCheck;
using IntegrityWatch.Fuzz.Targets;

namespace IntegrityWatch.Fuzz;

/// <summary>All readers of what others wrote, each with real inputs to begin with.</summary>
internal sealed class TargetList
{
    /// <summary>In bytes: enough for several events, entries or rules, and quickly read.</summary>
    private const int Piece = 4 * 1024;

    /// <summary>Some rules are enough, and what many tell of takes long to find out.</summary>
    private const int RulePiece = 512;

    private readonly Corpus corpus = new();
    private readonly byte[][] binary;
    private readonly byte[][] ascii;
    private readonly byte[][] certificates;
    private readonly string[] keyFiles;

    private TargetList()
    {
        binary = corpus.Named("ima/binary_runtime_measurements");
        ascii = corpus.Named("ima/ascii_runtime_measurements");
        keyFiles = [.. Directory.EnumerateFiles(In("tests/IntegrityWatch.Tests/Evidence/Ima/Signatures/evmctl")).Order(StringComparer.Ordinal)
            .Where(file => file.EndsWith(".der", StringComparison.Ordinal) || file.EndsWith(".pem", StringComparison.Ordinal))];
        certificates = [.. corpus.Named("etc/keys/"), .. keyFiles.Select(File.ReadAllBytes)];
    }

    public static IReadOnlyList<IFuzzTarget> Make() => [.. new TargetList().All()];

    private IEnumerable<IFuzzTarget> All() =>
        [.. OfLists(), new AuditTarget([.. corpus.Named("audit/audit.log").SelectMany(log => Seeds.Pieces(log, Piece))]), .. OfPolicies(), .. OfBaselines(),
            .. OfPackages(), new ArchiveTarget(Seeds.OfArchives()), new ArchiveEntriesTarget(Seeds.OfArchives()), new HistoryTarget(), new ForgedHistoryTarget(),
            .. OfKeys(), new HostTarget(), new MazeTarget()];

    private IFuzzTarget[] OfLists() =>
    [
        new ListTarget("binary-list", [.. binary, .. binary.Select(list => list[..Math.Min(Piece, list.Length)])], LoadKeys()),
        new ListTarget("ascii-list", [.. ascii.SelectMany(list => Seeds.Pieces(list, Piece))], LoadKeys()),
        new CutListTarget([.. binary, .. ascii]),
        new SafeTextTarget([.. ascii.SelectMany(list => Seeds.Split(list, ' ')).DistinctBy(Convert.ToHexString)]),
    ];

    private static IFuzzTarget[] OfPolicies() =>
    [
        new PolicyTarget([Read("policies/default.json"), Read("policies/indicators.json"), "{}"u8.ToArray(),
            """{"kinds":{"new-file":{"severity":"low","techniques":["T1036"]}},"locations":[{"id":"a","paths":["/tmp/**","/[!a-c]?/*"],"except":["/tmp/x"],"effectiveUsers":[0],"severity":"high","message":"m"}],"require":["audit"],"keepObserved":3}"""u8.ToArray(),
            """{"techniqueRules":[{"id":"t","techniques":["T1059.004"],"paths":["/etc/**"],"exceptPrograms":["/usr/bin/dpkg"],"exceptCommands":["ls *"],"severity":"info","message":"m"}],"masquerades":[{"id":"k","names":["k*d"],"severity":"critical","message":"m"}],"hashLists":["/dev/null"]}"""u8.ToArray()]),
        new SettingsTarget(),
        new SinkAddressTarget(),
        new StoreAddressTarget(),
        new StoreRowTarget(),
        new AuditRulesTarget([.. Seeds.Pieces(Read("policies/audit.rules"), RulePiece)]),
        new HashListTarget("hash-list-text",
            "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f  eicar.com\nSHA256 (eicar.com) = 275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f\n# a\nmd5:44d88612fea8a8f36de82e1278abb02f\n",
            "first_seen;sha256_hash;md5_hash;signature\n\"2026-01-01\";\"275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f\";44d88612fea8a8f36de82e1278abb02f;\"a \"\"b\"\"\"\n",
            "# sha1,name\n3395856ce81f2b7382dee72602f798b642f14140,x\n"),
        new HashListTarget("hash-list-stix",
            """{"type":"bundle","id":"bundle--1","objects":[{"type":"indicator","name":"eicar","pattern_type":"stix","pattern":"[file:hashes.'SHA-256' = '275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f' OR file:hashes.MD5 IN ('44d88612fea8a8f36de82e1278abb02f')]","valid_until":"2099-01-01T00:00:00Z"},{"type":"file","name":"f","hashes":{"SHA-1":"3395856ce81f2b7382dee72602f798b642f14140","SSDEEP":"3:a"}}]}"""),
        new HashListTarget("hash-list-misp",
            """{"response":[{"Event":{"info":"rocke","Attribute":[{"type":"filename|sha256","to_ids":true,"value":"eicar.com|275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f"}],"Object":[{"Attribute":[{"type":"md5","to_ids":"1","deleted":false,"value":"44d88612fea8a8f36de82e1278abb02f"}]}]}}]}"""),
    ];

    private IFuzzTarget[] OfBaselines() =>
    [
        new BaselineTarget(Seeds.OfBaselines(Read("baselines/debian-12-minbase.json"))),
        new KeylimeTarget(),
        new SignatureTarget([.. new[] { "p256.pem", "p384.der", "rsa2048.pem", "rsa4096.pem" }.Select(name => keyFiles.First(file => Path.GetFileName(file) == name))]),
    ];

    private IEnumerable<IFuzzTarget> OfPackages()
    {
        yield return new DpkgTarget(Seeds.OfDpkg(corpus));
        var database = corpus.Named("rpm/rpmdb.sqlite")[0];
        // Without SQLite there is nothing to damage, and the headers that earlier runs kept are to begin with.
        yield return new RpmHeaderTarget(SystemSqlite.IsThere ? RpmDatabaseTarget.Headers(database) : []);
        if (SystemSqlite.IsThere)
            yield return new RpmDatabaseTarget(database);
    }

    private IEnumerable<IFuzzTarget> OfKeys()
    {
        string[] quotes = ["rsa", "ecc", "pss", "pcrs", "banks", "plain"];
        string[] keys = [.. new[] { "rsa", "ecc", "pss" }.Select(key => new InputFile().With(corpus.Named($"etc/quote/{key}.pem")[0]))];
        return
        [
            new KeyTarget(certificates),
            new PrivateKeyTarget(),
            new QuoteTarget(quotes.Select(quote => (corpus.Named($"etc/quote/{quote}.msg")[0], corpus.Named($"etc/quote/{quote}.sig")[0])), keys, binary.MinBy(list => list.Length)!),
            new PcrTarget(binary.MinBy(list => list.Length)!),
        ];
    }

    /// <summary>The certificates of the captures, so that their signatures are known.</summary>
    private SignatureKeys LoadKeys()
    {
        var file = new InputFile();
        return SignatureKeys.Load(certificates.Select(file.With));
    }

    private static byte[] Read(string path) => File.ReadAllBytes(In(path));

    private static string In(string path) => Path.Combine(Corpus.Repository, path);
}
